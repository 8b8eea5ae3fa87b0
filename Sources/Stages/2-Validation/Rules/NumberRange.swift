import Bytes
package import Model

/// A number lies below the field's minimum or above its maximum.
package struct NumberRange: Rule {
    package static let facts = [
        RuleFacts(
            id: "number-range", severity: .error, dimension: .accuracy,
            chinese: "数值超出允许范围", english: "The number lies outside the field's range",
            mendChinese: "核对数值和单位（元、万元）", mendEnglish: "Check the number and its unit (元, 万元)",
            source: "Mappings/catalogue：min、max_value")
    ]

    private let fields: [(field: Int, minimum: Int64, maximum: Int64, expected: String)]
    private let rule = RuleNumber("number-range")

    package init?(_ context: RuleContext) {
        fields = context.fields { $0.type.isNumeric && ($0.minimum != nil || $0.maximum != nil) }.map { index in
            let field = context.item.fields[index]
            let bounds = [
                field.minimum.map { "≥ \(NumberRange.text($0))" }, field.maximum.map { "≤ \(NumberRange.text($0))" },
            ]
            return (
                index, field.minimum ?? Int64.min, field.maximum ?? Int64.max,
                bounds.compactMap { $0 }.joined(separator: "，")
            )
        }
        if fields.isEmpty { return nil }
    }

    package func check(_ batch: Batch, _ report: FindingReport) {
        for (field, minimum, maximum, expected) in fields where report.notes.present[field] > 0 {
            let numbers = Numbers(batch, field)
            var asked = 0
            for row in 0..<batch.count where isNumber(numbers[row]) {
                asked &+= 1
                guard numbers[row] < minimum || numbers[row] > maximum else { continue }
                report.fail(rule, batch, row, field: field, expected: expected)
            }
            report.asked(rule, asked)
        }
    }

    private static func text(_ millionths: Int64) -> String {
        let buffer = ByteBuffer()
        NumberText.appendDecimal(millionths, to: buffer)
        return buffer.all.string
    }
}
