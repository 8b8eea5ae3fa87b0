package import Model

/// The record stage: repairs and judges the rows of one item in one layout, batch by batch.
///
/// A pure function of the batch and the catalogue: nothing is kept from one batch to the next, so batches of any size, in any
/// order, on any number of threads give the same rows, findings and counts. It changes the batch (cells, numbers, flags) and
/// writes to the report; a row with an error finding has ``RowFlags/error``.
package struct RecordStage: Sendable {
    private let rules: [any Rule]

    /// - Parameter format: what the file is, where that is not what the mapping says.
    package init(
        item: Item, mapping: Mapping, format: String? = nil, department: Department, catalogue: Catalogue,
        lists: PreparedLists, settings: ValidationSettings, receiptDay: Int
    ) {
        let context = RuleContext(
            item: item, mapping: mapping, format: format ?? mapping.format, department: department, lists: lists,
            settings: settings, receiptDay: receiptDay)
        rules = ruleTypes.compactMap { $0.init(context) }
    }

    /// - Parameter report: made for the same item and settings.
    package func process(_ batch: Batch, _ report: FindingReport) {
        guard batch.count > 0 else { return }
        report.begin(batch)
        for rule in rules { rule.check(batch, report) }
        report.end()
    }
}
