extension WorkingDayRule {
    /// Whether a text means to be a rule of working days rather than a cron expression.
    static func looksLike(_ text: String) -> Bool {
        let folded = text.lowercased()
        return ["work", "month", "工作日", "每月"].contains { folded.contains($0) && !folded.hasPrefix("@") }
    }

    /// Reads `3rd working day of the month, 09:00`, `last working day of the month, 17:30`, `2nd last …`; `每月第3个工作日 09:00`,
    /// `每月最后一个工作日 17:30`, `每月倒数第2个工作日 …`. Numbers may be Chinese; width, case and spaces do not matter.
    package init(_ text: String) throws(TimetableMistake) {
        let (day, clock) = try Self.split(Self.folded(text))
        guard let (number, isFromEnd) = Self.english(day) ?? Self.chinese(day) else { throw .ruleForm }
        guard (1...Self.most).contains(number) else { throw .ordinal(number) }
        let parts = clock.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...2).contains(parts[0].count), parts[1].count == 2, let hour = Int(parts[0]),
            let minute = Int(parts[1]), (0...23).contains(hour), (0...59).contains(minute)
        else { throw .timeOfDay(String(clock)) }
        self.text = text
        self.number = number
        self.isFromEnd = isFromEnd
        time = hour * 60 + minute
    }

    /// Lower case, half width, single spaces, commas as spaces.
    private static func folded(_ text: String) -> String {
        var result = ""
        for scalar in text.lowercased().unicodeScalars {
            switch scalar.value {
            case 0xFF01...0xFF5E:
                let half = Unicode.Scalar(UInt8(scalar.value - 0xFEE0))
                result.unicodeScalars.append(half == "," ? " " : half)
            case 0x3000, 0x3001, 0x2C, 0x09: result.append(" ")
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result.split(separator: " ").joined(separator: " ")
    }

    /// The day and the time, which is what stands from the last word with a colon on.
    private static func split(_ text: String) throws(TimetableMistake) -> (day: String, time: Substring) {
        let start = text.lastIndex { !($0.isASCII && ($0.isNumber || $0 == ":")) }.map { text.index(after: $0) }
        guard let start, start > text.startIndex, text[start...].contains(":") else { throw .ruleForm }
        var day = text[..<start].split(separator: " ")
        if day.last == "at" { day.removeLast() }
        return (day.joined(separator: " "), text[start...])
    }

    private static let words = ["first", "second", "third", "fourth", "fifth"]

    private static func english(_ day: String) -> (number: Int, isFromEnd: Bool)? {
        var words = day.split(separator: " ")[...]
        if words.first == "the" { words = words.dropFirst() }
        guard let ending = words.firstIndex(of: "working"),
            [["the"], ["each"], ["every"], ["a"]].contains(where: {
                words[ending...].elementsEqual(["working", "day", "of"] + $0 + ["month"])
            })
        else { return nil }
        var ordinal = words[..<ending]
        let isFromEnd = ordinal.last == "last"
        if isFromEnd { ordinal = ordinal.dropLast() }
        guard let word = ordinal.first else { return isFromEnd ? (1, true) : nil }
        guard ordinal.count == 1 else { return nil }
        if let index = Self.words.firstIndex(of: String(word)) { return (index + 1, isFromEnd) }
        let digits = word.prefix { $0.isASCII && $0.isNumber }
        guard ["st", "nd", "rd", "th"].contains(word[digits.endIndex...]), let number = Int(digits) else { return nil }
        return (number, isFromEnd)
    }

    private static func chinese(_ day: String) -> (number: Int, isFromEnd: Bool)? {
        var text = day.replacing(" ", with: "")[...]
        guard text.hasPrefix("每月"), text.hasSuffix("个工作日") else { return nil }
        text = text.dropFirst(2).dropLast(4)
        if text == "最后一" || text == "最后1" { return (1, true) }
        let isFromEnd = text.hasPrefix("倒数")
        if isFromEnd { text = text.dropFirst(2) }
        guard text.hasPrefix("第"), let number = number(text.dropFirst()) else { return nil }
        return (number, isFromEnd)
    }

    /// A number in digits, or Chinese up to 九十九.
    private static func number(_ text: Substring) -> Int? {
        if !text.isEmpty, text.allSatisfy({ $0.isASCII && $0.isNumber }) { return text.count <= 4 ? Int(text) : nil }
        let digits: [Character] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"]
        func digit(_ character: Character?) -> Int? { character.flatMap { digits.firstIndex(of: $0) } }
        guard let ten = text.firstIndex(of: "十") else { return text.count == 1 ? digit(text.first) : nil }
        let (before, after) = (text[..<ten], text[text.index(after: ten)...])
        guard before.count <= 1, after.count <= 1, let tens = before.isEmpty ? 1 : digit(before.first),
            let ones = after.isEmpty ? 0 : digit(after.first)
        else { return nil }
        return tens * 10 + ones
    }
}
