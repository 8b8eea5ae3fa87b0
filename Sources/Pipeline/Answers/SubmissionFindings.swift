import Foundation
package import GuijiConfiguration
import Ledger
package import Model
import Reporting
import Validation

/// The findings of a submission for programs, a page at a time.
package struct SubmissionFindings: Sendable {
    private let reader: LedgerReader
    private let items: [Item]

    /// Opens the ledger for reading, apart from whatever writes to it.
    package init(_ configuration: Configuration) throws {
        reader = try LedgerReader(path: configuration.settings.paths.ledger, patience: 1)
        items = configuration.catalogue.items
    }

    /// - Parameters:
    ///   - after: where the page before ended, as it said; 0 for the first.
    /// - Returns: the findings in order of rows, and where the page ends where there are more.
    /// - Throws: ``LedgerBusy`` while a run is writing.
    package func page(of submission: Int, after: Int, limit: Int) throws -> (findings: [JSONValue], next: Int?) {
        let rows = try reader.findings(of: submission, after: after, limit: limit + 1)
        let page = rows.prefix(limit)
        return (page.map { value($0.row) }, rows.count > limit ? page.last?.place : nil)
    }

    private func value(_ row: FindingRow) -> JSONValue {
        let finding = row.finding
        let words = wording(finding, item: items.first { $0.id == row.item })
        return .object([
            ("row", .int(finding.position.row)), ("line", .int(finding.position.line)),
            ("offset", .int(finding.position.offset)), ("severity", .string(finding.severity.name)),
            ("rule", .string(finding.rule)), ("field", .optional(finding.field)), ("value", .string(finding.value)),
            ("expected", .string(finding.expected)), ("suggestion", .string(finding.suggestion)),
            ("zh", .string(words.chinese)), ("en", .string(words.english)),
        ])
    }
}
