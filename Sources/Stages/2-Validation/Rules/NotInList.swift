import Bytes
package import Model

/// A value is neither a code nor a label of the field's code list.
///
/// A code becomes its label, a label in another width the one the list has. Several values in one cell, separated by `；` `;` `，`
/// `,` `、` `|`, are judged one by one.
package struct NotInList: Rule {
    package static let facts = [
        RuleFacts(
            id: "not-in-list", severity: .error, dimension: .conformity,
            chinese: "值不在代码表中", english: "The value is neither a code nor a label of the field's list",
            mendChinese: "按代码表填写代码或名称", mendEnglish: "Use a code or a label of the list",
            source: "Mappings/codes；双公示数据标准（2018）")
    ]

    private let fields: [(field: Int, list: PreparedList)]
    private let rule = RuleNumber("not-in-list")

    package init?(_ context: RuleContext) {
        fields = context.item.fields.indices.compactMap { index in
            let field = context.item.fields[index]
            // A region stays a code, and has rules of its own.
            guard field.type != .region, let list = field.list.flatMap({ context.lists[$0] }) else { return nil }
            return (index, list)
        }
        if fields.isEmpty { return nil }
    }

    package func check(_ batch: Batch, _ report: FindingReport) {
        for (field, list) in fields {
            let cells = batch.cells + field * batch.capacity
            var column = Column(batch, field)
            // What stood in the last row that is in the list, and what the cell became.
            var previous = Cell.absent
            var previousValue = ByteSlice.empty
            var result = Cell.absent
            var asked = 0
            for row in 0..<batch.count where column.length(row) > 0 {
                asked &+= 1
                let value = column[row]
                if previous.length > 0, same(value, previousValue) {
                    cells[row] = result
                    continue
                }
                let cell = cells[row]
                guard mend(batch, report, field, row, list) else {
                    let names = list.labels.count <= 12 ? list.entries.map(\.label).joined(separator: "、") : list.id
                    report.fail(
                        rule, batch, row, field: field, expected: names, suggestion: list.nearest(to: value.string))
                    continue
                }
                column = Column(batch, field)
                previous = cell
                previousValue = ByteSlice(
                    base: UnsafePointer(batch.text.base) + Int(cell.start), count: Int(cell.length))
                result = cells[row]
            }
            report.asked(rule, asked)
        }
    }

    /// Makes the cell hold labels; false where a value is not in the list.
    private func mend(
        _ batch: Batch, _ report: FindingReport, _ field: Int, _ row: Int, _ list: PreparedList
    ) -> Bool {
        let value = batch.value(field, row)
        switch list.match(value, report.scratch) {
        case .label: return true
        case .replace(let entry):
            list.labels[entry].withSlice { batch.replace(field, row, with: $0) }
            return true
        case .none: break
        }
        let parts = NotInList.parts(value.string)
        guard parts.count > 1 else { return false }
        var labels: [String] = []
        for part in parts {
            switch part.withSlice({ list.match($0, report.scratch) }) {
            case .none: return false
            case .label: labels.append(part)
            case .replace(let entry): labels.append(list.entries[entry].label)
            }
        }
        batch.replace(field, row, with: labels.joined(separator: "；"))
        return true
    }

    private static func parts(_ text: String) -> [String] {
        let separators: Set<Character> = ["；", ";", "，", ",", "、", "|"]
        return text.split { separators.contains($0) }.map { part in
            String(part).withSlice { trimmed($0).string }
        }
    }
}

extension PreparedList {
    /// The one label that holds the value or is held by it; empty where there is none or more than one.
    func nearest(to value: String) -> String {
        guard !value.isEmpty else { return "" }
        let near = entries.filter { !$0.label.isEmpty && ($0.label.contains(value) || value.contains($0.label)) }
        return Set(near.map(\.label)).count == 1 ? near[0].label : ""
    }
}
