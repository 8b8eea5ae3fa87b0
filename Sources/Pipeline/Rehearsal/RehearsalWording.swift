import Model
import Reporting
import Validation

/// Words findings for the examples, each in the terms of its own side's catalogue.
///
/// Findings are masked where they arise, by the catalogue that is in force. A changed catalogue or mapping may call public what is private
/// today; until it counts, no such value is shown: of a field that either side calls personal, of a row that either side withholds, and of the
/// party's name where today's rules do not show it too (it may be a natural person's).
struct RehearsalWording {
    private let items: (before: [String: Item], after: [String: Item])
    /// `item/field` of what either side calls personal.
    private let personal: Set<String>
    /// `item/field` of what may be a natural person's name.
    private let names: Set<String>

    init(before: Catalogue, after: Catalogue) {
        func byID(_ catalogue: Catalogue) -> [String: Item] {
            Dictionary(uniqueKeysWithValues: catalogue.items.map { ($0.id, $0) })
        }
        items = (byID(before), byID(after))
        personal = Set(
            (before.items + after.items).flatMap { item in
                item.fields.filter { $0.sensitivity == .personal }.map { "\(item.id)/\($0.name)" }
            })
        names = Set(
            before.items.compactMap { item in
                guard item.naturalPerson != nil else { return nil }
                return item.subject.name.map { "\(item.id)/\(item.fields[$0].name)" }
            })
    }

    /// Findings of one row on both sides.
    struct Row {
        var before: [Finding]
        var after: [Finding]
        var change: Change
    }

    func before(_ row: Row, item: String?) -> [RehearsedExample.Finding] {
        row.before.map { worded($0, item.flatMap { items.before[$0] }, isHidden: row.isWithheld) }
    }

    func after(_ row: Row, item: String?) -> [RehearsedExample.Finding] {
        row.after.map { finding in
            let isName = finding.field.map { names.contains("\(item ?? "")/\($0)") } ?? false
            let isShownToday = row.before.contains { ($0.field, $0.value) == (finding.field, finding.value) }
            return worded(
                finding, item.flatMap { items.after[$0] }, isHidden: row.isWithheld || (isName && !isShownToday))
        }
    }

    private func worded(_ finding: Finding, _ item: Item?, isHidden: Bool) -> RehearsedExample.Finding {
        var finding = finding
        let isPersonal = item.flatMap { item in finding.field.map { personal.contains("\(item.id)/\($0)") } } ?? false
        if isHidden || isPersonal {
            finding.value = finding.value.isEmpty ? "" : "**"
            finding.suggestion = ""
        }
        let words = wording(finding, item: item)
        return RehearsedExample.Finding(
            rule: finding.rule, severity: finding.severity, chinese: words.chinese, english: words.english)
    }
}

extension RehearsalWording.Row {
    fileprivate var isWithheld: Bool { change.before == .withheld || change.after == .withheld }
}
