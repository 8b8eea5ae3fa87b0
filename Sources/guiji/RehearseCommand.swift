import ArgumentParser
import Foundation
import GuijiConfiguration
import Model
import Pipeline
import Reporting

struct RehearseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rehearse",
        abstract: "规则生效前先排演：会有什么不同，什么也不发布。 What changed rules would have done, publishing nothing.",
        discussion: """
            归档中的报送按今天的规则和改动的规则各重放一遍，比较结果、发现和数字。实例不受任何影响；重放放在临时文件夹（TMPDIR），用后即删。
            有部门的合规率下降超过 --max-fall（默认见 pipeline.yml 的 rehearsal）时退出码为 2。
            Today's and the changed rules are replayed from the archive in a temporary folder (TMPDIR) and compared; exit 2 where a
            department's compliance would fall by more than --max-fall.

              guiji rehearse --mappings 新规则/Mappings                    全部报送 all deliveries
              guiji rehearse --mappings new/Mappings --month 2025-03 --html rehearsal.html
              guiji rehearse --pipeline new-pipeline.yml --json            改动的级别 changed severities
            """)

    @OptionGroup var options: InstanceOptions
    @Option(help: "改动的映射文件夹；不给则用今天的 the changed mappings") var mappings: String?
    @Option(help: "改动的 pipeline.yml：级别、修复、限额 changed severities, repairs, limits") var pipeline: String?
    @Option(help: "只比较这个月收到的报送 YYYY-MM only what was received in the month") var month: String?
    @Option(name: .customLong("max-fall"), help: "合规率最多下降几个百分点 percentage points that compliance may fall")
    var maximumFall: String?
    @Option(help: "每种变化举几行为例 example rows of each kind of change") var examples = 5
    @Flag(help: "输出 JSON") var json = false
    @Option(name: .customLong("html"), help: "另把报告写成网页 write the report as a page as well") var page: String?

    func validate() throws {
        guard mappings != nil || pipeline != nil else {
            throw ValidationError(
                "请用 --mappings 或 --pipeline 指明改动的规则 / name the changed rules with --mappings or --pipeline")
        }
        guard (0...1000).contains(examples) else { throw ValidationError("--examples 应为 0 至 1000 / 0 to 1000") }
        _ = try fall()
        _ = try parsedMonth()
    }

    func run() throws {
        let today = try options.configuration()
        let changed =
            try pipeline.map { file in
                try Instance.configuration(
                    in: "", pipelineFile: file, mappings: mappings ?? today.settings.paths.mappings)
            } ?? Instance.configuration(in: options.directory, mappings: mappings)
        if let page { try checkFolder(of: page) }
        var rehearsal = Rehearsal.Options()
        rehearsal.month = try parsedMonth()
        rehearsal.examples = examples
        rehearsal.maximumFall = try fall()
        rehearsal.showsProgress = !json
        rehearsal.endsOnInterrupt = true
        let report = try Rehearsal(today: today, changed: changed, options: rehearsal)()
        if let page {
            do { try report.html.write(toFile: page, atomically: true, encoding: .utf8) } catch {
                throw SystemError(
                    chinese: "无法写入 \(page)：请检查路径、权限和磁盘空间。",
                    english: "Cannot write \(page): check the path, permissions and disk space.")
            }
        }
        print(json ? report.json : report.text, terminator: "")
        if !report.falls.isEmpty { throw ExitCode(2) }
    }

    /// Known before the replays rather than after them.
    private func checkFolder(of file: String) throws {
        let folder = (file as NSString).deletingLastPathComponent
        guard FileManager.default.isWritableFile(atPath: folder.isEmpty ? "." : folder) else {
            throw SystemError(
                chinese: "无法写入 \(file)：没有文件夹 \(folder.isEmpty ? "." : folder)，或没有写权限。",
                english:
                    "Cannot write \(file): there is no folder \(folder.isEmpty ? "." : folder), or it may not be written to."
            )
        }
    }

    private func fall() throws -> Int64? {
        try maximumFall.map { text in
            guard let fall = Millionths.parse(text), (0...100_000_000).contains(fall) else {
                throw ValidationError(
                    "--max-fall 应为 0 至 100 的百分点数，如 1.5 / percentage points from 0 to 100, such as 1.5")
            }
            return fall
        }
    }

    private func parsedMonth() throws -> ReportMonth? {
        try month.map { text in
            guard let month = ReportMonth(text) else {
                throw ValidationError("月份应为 YYYY-MM，而不是“\(text)” / not a month")
            }
            return month
        }
    }
}
