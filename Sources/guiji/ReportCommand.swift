import ArgumentParser
import Configuration
import Foundation
import Model
import Pipeline
import Reporting

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "质量、月报与比对报告，月份定稿。 Reports on quality, the month and comparison; published months.",
        discussion: """
              guiji report quality                              最近一次运行 the last run
              guiji report quality --month 2025-03 --format html > 质量.html
              guiji report monthly --month 2025-03              月报，JSON the month's figures
              guiji report monthly --month 2025-03 --rows late culture licence > 迟报.csv
              guiji report monthly --month 2025-03 --freeze     定稿 publish the month
              guiji report verify 2025-03                       验证定稿 prove what was published
              guiji report restate --month 2025-03 --reason 补报
              guiji report comparison --format csv              全部不一致，逐行 every mismatch
            """)

    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case quality, monthly, timeliness, comparison, verify, restate
    }
    enum Format: String, ExpressibleByArgument, CaseIterable { case html, csv, json }

    @OptionGroup var options: InstanceOptions
    @Argument(help: "quality | monthly | comparison | verify | restate") var kind: Kind
    @Argument(help: "verify：月份 the month") var subject: String?
    @Option(help: "月份 YYYY-MM") var month: String?
    @Option(help: "html | csv | json；quality 为 html") var format: Format?
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "指标背后的行 the rows behind a figure：FIGURE [DEPARTMENT [ITEM]]，“-”为全部 all", valueName: "figure department item"
        ))
    var rows: [String] = []
    @Flag(help: "定稿：发布该月，此后只更正、不改动 publish the month") var freeze = false
    @Option(help: "restate：更正的原因 why figures changed") var reason: String?
    @Option(name: .customLong("as-of"), help: "报告的时点 when the report stands：YYYY-MM-DD[THH:MM:SS]") var asOf: String?

    func run() throws {
        let instance = try options.filledInstance()
        let reports = Reports(instance)
        let time = try asOf.map { try Moment.parse($0, instance.settings) }
        switch kind {
        case .quality:
            guard format ?? .html == .html else { throw ValidationError("quality 只有 html / quality is HTML only") }
            guard let report = try month.map({ try reports.quality(month: parsed($0)) }) ?? reports.quality() else {
                throw SystemError(chinese: "还没有运行过。", english: "Nothing has been run yet.")
            }
            print(report.html)
        case .monthly: try monthly(instance, reports, time)
        case .timeliness:
            if freeze || !rows.isEmpty { return try monthly(instance, reports, time) }
            let report = try reports.timeliness(month: named())
            switch format ?? .csv {
            case .csv: print(report.csv, terminator: "")
            case .json: print(report.json)
            case .html: print(report.html)
            }
        case .comparison: try comparison(reports)
        case .verify:
            let differences = try FrozenMonths(instance).verify(named())
            for difference in differences { print(difference) }
            guard differences.isEmpty else {
                throw SystemError(
                    chinese: "定稿与现在的文件或台账不符，共 \(differences.count) 处。",
                    english: "What was published is not what is there: \(differences.count) differences.")
            }
            print("\(try named().text)：文件、台账、重算的数字一致 files, ledger and recounted figures agree")
        case .restate:
            guard let reason else { throw ValidationError("请用 --reason 写明原因 / say why") }
            let changed = try FrozenMonths(instance).restate(named(), reason: reason, asOf: time ?? reports.now())
            for row in changed { print("\(row.source) \(row.item) \(row.figure)：\(row.old) → \(row.new)") }
            print("更正 restated: \(changed.count)")
        }
    }

    private func monthly(_ instance: Instance, _ reports: Reports, _ time: Int?) throws {
        let month = try named()
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
            let out = FileHandle.standardOutput
            try reports.rows(of: figure, source: part(1), item: part(2), month: month, asOf: time) {
                try out.write(contentsOf: Data($0.utf8))
            }
            return
        }
        guard format ?? .json == .json else { throw ValidationError("monthly 现为 json / JSON only yet") }
        print(try reports.monthly(month: month, asOf: time).frozenDocument, terminator: "")
    }

    private func named() throws -> ReportMonth {
        guard let text = month ?? subject else { throw ValidationError("请用 --month YYYY-MM 指定月份 / name the month") }
        return try parsed(text)
    }

    private func comparison(_ reports: Reports) throws {
        guard format ?? .csv == .csv else { throw ValidationError("comparison 只有 csv / comparison is CSV only") }
        let out = FileHandle.standardOutput
        try out.write(
            contentsOf: ExportCommand.csv([
                "id", "comparison", "result", "state", "attribution", "rule", "responsible", "due", "subject", "name",
                "enterprise",
                "government", "differences",
            ]))
        try reports.comparisonRows { row in
            func side(_ source: StatementSource?) -> String { source.map { "\($0.file)#\($0.row)" } ?? "" }
            let differences = row.fields.map { "\($0.field): \($0.first) ≠ \($0.second)" }.joined(separator: "; ")
            try out.write(
                contentsOf: ExportCommand.csv([
                    "\(row.id)", row.id.comparison, row.result, row.state, row.attribution, row.rule, row.responsible,
                    row.due.map(CivilDate.iso) ?? "", row.subject, row.name, side(row.enterprise), side(row.government),
                    differences,
                ]))
        }
    }

    private func parsed(_ text: String) throws -> ReportMonth {
        guard let month = ReportMonth(text) else { throw ValidationError("月份应为 YYYY-MM，而不是“\(text)” / not a month") }
        return month
    }
}
