/// The unit that an amount of money is given in.
package enum MoneyUnit: UInt8, CaseIterable, Sendable {
    /// 元, or one unit of the currency.
    case yuan
    /// 万元, or ten thousand units of the currency.
    case tenThousand
}

/// What a text with an amount of money says.
package enum MoneyVerdict: Equatable, Sendable {
    /// Millionths of the unit as given; the unit and the currency are nil where the text does not name them.
    case value(millionths: Int64, unit: MoneyUnit?, currency: CurrencyText?)
    case scientific
    case tooBig
    case notANumber
}

extension NumberText {
    /// Reads an amount such as `1,000(万元人民币)`, `60万人民币`, `5()` or `3,700(万元（人民币）)`.
    ///
    /// The words around the number may come in any order, with brackets and white space; any unknown word, and two different
    /// currencies, make the text no number. 亿元 is told as 万元 × 10⁴, which loses nothing. `元/万元` names no unit.
    package static func parseMoney(_ slice: ByteSlice) -> MoneyVerdict {
        let text = trimmed(slice)
        guard text.count <= longestText else { return .notANumber }
        if !needsHalfWidth(text) { return moneyVerdict(text) }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: longestText) { room in
            let length = writeHalfWidth(text, to: room.baseAddress!)
            return moneyVerdict(ByteSlice(base: UnsafePointer(room.baseAddress!), count: length))
        }
    }

    private static func moneyVerdict(_ text: ByteSlice) -> MoneyVerdict {
        var words = MoneyWords()
        guard let start = words.read(text, from: 0), start < text.count else { return .notANumber }
        let number = scanDecimal(text, from: start)
        switch number.verdict {
        case .notANumber: return .notANumber
        case .scientific: return .scientific
        case .tooBig: return .tooBig
        case .value(let millionths, _):
            guard words.read(text, from: number.end) == text.count else { return .notANumber }
            guard words.isHundredMillion else {
                return .value(millionths: millionths, unit: words.unit, currency: words.currency)
            }
            let scaled = millionths.multipliedReportingOverflow(by: 10_000)
            if scaled.overflow { return .tooBig }
            return .value(millionths: scaled.partialValue, unit: .tenThousand, currency: words.currency)
        }
    }
}

/// The words around an amount: units, currencies, brackets.
private struct MoneyWords {
    private(set) var currency: CurrencyText?
    private(set) var isHundredMillion = false
    private var isTenThousand = false
    private var isYuan = false
    private var isUndecided = false

    var unit: MoneyUnit? {
        if isUndecided { return nil }
        return isTenThousand ? .tenThousand : isYuan ? .yuan : nil
    }

    /// Takes words from `start` on; returns where they end, or nil where they contradict one another.
    mutating func read(_ text: ByteSlice, from start: Int) -> Int? {
        var index = start
        while index < text.count {
            let byte = text.base[index]
            if isASCIISpace(byte) || byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")") {
                index += 1
            } else if text.matches("元/万元", at: index) {
                isUndecided = true
                index += 10
            } else if text.matches("万", at: index) {
                isTenThousand = true
                index += 3
            } else if text.matches("亿", at: index) {
                isHundredMillion = true
                index += 3
            } else if text.matches("元", at: index) || text.matches("圆", at: index) {
                isYuan = true
                index += 3
            } else if text.matches("整", at: index) {
                index += 3
            } else if let (found, length) = CurrencyText.match(text, at: index) {
                if let currency, currency != found { return nil }
                currency = found
                index += length
            } else {
                break
            }
        }
        return isTenThousand && isHundredMillion ? nil : index
    }
}
