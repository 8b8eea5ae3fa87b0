import Foundation
import Ledger
import Model
import Pipeline

/// Cases of comparison as CSV, streamed.
enum MismatchTable {
    static func write(_ reports: Reports, _ filter: MismatchFilter) throws {
        let out = FileHandle.standardOutput
        try out.write(
            contentsOf: ExportCommand.csv([
                "id", "comparison", "result", "state", "attribution", "rule", "responsible", "due", "subject", "name",
                "enterprise", "government", "differences",
            ]))
        try reports.comparisonRows(filter) { row in
            func side(_ source: StatementSource?) -> String { source.map { "\($0.file)#\($0.row)" } ?? "" }
            let differences = row.fields.map { field in
                let gap = field.difference.isEmpty ? "" : " (\(field.difference))"
                return "\(field.field): \(field.first) ≠ \(field.second)\(gap)"
            }
            try out.write(
                contentsOf: ExportCommand.csv([
                    "\(row.id)", row.id.comparison, row.result, row.state, row.attribution, row.rule, row.responsible,
                    row.due.map(CivilDate.iso) ?? "", row.subject, row.name, side(row.enterprise), side(row.government),
                    differences.joined(separator: "; "),
                ]))
        }
    }
}
