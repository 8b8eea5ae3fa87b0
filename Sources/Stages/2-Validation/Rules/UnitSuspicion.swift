import Bytes
package import Model

/// Two amounts of a row, or an amount and the text that tells of it, differ by exactly ten thousand: 元 may have been taken for 万元.
///
/// Nothing is rescaled. The texts looked at are the fields whose title has 内容; a text that names the amount itself clears it.
package struct UnitSuspicion: Rule {
    package static let facts = [
        RuleFacts(
            id: "unit-suspicion", severity: .warning, dimension: .accuracy,
            chinese: "金额与本行另一处恰好相差一万倍，疑似元与万元混用",
            english: "Two amounts of the row differ by exactly ten thousand: the unit may be mistaken",
            mendChinese: "按栏目单位核对金额；系统不会自行换算",
            mendEnglish: "Check the amount against the column's unit; nothing is rescaled",
            source: "domain §9")
    ]

    private let amounts: [(field: Int, scale: Int64)]
    private let texts: [Int]
    private let rule = RuleNumber("unit-suspicion")

    package init?(_ context: RuleContext) {
        amounts = context.fields { $0.type == .money }.map {
            ($0, context.item.fields[$0].unit == .tenThousandYuan ? 10_000 : 1)
        }
        texts = context.fields { $0.type == .text && $0.list == nil && $0.title.contains("内容") }
        if amounts.isEmpty || amounts.count == 1 && texts.isEmpty { return nil }
    }

    package func check(_ batch: Batch, _ report: FindingReport) {
        var asked = 0
        for (index, amount) in amounts.enumerated() where report.notes.present[amount.field] > 0 {
            for row in 0..<batch.count {
                guard let yuan = yuan(batch, amount, row) else { continue }
                asked &+= 1
                let isSuspect =
                    amounts[..<index].contains { other in
                        self.yuan(batch, other, row).map { isTenThousandfold(yuan, $0) } ?? false
                    } || texts.contains { contradicts(batch.value($0, row), yuan) }
                if isSuspect { report.fail(rule, batch, row, field: amount.field, expected: "× 10⁴ / ÷ 10⁴ ?") }
            }
        }
        report.asked(rule, asked)
    }

    /// The amount in millionths of a yuan; nil where there is none, or nothing.
    @inline(__always)
    private func yuan(_ batch: Batch, _ amount: (field: Int, scale: Int64), _ row: Int) -> Int64? {
        let number = batch.number(amount.field, row)
        guard isNumber(number), number > 0 else { return nil }
        let scaled = number.multipliedReportingOverflow(by: amount.scale)
        return scaled.overflow ? nil : scaled.partialValue
    }

    private func isTenThousandfold(_ one: Int64, _ other: Int64) -> Bool {
        one / 10_000 == other && one % 10_000 == 0 || other / 10_000 == one && other % 10_000 == 0
    }

    /// Whether the text names an amount ten thousand times more or less than `yuan`, and none that is the same.
    private func contradicts(_ text: ByteSlice, _ yuan: Int64) -> Bool {
        var isSuspect = false
        var index = 0
        while index < text.count {
            guard text.base[index] &- 0x30 <= 9 else {
                index += 1
                continue
            }
            let start = index
            while index < text.count, isPartOfNumber(text.base[index]) { index += 1 }
            guard let factor = factor(text[index..<text.count]),
                case .value(let millionths, _) = NumberText.parseDecimal(text[start..<index])
            else { continue }
            let named = millionths.multipliedReportingOverflow(by: factor)
            if named.overflow { continue }
            if named.partialValue == yuan { return false }
            if isTenThousandfold(named.partialValue, yuan) { isSuspect = true }
        }
        return isSuspect
    }

    private func isPartOfNumber(_ byte: UInt8) -> Bool {
        byte &- 0x30 <= 9 || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",")
    }

    /// 1 before 元, 10,000 before 万元, nil before anything else.
    private func factor(_ rest: ByteSlice) -> Int64? {
        if rest.count >= 3, rest[0..<3].equals("元") { return 1 }
        if rest.count >= 6, rest[0..<6].equals("万元") { return 10_000 }
        return nil
    }
}
