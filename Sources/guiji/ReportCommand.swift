import ArgumentParser
import Foundation
import GuijiConfiguration
import Ledger
import Model
import Pipeline
import Reporting

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "质量、月报与比对报告，月份定稿。 Reports on quality, the month and comparison; published months.",
        discussion: """
              guiji report quality                              最近一次运行 the last run
              guiji report quality --month 2025-03 > 质量.html
              guiji report monthly --month 2025-03 --to 三月     月报与通报的各种格式 all forms of the month and the bulletin
              guiji report monthly --month 2025-03 --format xlsx > 月报.xlsx
              guiji report monthly --month 2025-03 --rows late culture licence > 迟报.csv
              guiji report monthly --month 2025-03 --freeze     定稿 publish the month
              guiji report verify 2025-03                       验证定稿 prove what was published
              guiji report verify --all                         全部定稿的月份 all published months
              guiji report restate --month 2025-03 --reason 补报
              guiji report comparison                           全部案件，逐行 every case of comparison
            """)

    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case quality, monthly, timeliness, comparison, verify, restate
    }
    enum Format: String, ExpressibleByArgument, CaseIterable { case html, xlsx, csv, json, bulletin, docx }

    @OptionGroup var options: InstanceOptions
    @Argument(help: "quality | monthly（timeliness）| comparison | verify | restate") var kind: Kind
    @Argument(help: "verify：月份 the month") var subject: String?
    @Option(help: "月份 YYYY-MM") var month: String?
    @Option(help: "monthly：html | xlsx | csv | json | bulletin（通报）| docx（通报）；默认 html，quality 只有 html，comparison 只有 csv")
    var format: Format?
    @Option(help: "monthly：写出全部格式的文件夹 write all forms into this folder") var to: String?
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "指标背后的行 the rows behind a figure：FIGURE [DEPARTMENT [ITEM]]，“-”为全部 all", valueName: "figure department item"
        ))
    var rows: [String] = []
    @Option(help: "--rows：只列该地区部门的，空为没有地区的 only of departments of this region, empty: of those without one") var region:
        String?
    @Option(help: "--rows：只列经该渠道收到的，空为没有渠道的（期数、案件）only what came by this channel, empty: periods and cases")
    var channel: String?
    @Flag(help: "定稿：发布该月，此后只更正、不改动 publish the month") var freeze = false
    @Flag(help: "verify：全部定稿的月份 all published months") var all = false
    @Option(help: "restate：更正的原因 why figures changed") var reason: String?
    @Option(name: .customLong("as-of"), help: "报告的时点 when the report stands：YYYY-MM-DD[THH:MM:SS]") var asOf: String?

    func validate() throws {
        let isMonthly = kind == .monthly || kind == .timeliness
        if !isMonthly, freeze || !rows.isEmpty || to != nil {
            throw ValidationError("--freeze、--rows、--to 只用于 monthly / only with monthly")
        }
        if rows.isEmpty, region != nil || channel != nil {
            throw ValidationError("--region、--channel 只用于 --rows / only with --rows")
        }
        if kind == .quality, format ?? .html != .html {
            throw ValidationError("quality 只有 html / quality is HTML only")
        }
        if kind == .comparison, format ?? .csv != .csv {
            throw ValidationError("comparison 只有 csv / comparison is CSV only")
        }
        if kind == .restate, reason == nil { throw ValidationError("请用 --reason 写明原因 / say why") }
        if let month { _ = try parsed(month) }
        if all, kind != .verify || month != nil || subject != nil {
            throw ValidationError("--all 只用于 verify，不与月份同用 / only with verify and without a month")
        }
        if isMonthly || kind == .verify && !all || kind == .restate { _ = try named() }
    }

    func run() throws {
        let instance = try options.filledInstance()
        let reports = Reports(instance)
        let time = try asOf.map { try Moment.parse($0, instance.settings) }
        switch kind {
        case .quality:
            guard let report = try month.map({ try reports.quality(month: parsed($0)) }) ?? reports.quality() else {
                throw SystemError(chinese: "还没有运行过。", english: "Nothing has been run yet.")
            }
            print(report.html)
        case .monthly, .timeliness: try monthly(instance, reports, time)
        case .comparison: try MismatchTable.write(reports, MismatchFilter())
        case .verify: try verify(instance)
        case .restate:
            let changed = try FrozenMonths(instance).restate(
                named(), reason: reason ?? "", asOf: time ?? reports.now())
            func shown(_ value: String) -> String { value.isEmpty ? "—" : value }
            for row in changed {
                let place = [row.source, row.item, row.figure].filter { !$0.isEmpty }.joined(separator: " ")
                print("\(place)：\(shown(row.old)) → \(shown(row.new))")
            }
            print("更正 restated: \(changed.count)")
        }
    }

    private func monthly(_ instance: Instance, _ reports: Reports, _ time: Int?) throws {
        let month = try named()
        let out = FileHandle.standardOutput
        if freeze {
            let months = FrozenMonths(instance)
            let sha = try months.freeze(month, asOf: time ?? reports.now())
            return print("\(months.folder(month))\nSHA-256 \(sha)")
        }
        if let name = rows.first {
            guard let figure = Figure(rawValue: name) else {
                throw ValidationError(
                    "没有指标“\(name)”/ no such figure; 可用 known: \(Figure.allCases.map(\.rawValue).joined(separator: ", "))"
                )
            }
            func part(_ place: Int) -> String? {
                rows.indices.contains(place) && rows[place] != "-" ? rows[place] : nil
            }
            let filter = MonthlyRowsFilter(source: part(1), item: part(2), region: region, channel: channel)
            try reports.rows(of: figure, filter, month: month, asOf: time) {
                try out.write(contentsOf: Data($0.utf8))
            }
            return
        }
        var report = try reports.monthly(month: month, asOf: time)
        if time == nil, let note = try FrozenMonths(instance).mark(&report) {
            FileHandle.standardError.write(Data("guiji: \(note)\n".utf8))
        }
        if let to {
            for path in try report.write(to: to) { print(path) }
            return
        }
        let form = MonthlyForm(rawValue: (format ?? .html).rawValue) ?? .html
        try out.write(contentsOf: Data(try report.bytes(of: form)))
    }

    private func verify(_ instance: Instance) throws {
        let published = FrozenMonths(instance)
        var count = 0
        for month in all ? try published.months() : [try named()] {
            let differences: [String]
            do {
                differences = try published.verify(month) { print("\(month.text)：注意 note：\($0)") }
            } catch let error as SystemError where all {
                differences = ["\(error.chinese) \(error.english)"]
            }
            for difference in differences { print("\(month.text)：\(difference)") }
            if differences.isEmpty {
                print("\(month.text)：文件、台账、重算的数字一致 files, ledger and recounted figures agree")
            }
            count += differences.count
        }
        guard count == 0 else {
            throw SystemError(
                chinese: "定稿与现在的文件或台账不符，共 \(count) 处。",
                english: "What was published is not what is there: \(count) differences.")
        }
    }

    private func named() throws -> ReportMonth {
        guard let text = month ?? subject else { throw ValidationError("请用 --month YYYY-MM 指定月份 / name the month") }
        return try parsed(text)
    }

    private func parsed(_ text: String) throws -> ReportMonth {
        guard let month = ReportMonth(text) else { throw ValidationError("月份应为 YYYY-MM，而不是“\(text)” / not a month") }
        return month
    }
}
