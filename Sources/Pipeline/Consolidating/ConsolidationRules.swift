import Bytes
import Consolidation
import Model

/// What the subject stage needs of the catalogue, prepared once.
struct ConsolidationRules {
    let catalogue: Catalogue
    let plans: [RecordPlan]
    /// Numbers of the sources, by department.
    let sources: [String: Int]
    let departments: [Department]
    /// In order of the catalogue.
    let comparisons: [PreparedComparison]
    let registry: RegistrySlot?
    /// Items whose current records take part in a comparison.
    let compared: ItemSet
    let differences: [FieldDifferences]
    /// By item: whether its rows make subjects known.
    let isRegister: [Bool]
    /// By item: what its records' comparables begin with.
    let tags: [UInt32]

    /// Whether a statement's comparables are of the form that this catalogue's comparisons need.
    func hasComparables(_ bytes: ByteSlice, item: Int) -> Bool { Comparables.tag(of: bytes) == tags[item] }

    init(catalogue: Catalogue, departments: [Department]) {
        self.catalogue = catalogue
        self.departments = departments
        plans = RecordPlan.all(of: catalogue)
        sources = Dictionary(uniqueKeysWithValues: departments.enumerated().map { ($1.id, $0) })
        comparisons = catalogue.comparisons.indices.map { PreparedComparison($0, of: catalogue) }
        registry = RegistrySlot(catalogue)
        var compared = ItemSet()
        for plan in catalogue.comparisons {
            compared.insert(plan.item)
            compared.insert(plan.counterpart)
        }
        self.compared = compared
        tags = plans.map { Comparables.tag(of: $0.roles) }
        isRegister = plans.map(\.item.isRegister)
        differences = plans.map { FieldDifferences($0) }
    }
}
