internal import Model

/// Resolves `compare` of a self-disclosed item against its counterparts: one comparison, or a list of several.
struct ComparisonReader {
    /// All items, in the order of their numbers.
    let drafts: [ItemDraft]
    /// Ids of all items, also of those whose files could not be read.
    let ids: [String]

    private static let keys = [
        "id", "with", "group", "pair", "fields", "as_of", "payment", "enterprise_working_days",
        "government_working_days",
    ]

    func read(_ value: Value, of draft: ItemDraft) -> [ComparisonPlan] {
        if value.isMapping { return read(one: value, of: draft).map { [$0] } ?? [] }
        var seen: [String: Value] = [:]
        return (value.list() ?? []).compactMap { element in
            guard let plan = read(one: element, of: draft) else { return nil }
            if let first = seen.updateValue(element, forKey: plan.id) { element.note(.duplicate(first: first.place)) }
            return plan
        }
    }

    private func read(one value: Value, of draft: ItemDraft) -> ComparisonPlan? {
        guard let section = value.section(Self.keys) else { return nil }
        let with = section.required("with")
        let rows = section.required("fields")?.list()
        if rows?.isEmpty == true { section["fields"]?.note(.empty) }
        let id = section["id"]?.text()
        if let id, let value = section["id"], !NameForm.kebab.matches(id) {
            value.note(.badName(pattern: NameForm.kebab.pattern))
        }
        let meeting = section["group"]?.choice(ComparisonPlan.Meeting.self) ?? .pairs
        guard let with, let name = with.reference(.item, in: ids),
            let counterpart = drafts.firstIndex(where: { $0.item.id == name }),
            !drafts[counterpart].scope.fields.isEmpty
        else { return nil }
        // Only sums are compared among an enterprise's own statements: 年报 against 即时信息.
        if drafts[counterpart].item.isSelfDisclosed, meeting != .counterpart { with.note(.counterpartNotGovernment) }
        var plan = ComparisonPlan(id: id ?? draft.item.id, item: draft.item.number, counterpart: counterpart)
        plan.meeting = meeting
        let other = drafts[counterpart].scope
        (plan.selfKey, plan.counterpartKey) = keys(section, value, own: draft, other: other)
        let pairs = PairReader(own: draft.scope, other: other, meeting: meeting)
        plan.fields = rows?.compactMap { pairs.read($0) } ?? []
        plan.asOf = section["as_of"].flatMap { pairs.asOf($0) }
        plan.payment = section["payment"].flatMap { pairs.payment($0) }
        plan.selfWindow = section["enterprise_working_days"]?.integer(0...366) ?? draft.item.deadline
        plan.counterpartWindow =
            section["government_working_days"]?.integer(0...366) ?? drafts[counterpart].item.deadline
        return plan
    }

    /// The pair on both sides; by default the item's own key, by name, on the other side. Sums meet by their subject.
    private func keys(_ section: Section, _ value: Value, own draft: ItemDraft, other: FieldScope)
        -> ([FirstPresent], [FirstPresent])
    {
        if section["group"] != nil {
            section["pair"]?.note(.excludes(key: "group"))
            return ([], [])
        }
        if let pair = section["pair"] { return (ItemReader.key(pair, draft.scope), ItemReader.key(pair, other)) }
        let names = draft.item.key.map { $0.map { draft.scope.fields[$0].name } }
        let counterpartKey: [FirstPresent] = names.map { part in
            part.compactMap { name -> Int? in
                guard let field = other.names.firstIndex(of: name) else {
                    value.at(key: "\(value.key).pair").note(
                        .unknown(.field), nearest: NearestName.find(name, in: other.names))
                    return nil
                }
                return field
            }
        }
        return (draft.item.key, counterpartKey)
    }
}

/// Reads the compared fields of one comparison.
private struct PairReader {
    let own: FieldScope
    let other: FieldScope
    let meeting: ComparisonPlan.Meeting

    private static let numeric: [FieldType] = [.money, .decimal, .integer, .year]
    private static let keys = ["self", "government", "by", "tolerance", "former_names", "currency", "identity"]

    func read(_ value: Value) -> ComparisonPlan.Pair? {
        guard let section = value.section(Self.keys) else { return nil }
        let comparator = section.required("by")?.choice(Comparator.self)
        let types: [FieldType] =
            switch comparator {
            case .date: [.date]
            case .number, .money, .sum: Self.numeric
            default: []
            }
        let selfField = section.required("self").flatMap { own.field($0, types: types) }
        let otherField = section.required("government").flatMap { other.field($0, types: types) }
        guard let comparator, let selfField, let otherField else { return nil }
        if comparator == .sum, meeting == .pairs { section["by"]?.note(.needs(key: "group")) }
        if ![.sum, .set].contains(comparator), meeting != .pairs { section["by"]?.note(.notUsedHere(key: "group")) }
        var pair = ComparisonPlan.Pair(selfField: selfField, counterpartField: otherField, comparator: comparator)
        pair.tolerance = tolerance(section["tolerance"], comparator)
        if comparator != .name { section["former_names"]?.note(.notUsedHere(key: "by: name")) }
        if ![.money, .sum].contains(comparator) { section["currency"]?.note(.notUsedHere(key: "by: money, sum")) }
        pair.formerNames = section["former_names"].flatMap { other.field($0) }
        pair.currency = section["currency"].flatMap { other.field($0) }
        pair.isIdentity = section["identity"]?.flag() ?? false
        return pair
    }

    /// Days for dates; 0.01 元 for money unless said otherwise.
    private func tolerance(_ value: Value?, _ comparator: Comparator) -> Int64 {
        switch comparator {
        case .date: return Int64(value?.integer(0...3660) ?? 0)
        case .number: return value?.millionths() ?? 0
        case .money, .sum: return value?.millionths() ?? 10_000
        default:
            value?.note(.notUsedHere(key: "by: date, number, money, sum"))
            return 0
        }
    }

    func asOf(_ value: Value) -> (selfField: Int, counterpartField: Int)? {
        guard let section = value.section(["self", "government"]) else { return nil }
        if meeting != .counterpart { value.note(.notUsedHere(key: "group: counterpart")) }
        guard let selfField = section.required("self").flatMap({ own.field($0, types: [.date]) }),
            let otherField = section.required("government").flatMap({ other.field($0, types: [.date]) })
        else { return nil }
        return (selfField, otherField)
    }

    func payment(_ value: Value) -> ComparisonPlan.Payment? {
        guard let section = value.section(["due", "owed", "paid"]) else { return nil }
        if meeting != .own { value.note(.notUsedHere(key: "group: own")) }
        guard let due = section.required("due").flatMap({ own.field($0, types: [.date]) }),
            let owed = section.required("owed").flatMap({ own.field($0, types: [.money]) }),
            let paid = section.required("paid").flatMap({ own.field($0, types: [.money]) })
        else { return nil }
        return ComparisonPlan.Payment(due: due, owed: owed, paid: paid)
    }
}
