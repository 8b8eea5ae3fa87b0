/// The numbers that one field of a cron expression names, a bit each.
struct CronBits: Sendable {
    private var bits: UInt64 = 0
    /// Whether the field begins with `*`, which Vixie cron takes for "any day", steps or not.
    let isStar: Bool

    /// Reads one field: a list of values, ranges and `*`, each with an optional step.
    init(_ text: Substring, _ field: CronField) throws(TimetableMistake) {
        let isDay = field == .dayOfMonth || field == .dayOfWeek
        isStar = text.hasPrefix("*") || (isDay && text == "?")
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let (numbers, step) = try Self.range(part, field, isDay: isDay)
            for number in stride(from: numbers.lowerBound, through: numbers.upperBound, by: step) {
                bits |= 1 << UInt64(field == .dayOfWeek ? number % 7 : number)
            }
        }
    }

    func contains(_ number: Int) -> Bool { bits & (1 << UInt64(number)) != 0 }

    /// The smallest number that is not below `start`, which is at most 63.
    func first(from start: Int) -> Int? {
        let rest = bits >> UInt64(start)
        return rest == 0 ? nil : start + rest.trailingZeroBitCount
    }

    private static func range(
        _ part: Substring, _ field: CronField, isDay: Bool
    ) throws(TimetableMistake) -> (ClosedRange<Int>, step: Int) {
        let halves = part.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        var step: Int?
        if halves.count == 2 {
            guard let number = number(halves[1]), number > 0 else { throw .field(field, .step(String(halves[1]))) }
            step = number
        }
        let base = halves[0]
        if base == "*" || (isDay && base == "?") { return (field.whole, step ?? 1) }
        let ends = base.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let low = try value(ends[0], field)
        guard ends.count == 2 else { return (low...(step == nil ? low : max(low, field.whole.upperBound)), step ?? 1) }
        var high = try value(ends[1], field)
        if field == .dayOfWeek, high == 0, low > 0, ends[1].lowercased() == "sun" { high = 7 }
        guard low <= high else { throw .field(field, .backwards(String(base))) }
        return (low...high, step ?? 1)
    }

    private static func value(_ text: Substring, _ field: CronField) throws(TimetableMistake) -> Int {
        guard !text.isEmpty else { throw .field(field, .empty) }
        if let number = number(text) {
            guard field.range.contains(number) else { throw .field(field, .outOfRange(String(text))) }
            return number
        }
        guard let index = field.names.firstIndex(of: text.lowercased()) else {
            throw .field(field, .unknown(String(text)))
        }
        return field.range.lowerBound + index
    }

    /// A number of one to four ASCII digits.
    private static func number(_ text: Substring) -> Int? {
        guard (1...4).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(text)
    }
}
