import ArgumentParser
import Foundation
import Ledger
import Model
import Pipeline

struct SubmissionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submission",
        abstract: "报送：查看，对暂停的裁定收或不收。 Submissions: look, and decide on those that are held.",
        discussion: """
            行数少于映射 volume.min 的报送暂停，什么也不发布，直到裁定；放行的按原接收时间处理。
            A delivery with fewer rows than volume.min publishes nothing until it is decided upon; released, it counts as of the time it came.

              guiji submission list --state held                          待裁定的 what waits for a decision
              guiji submission release 12 --by 王科 --reason 节后办件少    放行 take it
              guiji submission refuse 12 --by 王科 --reason 导出不全       不收 refuse it
              guiji submission volumes --month 2025-03                    由正常的月份建议行数上下限 bounds from a healthy month
            """,
        subcommands: [List.self, Release.self, Refuse.self, Volumes.self], defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "列出报送，CSV。 Submissions as CSV.")
        @OptionGroup var options: InstanceOptions
        @Option(help: "published | held | refused") var state: String?

        func run() throws {
            let known = ["published", "held", "refused"]
            if let state, !known.contains(state) {
                throw ValidationError("没有状态“\(state)”/ no such state; 可用 known: \(known.joined(separator: ", "))")
            }
            let instance = try options.filledInstance()
            var output = ExportCommand.csv(["id", "state", "source", "item", "file", "received", "rows", "reason"])
            for found in try instance.submissions(in: state.flatMap(SubmissionState.init)) {
                output.append(
                    ExportCommand.csv([
                        String(found.id), found.state.rawValue, found.source, found.item ?? "", found.file,
                        instance.text(found.received), String(found.rows), found.refusal ?? "",
                    ]))
            }
            try FileHandle.standardOutput.write(contentsOf: output)
        }
    }

    struct Release: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "放行：按原接收时间处理。 Takes a held submission, as of the time it was received.")
        @OptionGroup var options: InstanceOptions
        @OptionGroup var verdict: VerdictOptions
        func run() throws { print(SummaryText.text(try verdict.enter(.release, options))) }
    }

    struct Refuse: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "不收。 Refuses a held submission.")
        @OptionGroup var options: InstanceOptions
        @OptionGroup var verdict: VerdictOptions
        func run() throws { print(SummaryText.text(try verdict.enter(.refuse, options))) }
    }

    struct VerdictOptions: ParsableArguments {
        @Argument(help: "报送编号，见 list number of the submission") var id: Int
        @Option(help: "由谁决定；默认为当前用户 who decides; default: the user of this computer") var by = NSUserName()
        @Option(help: "原因，写进回执 why; the receipt says so") var reason: String
        @Option(name: .customLong("as-of"), help: "决定的时间 when：YYYY-MM-DD[THH:MM:SS]") var asOf: String?

        func enter(_ kind: SubmissionDecision.Kind, _ options: InstanceOptions) throws -> RunSummary {
            let instance = try options.filledInstance()
            let time = try asOf.map { try Moment.parse($0, instance.settings) } ?? Int(Date().timeIntervalSince1970)
            return try SubmissionDecision(id: id, kind: kind, by: by, reason: reason, at: time)(instance)
        }
    }

    struct Volumes: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "由已收的报送建议 volume 的上下限。 Suggests volume bounds from what was taken.",
            discussion: """
                  guiji submission volumes --month 2025-03

                每个部门、事项：报送次数、行数中位数，min 为中位数的一半，max 为两倍。只算已收、退回不过十分之一的报送；请选正常的月份。
                Half and twice the median of the deliveries that were taken with at most a tenth of the rows rejected; choose a healthy month.
                """)
        @OptionGroup var options: InstanceOptions
        @Option(help: "收于该月的 received in this month：YYYY-MM；默认全部 default: all") var month: String?

        func run() throws {
            let instance = try options.filledInstance()
            for volume in try instance.volumes(month: month) { print(volume) }
        }
    }
}
