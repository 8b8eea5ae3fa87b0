package import Model

/// Compares one subject's current records of an item with those of its counterpart, by one comparison of the catalogue.
///
/// A pure function of the records' comparables. It reads no text and keeps nothing from one subject to the next.
package final class SubjectComparison {
    package let plan: ComparisonPlan
    /// The parts the two items play in this comparison, among all their parts.
    package let own: (roles: [ComparisonRole], place: Int)
    package let other: (roles: [ComparisonRole], place: Int)
    private let slots: SlotComparison
    let attribution: AttributionRules
    let isCounterpartSelfDisclosed: Bool

    /// - Parameters:
    ///   - number: place of the comparison among the catalogue's.
    ///   - registry: the part of the register's records whose first field is the subject's name, if any comparison has one.
    package init(_ number: Int, of catalogue: Catalogue) {
        let plan = catalogue.comparisons[number]
        self.plan = plan
        func part(_ item: Int, isSelf: Bool) -> (roles: [ComparisonRole], place: Int) {
            let roles = catalogue.roles(of: catalogue.items[item])
            return (roles, roles.firstIndex { $0.comparison == number && $0.isSelf == isSelf } ?? 0)
        }
        own = part(plan.item, isSelf: true)
        other = part(plan.counterpart, isSelf: false)
        slots = SlotComparison(plan, role: own.roles[own.place])
        attribution = AttributionRules(plan, calendar: catalogue.calendar)
        isCounterpartSelfDisclosed = catalogue.items[plan.counterpart].isSelfDisclosed
    }

    /// - Parameter registry: what the register says of the subject's name, to side with one of two that differ.
    package func compare(
        enterprise: [ComparedStatement], government: [ComparedStatement], registry: RegistryName?
    ) -> [ComparisonResult] {
        switch plan.meeting {
        case .pairs: comparePairs(enterprise, government, registry)
        case .own: compareOwnSum(enterprise, government)
        case .counterpart: compareCounterpartSum(enterprise, government)
        }
    }

    // MARK: One with one

    private func comparePairs(
        _ enterprise: [ComparedStatement], _ government: [ComparedStatement], _ registry: RegistryName?
    ) -> [ComparisonResult] {
        var results: [ComparisonResult] = []
        results.reserveCapacity(enterprise.count + government.count)
        var search = PairSearch(government)
        // Where the subject itself is the pair (annual reports), only the newest is compared.
        let isBySubject = own.roles[own.place].key.isEmpty
        for index in isBySubject ? newest(enterprise) : Array(enterprise.indices) {
            let pair = enterprise[index].view.pair
            guard pair != Comparables.noPair else {
                results.append(
                    ComparisonResult(
                        kind: .notComparable, pair: enterprise[index].keyHash, enterprise: index, rule: .noKey))
                continue
            }
            guard let match = search.take(pair, among: government) else {
                // What both sides have no more is nobody's.
                if enterprise[index].flags.contains(.withdrawn) { continue }
                var result = ComparisonResult(
                    kind: .enterpriseOnly, pair: pair, enterprise: index, rule: .departmentWindow)
                result.due = attribution.counterpartDue(enterprise[index].event, enterprise[index])
                results.append(result)
                continue
            }
            results.append(meet(enterprise[index], government[match], index, match, registry))
        }
        for index in government.indices where !search.isTaken[index] {
            let flags = government[index].flags
            if flags.contains(.withdrawn) || flags.contains(.withheld) { continue }
            results.append(
                ComparisonResult(kind: .governmentOnly, pair: government[index].view.pair, government: index))
        }
        return results
    }

    private func newest(_ statements: [ComparedStatement]) -> [Int] {
        statements.indices.max { statements[$0].isOlder(than: statements[$1]) }.map { [$0] } ?? []
    }

    private func meet(
        _ one: ComparedStatement, _ other: ComparedStatement, _ index: Int, _ match: Int, _ registry: RegistryName?
    ) -> ComparisonResult {
        var result = ComparisonResult(kind: .match, pair: one.view.pair, enterprise: index, government: match)
        if other.flags.contains(.withheld) {
            result.kind = .notComparable
            result.rule = .withheldRecord
            return result
        }
        let compared = slots.compare(one.view, other.view, into: &result.differences)
        let isDifferent = !result.differences.isEmpty
        let isEnded = one.flags.contains(.withdrawn) != other.flags.contains(.withdrawn)
        if isDifferent || isEnded {
            attribution.attribute(&result, one, other, registry, isEnded: isEnded)
        } else if compared == 0 {
            result.kind = .notComparable
            result.rule = .noCommonField
        }
        return result
    }

    // MARK: Many with one

    /// Σ of the enterprise's records against one total of the counterpart, and what is due and not paid.
    private func compareOwnSum(_ enterprise: [ComparedStatement], _ government: [ComparedStatement])
        -> [ComparisonResult]
    {
        guard let last = newest(enterprise).first else { return [] }
        // A share that was transferred is in the sum no more.
        let held = enterprise.indices.filter { !enterprise[$0].flags.contains(.withdrawn) }
        var results: [ComparisonResult] = []
        if let total = newest(government).first {
            results.append(
                sum(
                    government[total].view, over: held.map { enterprise[$0].view }, isOwnSum: true, enterprise: last,
                    government: total, rule: .registryAuthority))
        }
        guard plan.payment != nil else { return results }
        // The payment's three slots stand behind those of the fields and of the day.
        let first = plan.fields.count + (plan.asOf == nil ? 0 : 1)
        var due: (day: Int64, index: Int)?
        for index in held {
            let statement = enterprise[index]
            guard let day = statement.view.number(first), let owed = statement.view.number(first + 1) else { continue }
            let (open, overflows) = owed.subtractingReportingOverflow(statement.view.number(first + 2) ?? 0)
            guard overflows || open > SubjectComparison.cent else { continue }
            if due.map({ day < $0.day }) ?? true { due = (day, index) }
        }
        if let due {
            var result = ComparisonResult(
                kind: .mismatch, pair: SubjectComparison.paymentPair, enterprise: due.index, rule: .unpaidByDueDate)
            result.due = Int32(clamping: due.day)
            result.isOnPayment = true
            results.append(result)
        }
        return results
    }

    /// The newest of the enterprise's records against all of the counterpart up to the day it names.
    private func compareCounterpartSum(_ enterprise: [ComparedStatement], _ government: [ComparedStatement])
        -> [ComparisonResult]
    {
        guard let last = newest(enterprise).first else { return [] }
        let report = enterprise[last]
        let day = plan.asOf.flatMap { _ in report.view.number(plan.fields.count) }
        var held: [Int] = []
        // Ended after that day. The row of an end bears the day of the end: when the part began, and so whether it was held on that day, nothing
        // says.
        var unknown: [Int] = []
        for (index, part) in government.enumerated() {
            let isWithdrawn = part.flags.contains(.withdrawn)
            let isLater = day.map { (part.view.number(plan.fields.count) ?? .min) > $0 } ?? false
            if isWithdrawn, isLater { unknown.append(index) }
            if !isWithdrawn, !isLater { held.append(index) }
        }
        func compared(_ parts: [Int]) -> ComparisonResult? {
            guard let newest = parts.max(by: { government[$0].isOlder(than: government[$1]) }) else { return nil }
            return sum(
                report.view, over: parts.map { government[$0].view }, isOwnSum: false, enterprise: last,
                government: newest, rule: isCounterpartSelfDisclosed ? .ownDisclosures : .registryAuthority)
        }
        guard var result = compared(held + unknown) else { return [] }
        guard result.kind == .mismatch, !unknown.isEmpty else { return [result] }
        if let without = compared(held), without.kind != .mismatch { return [without] }
        // A mismatch that hangs on what nobody told is held against nobody.
        result.kind = .notComparable
        result.rule = .unknownOnDay
        result.differences = []
        return [result]
    }

    /// - Parameters:
    ///   - total: the one record; `views`: the many.
    ///   - isOwnSum: whether the many are the enterprise's.
    private func sum(
        _ total: RoleView, over views: [RoleView], isOwnSum: Bool, enterprise: Int, government: Int,
        rule: AttributionRule
    ) -> ComparisonResult {
        var result = ComparisonResult(
            kind: .match, pair: Comparables.subjectPair, enterprise: enterprise, government: government)
        var compared = 0
        for (field, pair) in plan.fields.enumerated() {
            if pair.comparator == .set {
                let one = total.members(field)
                let many = views.reduce(into: Set<Int64>()) { $0.formUnion($1.members(field)) }
                guard !one.isEmpty, !many.isEmpty else { continue }
                compared += 1
                if one != many {
                    // How many only the one names, and how many only the others.
                    let (more, less) = (Int64(one.subtracting(many).count), Int64(many.subtracting(one).count))
                    result.differences.append(
                        SlotDifference(
                            field: field, enterprise: isOwnSum ? less : more, government: isOwnSum ? more : less))
                }
                continue
            }
            let parts = views.compactMap { $0.number(field) }
            guard let one = total.number(field), !parts.isEmpty, let many = SubjectComparison.sum(parts) else {
                continue
            }
            compared += 1
            if !SlotComparison.agree(one, many, tolerance: pair.tolerance) {
                result.differences.append(
                    SlotDifference(field: field, enterprise: isOwnSum ? many : one, government: isOwnSum ? one : many))
            }
        }
        if !result.differences.isEmpty {
            result.kind = .mismatch
            result.rule = rule
        } else if compared == 0 {
            result.kind = .notComparable
            result.rule = .noCommonField
        }
        return result
    }

    /// nil for a sum that no amount of money is.
    private static func sum(_ parts: [Int64]) -> Int64? {
        Int64(exactly: parts.reduce(Int128(0)) { $0 + Int128($1) })
    }

    /// 0.01 元 in millionths.
    private static let cent: Int64 = 10_000
    /// The pair of a subject's payments: apart from the sum of what it subscribed.
    private static let paymentPair: Int64 = 2
}

