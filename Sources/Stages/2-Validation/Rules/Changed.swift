package import Model

/// The row says that its record was changed or renewed, without a finding: comparison asks whether the other side has followed.
package struct Changed: Rule {
    package static let facts: [RuleFacts] = []

    private let matcher: ValueMatcher

    package init?(_ context: RuleContext) {
        guard let test = context.item.changed else { return nil }
        matcher = ValueMatcher(test, context.item)
    }

    package func check(_ batch: Batch, _ report: FindingReport) {
        _ = matcher.forEachMatch(batch) { batch.flags[$0].insert(.changed) }
    }
}
