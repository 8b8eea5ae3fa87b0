import Bytes
import Comparison
import Consolidation
import Model

/// Gives the values of statements for what people read of a case; they may come from the archive.
protocol CaseValues: AnyObject {
    /// The values of some fields of a statement as they may be shown; nil where they can no longer be read.
    func cells(of statement: CurrentStatement, fields: [Int], subject: [UInt8]) throws -> [String: String]?
}

/// The differing fields of a case with both values and the difference, as JSON for the ledger; values are those that may be shown.
struct CaseText {
    let prepared: PreparedComparison

    func of(_ result: ComparisonResult, enterprise: [String: String], government: [String: String]) -> String {
        if result.isOnPayment { return payment(enterprise) }
        return JSONText.of(
            result.differences.map { difference in
                let pair = prepared.comparison.plan.fields[difference.field]
                let own = prepared.item.fields[pair.selfField]
                let other = prepared.counterpart.fields[pair.counterpartField]
                // A sum stands in no record: it is the number that was compared.
                let isSum = pair.comparator == .sum
                // Members may be persons: how many are only on the one side, and only on the other.
                if pair.comparator == .set {
                    return [
                        "field": own.name, "enterprise": CaseText.alone(difference.enterprise),
                        "government": CaseText.alone(difference.government), "difference": "",
                    ]
                }
                return [
                    "field": own.name,
                    "enterprise": isSum ? CaseText.amount(difference.enterprise, own) : enterprise[own.name] ?? "",
                    "government": isSum ? CaseText.amount(difference.government, other) : government[other.name] ?? "",
                    "difference": CaseText.gap(difference, pair.comparator),
                ]
            })
    }

    /// The fields of both sides whose values the text shows; that of a sum or a set shows none.
    func fields(of result: ComparisonResult) -> (enterprise: [Int], government: [Int]) {
        let plan = prepared.comparison.plan
        if result.isOnPayment { return (plan.payment.map { [$0.owed, $0.paid] } ?? [], []) }
        let shown = result.differences.map { plan.fields[$0.field] }.filter { ![.sum, .set].contains($0.comparator) }
        return (shown.map(\.selfField), shown.map(\.counterpartField))
    }

    /// The government's values of the differing fields as an earlier text of the case has them; nil where it lacks one.
    func governmentValues(of result: ComparisonResult, in text: String) -> [String: String]? {
        guard let noted = JSONText.objects(text) else { return nil }
        var values: [String: String] = [:]
        for difference in result.differences {
            let pair = prepared.comparison.plan.fields[difference.field]
            let own = prepared.item.fields[pair.selfField].name
            guard let value = noted.first(where: { $0["field"] == own })?["government"] else { return nil }
            values[prepared.counterpart.fields[pair.counterpartField].name] = value
        }
        return values
    }

    /// What is owed and what is paid of a contribution.
    private func payment(_ enterprise: [String: String]) -> String {
        guard let payment = prepared.comparison.plan.payment else { return "[]" }
        let fields = prepared.item.fields
        let (owed, paid) = (fields[payment.owed].name, fields[payment.paid].name)
        return JSONText.of([
            [
                "field": paid, "enterprise": enterprise[paid] ?? "", "government": enterprise[owed] ?? "",
                "difference": "",
            ]
        ])
    }

    private static func alone(_ count: Int64?) -> String {
        count.map { $0 == 0 ? "没有对方所无的" : "\($0) 项为对方所无" } ?? ""
    }

    private static func amount(_ value: Int64?, _ field: Field) -> String {
        guard let value else { return "" }
        let isTenThousand = field.type == .money && field.unit == .tenThousandYuan
        return decimal(value, scale: isTenThousand ? 10 : 6) + (isTenThousand ? " 万元" : " 元")
    }

    private static func gap(_ difference: SlotDifference, _ comparator: Comparator) -> String {
        guard let one = difference.enterprise, let other = difference.government else { return "" }
        let (gap, overflows) = one.subtractingReportingOverflow(other)
        guard !overflows else { return "" }
        switch comparator {
        case .date:
            let isOpen = [one, other].contains(Int64(Comparables.openEnd))
            return isOpen ? "" : "\(gap) 天"
        case .money, .sum: return decimal(gap, scale: 6) + " 元"
        default: return decimal(gap, scale: 6)
        }
    }

    /// `value` without the last `scale` digits before the decimal point; zeros at the end are left out.
    private static func decimal(_ value: Int64, scale: Int) -> String {
        let digits = String(value.magnitude)
        let padded = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
        var fraction = padded.suffix(scale)
        while fraction.last == "0" { fraction.removeLast() }
        let whole = padded.dropLast(scale)
        return (value < 0 ? "-" : "") + whole + (fraction.isEmpty ? "" : ".\(fraction)")
    }
}
