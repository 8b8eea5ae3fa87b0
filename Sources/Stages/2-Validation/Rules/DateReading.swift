import Bytes
package import Model

/// Dates are read once: the text becomes ISO 8601, the number the days since 1970-01-01, without a trace.
///
/// 2099-12-31, 9999-12-31 and 长期 become 长期 without an end where the field may be open-ended; elsewhere they, like 1900-01-01,
/// only say that there is no date, and count as absent (domain §9).
package struct DateReading: Rule {
    package static let facts: [RuleFacts] = []

    private let fields: [(field: Int, isOpenEnded: Bool, isRequired: Bool)]
    private let placeholder = RuleNumber("placeholder")

    package init?(_ context: RuleContext) {
        fields = context.fields { $0.type == .date }.map {
            ($0, context.item.fields[$0].isOpenEnded, context.item.fields[$0].isRequired)
        }
        if fields.isEmpty { return nil }
    }

    package func check(_ batch: Batch, _ report: FindingReport) {
        for (field, isOpenEnded, isRequired) in fields where report.notes.present[field] > 0 {
            var column = Column(batch, field)
            let numbers = Numbers(batch, field)
            let cells = batch.cells + field * batch.capacity
            // 长期 is written into the batch once.
            var openEnd: Cell?
            for row in 0..<batch.count where column.length(row) > 0 {
                switch DateText.parse(column[row]) {
                case .day(let day, let isCanonical):
                    numbers[row] = Int64(day)
                    if isCanonical { continue }
                    replaceWithDay(day, batch, field, row)
                case .openEnd where isOpenEnded:
                    numbers[row] = Batch.openEnd
                    if openEnd == nil {
                        batch.replace(field, row, with: "长期")
                        openEnd = cells[row]
                    }
                    cells[row] = openEnd ?? cells[row]
                case .openEnd, .unknownPast:
                    if isRequired { report.fail(placeholder, batch, row, field: field) }
                    report.erase(batch, field, row)
                case .absent:
                    report.erase(batch, field, row)
                case .excelSerial, .impossible, .notADate:
                    numbers[row] = Batch.badNumber
                    report.notes.hasBadNumber[field] = true
                }
                column = Column(batch, field)
            }
        }
    }
}
