import Comparison
import Consolidation
import Model

/// What the subject stage needs of the catalogue, prepared once.
struct ConsolidationRules {
    let catalogue: Catalogue
    let plans: [RecordPlan]
    /// Numbers of the sources, by department.
    let sources: [String: Int]
    let departments: [Department]
    /// Self-disclosed items in order, and how each is compared.
    let comparisons: [(item: Int, comparison: SubjectComparison)]
    /// Items whose current records take part in a comparison.
    let compared: ItemSet
    let differences: [FieldDifferences]
    /// By item: whether its rows make subjects known.
    let isRegister: [Bool]

    init(catalogue: Catalogue, departments: [Department]) {
        self.catalogue = catalogue
        self.departments = departments
        plans = RecordPlan.all(of: catalogue)
        sources = Dictionary(uniqueKeysWithValues: departments.enumerated().map { ($1.id, $0) })
        var comparisons: [(item: Int, comparison: SubjectComparison)] = []
        var compared = ItemSet()
        for plan in plans {
            guard let comparison = plan.item.comparison else { continue }
            let other = plans[comparison.counterpart]
            compared.insert(plan.item.number)
            compared.insert(other.item.number)
            let made = SubjectComparison(
                plan: comparison, selfPlaces: comparison.fields.map { plan.place[$0.selfField] },
                selfCount: plan.stored.count,
                governmentPlaces: comparison.fields.map { other.place[$0.governmentField] },
                governmentCount: other.stored.count)
            comparisons.append((plan.item.number, made))
        }
        self.comparisons = comparisons
        self.compared = compared
        isRegister = plans.map(\.item.isRegister)
        differences = plans.map { FieldDifferences($0) }
    }
}
