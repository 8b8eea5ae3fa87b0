import Bytes
package import Model

/// A value only says that there is none (无, -, NULL, 0000, 企业选择不公示): it counts as absent.
///
/// Where 无 is a value (备注) it stays. A notice is given for identifiers and required fields only; elsewhere it would be noise.
package struct Placeholder: Rule {
    package static let facts = [
        RuleFacts(
            id: "placeholder", severity: .notice, dimension: .completeness,
            chinese: "以占位文字代替内容，按缺失处理", english: "The value is a placeholder and counts as absent",
            mendChinese: "有内容的请补填；确实没有的请留空",
            mendEnglish: "Fill the value in, or leave the cell empty where there is none", source: "domain §9")
    ]

    private let fields: [(field: Int, isTold: Bool)]
    private let rule = RuleNumber("placeholder")

    package init?(_ context: RuleContext) {
        fields = context.fields { !$0.mayBeNone }.map {
            let field = context.item.fields[$0]
            return ($0, field.isRequired || field.type.isIdentifier)
        }
        if fields.isEmpty { return nil }
    }

    package func check(_ batch: Batch, _ report: FindingReport) {
        for (field, isTold) in fields {
            let column = Column(batch, field)
            var asked = 0
            for row in 0..<batch.count where column.length(row) > 0 {
                asked &+= 1
                guard Placeholder.mayBeOne(column.start(row), column.length(row)) else { continue }
                let value = column[row]
                guard isPlaceholder(value) || value.equals("企业选择不公示") else { continue }
                if isTold { report.fail(rule, batch, row, field: field) }
                batch.clear(field, row)
            }
            if isTold { report.asked(rule, asked) }
        }
    }

    /// Whether the bytes can begin a placeholder; most values end here.
    @inline(__always)
    private static func mayBeOne(_ base: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        let first = base[0]
        if first >= 0x80 {
            guard count >= 3 else { return false }
            switch (first, base[1]) {
            // 不 企 待 无 暂 空
            case (0xE4, 0xB8), (0xE4, 0xBC), (0xE5, 0xBE), (0xE6, 0x97), (0xE6, 0x9A), (0xE7, 0xA9):
                return count <= 21
            default: return first == 0xE2 || first == 0xEF
            }
        }
        switch first {
        case UInt8(ascii: "0"): return count >= 4 && base[1] == UInt8(ascii: "0")
        case UInt8(ascii: "1")...UInt8(ascii: "9"): return false
        case UInt8(ascii: "N"), UInt8(ascii: "n"): return count <= 4
        default: return count <= 64
        }
    }
}
