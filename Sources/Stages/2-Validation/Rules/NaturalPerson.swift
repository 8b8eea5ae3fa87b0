package import Model

/// The row is about a natural person: it is kept and withheld, without a finding.
package struct NaturalPerson: Rule {
    package static let facts: [RuleFacts] = []

    private let matcher: ValueMatcher

    package init?(_ context: RuleContext) {
        guard let test = context.item.naturalPerson else { return nil }
        matcher = ValueMatcher(test, context.item)
    }

    package func check(_ batch: Batch, _ report: FindingReport) {
        _ = matcher.forEachMatch(batch) { batch.flags[$0].formUnion([.naturalPerson, .withheld]) }
    }
}
