package import Model

/// The row says that something was taken back: it leaves a tombstone, without a finding.
package struct Withdrawn: Rule {
    package static let facts: [RuleFacts] = []

    private let matcher: ValueMatcher

    package init?(_ context: RuleContext) {
        guard let test = context.item.withdrawn else { return nil }
        matcher = ValueMatcher(test, context.item)
    }

    package func check(_ batch: Batch, _ report: FindingReport) {
        _ = matcher.forEachMatch(batch) { batch.flags[$0].insert(.withdrawn) }
    }
}
