import Comparison
import Foundation
import Ledger
import Model
import Pipeline
import Reporting

/// Cases of comparison as CSV, streamed.
enum MismatchTable {
    /// No cell a formula: the values are what departments and enterprises wrote.
    private static func line(_ cells: [String]) -> Data { Data(CSVLine.text(cells).utf8) }

    static func write(_ reports: Reports, _ filter: MismatchFilter) throws {
        let out = FileHandle.standardOutput
        let today = try reports.today()
        try out.write(
            contentsOf: line([
                "id", "comparison", "result", "state", "stands", "attribution", "rule", "responsible", "due", "subject",
                "name",
                "enterprise", "government", "differences",
            ]))
        try reports.comparisonRows(filter) { row in
            func side(_ source: StatementSource?) -> String { source.map { "\($0.file)#\($0.row)" } ?? "" }
            let differences = row.fields.map { field in
                let gap = field.difference.isEmpty ? "" : " (\(field.difference))"
                return "\(field.field): \(field.first) ≠ \(field.second)\(gap)"
            }
            try out.write(
                contentsOf: line([
                    "\(row.id)", row.id.comparison, row.result, row.state, row.stands(on: today) ? "yes" : "no",
                    row.attribution, row.rule, row.responsible,
                    row.due.map(OpenWindow.text) ?? "", row.subject, row.name, side(row.enterprise),
                    side(row.government),
                    differences.joined(separator: "; "),
                ]))
        }
    }

    /// What only the government holds: no cases, since nobody is to act on a single one.
    static func write(_ reports: Reports, _ filter: GovernmentOnlyFilter) throws {
        let out = FileHandle.standardOutput
        try out.write(
            contentsOf: line(["comparison", "result", "subject", "name", "department", "item", "file", "row"]))
        try reports.forEachGovernmentOnly(filter) { row in
            try out.write(
                contentsOf: line([
                    row.comparison, ComparisonKind.governmentOnly.rawValue, row.subject, row.name,
                    row.government.source, row.item, row.government.file, String(row.government.row),
                ]))
        }
    }
}
