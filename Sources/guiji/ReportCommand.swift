import ArgumentParser
import Configuration
import Foundation
import Model
import Pipeline
import Reporting

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "质量、及时性与比对报告。 Reports on quality, timeliness and comparison.",
        discussion: """
              guiji report quality                              最近一次运行 the last run
              guiji report quality --month 2025-03 --format html > 质量.html
              guiji report timeliness --month 2025-03 --format csv
              guiji report comparison --format csv              全部不一致，逐行 every mismatch
            """)

    enum Kind: String, ExpressibleByArgument, CaseIterable { case quality, timeliness, comparison }
    enum Format: String, ExpressibleByArgument, CaseIterable { case html, csv, json }

    @OptionGroup var options: InstanceOptions
    @Argument(help: "quality | timeliness | comparison") var kind: Kind
    @Option(help: "月份 YYYY-MM") var month: String?
    @Option(help: "html | csv | json；quality 为 html") var format: Format?

    func run() throws {
        let instance = try options.filledInstance()
        let reports = Reports(instance)
        switch kind {
        case .quality:
            guard format ?? .html == .html else { throw ValidationError("quality 只有 html / quality is HTML only") }
            guard let report = try month.map({ try reports.quality(month: parsed($0)) }) ?? reports.quality() else {
                throw SystemError(chinese: "还没有运行过。", english: "Nothing has been run yet.")
            }
            print(report.html)
        case .timeliness:
            guard let month else { throw ValidationError("请用 --month YYYY-MM 指定月份 / name the month") }
            let report = try reports.timeliness(month: parsed(month))
            switch format ?? .csv {
            case .csv: print(report.csv, terminator: "")
            case .json: print(report.json)
            case .html: print(report.html)
            }
        case .comparison: try comparison(reports)
        }
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