/// Finds the counterpart of a pair, each once; by a table where a subject has many records.
private struct PairSearch {
    var isTaken: [Bool]
    /// The last ones first.
    private var table: [Int64: [Int]] = [:]
    private static let few = 32

    init(_ statements: [ComparedStatement]) {
        isTaken = [Bool](repeating: false, count: statements.count)
        guard statements.count > PairSearch.few else { return }
        for index in statements.indices.reversed() { table[statements[index].view.pair, default: []].append(index) }
    }

    mutating func take(_ pair: Int64, among statements: [ComparedStatement]) -> Int? {
        let found =
            statements.count > PairSearch.few
            ? table[pair]?.popLast()
            : statements.indices.first { !isTaken[$0] && statements[$0].view.pair == pair }
        if let found { isTaken[found] = true }
        return found
    }
}

extension ComparedStatement {
    /// By version, then by receipt.
    func isOlder(than other: ComparedStatement) -> Bool {
        (version, received, submission, row) < (other.version, other.received, other.submission, other.row)
    }
}

extension RoleView {
    /// The members of a list's slot.
    func members(_ slot: Int) -> Set<Int64> {
        let (count, at) = self.slot(slot)
        return members(at: at, count)
    }

    func members(at place: Int, _ count: Int) -> Set<Int64> { Set((0..<count).lazy.map { hash(place, $0) }) }
}
