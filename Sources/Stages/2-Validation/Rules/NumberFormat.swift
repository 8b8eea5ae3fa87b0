import Bytes
package import Model

/// A value of a number field is no number, has a fraction where it must be whole, or is no year of four digits.
package struct NumberFormat: Rule {
    package static let facts = [
        RuleFacts(
            id: "number-format", severity: .error, dimension: .conformity,
            chinese: "不是可识别的数字或金额", english: "The value is no number or amount",
            mendChinese: "只填阿拉伯数字，金额按栏目单位填写，不写大写或文字",
            mendEnglish: "Digits only, in the column's unit, without words", source: "GB/T 15835-2011；domain §9"),
        RuleFacts(
            id: "number-left-out", severity: .warning, dimension: .conformity,
            chinese: "不是可识别的数字或金额，该值未采用，其余各项照常归集",
            english: "The value is no number or amount; it is left out, the rest of the row is taken",
            mendChinese: "只填阿拉伯数字，金额按栏目单位填写，不写大写或文字",
            mendEnglish: "Digits only, in the column's unit, without words",
            source: "Documentation/Configuration.md, lenient"),
    ]

    private let fields: [(field: Int, expected: String)]
    private let lenient: Set<Int>
    private let rule = RuleNumber("number-format")
    private let leftOut = RuleNumber("number-left-out")

    package init?(_ context: RuleContext) {
        fields = context.fields { $0.type.isNumeric }.map { index in
            let field = context.item.fields[index]
            switch field.type {
            case .money: return (index, "0.000000（\(field.unit.rawValue)）")
            case .year: return (index, "YYYY")
            case .integer: return (index, "0")
            default: return (index, "0.000000")
            }
        }
        lenient = Set(context.fields { $0.isLenient })
        if fields.isEmpty { return nil }
    }

    package func check(_ batch: Batch, _ report: FindingReport) {
        for (field, expected) in fields {
            let rule = lenient.contains(field) ? leftOut : rule
            report.asked(rule, report.notes.present[field])
            forEachBadNumber(batch, report, field) { row in
                // That has a finding of its own, which says more.
                if isScientific(batch.value(field, row)) { return }
                report.fail(rule, batch, row, field: field, expected: expected)
                if lenient.contains(field) {
                    batch.clear(field, row)
                    batch.setNumber(field, row, Batch.noNumber)
                }
            }
        }
    }
}
