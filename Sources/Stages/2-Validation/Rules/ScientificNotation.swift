import Bytes
package import Model

/// Excel has turned a long number into `3.30184E+14`: its digits are lost.
///
/// Looks at identifiers, document numbers, personal numbers, dates and amounts.
package struct ScientificNotation: Rule {
    package static let facts = [
        RuleFacts(
            id: "scientific-notation", severity: .error, dimension: .accuracy,
            chinese: "被 Excel 转成了科学计数法，原有数字已丢失",
            english: "Excel has put the number into scientific notation; digits are lost",
            mendChinese: "在 Excel 中先把该列设为“文本”格式，从原系统重新导出后再报送，勿在现有文件上改格式",
            mendEnglish:
                "Export again from the source with the column formatted as text; reformatting this file brings nothing back",
            source: "domain §9")
    ]

    private let fields: [Int]
    private let rule = RuleNumber("scientific-notation")

    package init?(_ context: RuleContext) {
        fields = context.fields {
            $0.type.isCodeLike || $0.type == .documentNumber || $0.sensitivity == .personal && $0.type == .text
        }
        if fields.isEmpty { return nil }
    }

    package func check(_ batch: Batch, _ report: FindingReport) {
        for field in fields {
            let column = Column(batch, field)
            var asked = 0
            for row in 0..<batch.count {
                let length = column.length(row)
                if length == 0 { continue }
                asked &+= 1
                guard length >= 5 && length <= 32 else { continue }
                let base = column.start(row)
                guard base[0] &- 0x30 <= 9,
                    ScientificNotation.isSign(base[length - 3]) || ScientificNotation.isSign(base[length - 4]),
                    isScientific(column[row])
                else { continue }
                report.fail(rule, batch, row, field: field)
            }
            report.asked(rule, asked)
        }
    }

    @inline(__always)
    private static func isSign(_ byte: UInt8) -> Bool { byte == 0x2B || byte == 0x2D }
}
