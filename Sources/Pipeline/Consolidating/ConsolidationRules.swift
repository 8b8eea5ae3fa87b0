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
    func hasComparables(_ bytes: ByteSlice, item: Int) -> Bool {
        Comparables.areWhole(bytes, tag: tags[item], roles: plans[item].roles)
    }
    /// By source and item; sources that are no longer configured share the last.
    private let linkMakers: [[LinkMaker]]
    private let scratch = ByteBuffer()

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
        linkMakers = (departments.map(\.id) + [""]).map { [plans] source in
            plans.map { LinkMaker(source: source, item: $0.item.id, namesSubject: $0.keyNamesSubject) }
        }
    }

    /// By what a record is known that was sent back before.
    /// - Parameter subject: the code or number as written; that of the record unless given.
    func links(of record: RecordView, subject: ByteSlice? = nil) -> RecordLinks {
        linkMakers[min(record.source, departments.count)][record.item].links(
            keyHash: record.keyHash, isKeyed: record.flags.contains(.keyed), subject: subject ?? record.subject,
            name: { name(of: record) }, scratch: scratch)
    }

    private func name(of record: RecordView) -> ByteSlice {
        let plan = plans[record.item]
        guard let field = plan.item.subject.name, plan.place[field] >= 0 else { return .empty }
        return withUnsafeTemporaryAllocation(of: Cell.self, capacity: plan.stored.count) { cells in
            guard let base = cells.baseAddress else { return .empty }
            record.readCells(plan.stored.count, into: base)
            return record.value(base[plan.place[field]])
        }
    }
}
