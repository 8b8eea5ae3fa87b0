/// Reads one date from half-width text that begins with a digit.
struct DateScanner {
    let text: ByteSlice
    private var index = 0

    init(text: ByteSlice) { self.text = text }

    var isAtEnd: Bool { index == text.count }

    var leadingDigits: Int {
        var end = index
        while end < text.count && isDigit(text.base[end]) { end += 1 }
        return end - index
    }

    /// 2016-4-11, 2016年4月11日 and the like.
    mutating func separatedDay() -> DateVerdict {
        let year = number(4)
        skipSpaces()
        let isChinese = take("年")
        var separator: UInt8 = 0
        if !isChinese {
            guard !isAtEnd else { return .notADate }
            separator = text.base[index]
            guard separator == UInt8(ascii: "-") || separator == UInt8(ascii: ".") || separator == UInt8(ascii: "/")
            else { return .notADate }
            index += 1
        }
        skipSpaces()
        guard let month = oneOrTwoDigits() else { return .notADate }
        skipSpaces()
        if isChinese {
            guard take("月") else { return .notADate }
        } else {
            guard !isAtEnd, text.base[index] == separator else { return .notADate }
            index += 1
        }
        skipSpaces()
        guard let day = oneOrTwoDigits() else { return .notADate }
        var mayRunOn = false
        if isChinese {
            let behindDay = index
            skipSpaces()
            mayRunOn = take("日") || take("号")
            if !mayRunOn { index = behindDay }
        }
        return time(mayRunOn: mayRunOn).verdict(year, month, day)
    }

    /// 20160411, or 20160411083000.
    mutating func compactDay(hasTime: Bool) -> DateVerdict {
        let year = number(4)
        let month = number(2)
        let day = number(2)
        guard hasTime else { return time(mayRunOn: false).verdict(year, month, day) }
        let hour = number(2)
        let minute = number(2)
        let second = number(2)
        guard isAtEnd else { return .notADate }
        let isTime = hour < 24 && minute < 60 && second <= 60
        return (isTime ? Time.valid(shift: 0) : .impossible).verdict(year, month, day)
    }

    enum Time {
        case valid(shift: Int32)
        case impossible
        case notATime

        func verdict(_ year: Int, _ month: Int, _ day: Int) -> DateVerdict {
            switch self {
            case .valid(let shift): DateText.shiftedVerdict(year, month, day, by: shift)
            case .impossible: .impossible
            case .notATime: .notADate
            }
        }
    }

    /// The rest of the text as a time of day, or nothing; `mayRunOn` where no space is needed before it.
    private mutating func time(mayRunOn: Bool) -> Time {
        if isAtEnd { return .valid(shift: 0) }
        let start = index
        skipSpaces()
        if isAtEnd { return .valid(shift: 0) }
        let hasMark = take("T") || take("t")
        guard hasMark || mayRunOn || index > start else { return .notATime }
        guard let hour = oneOrTwoDigits(), take(":"), let minute = oneOrTwoDigits() else { return .notATime }
        var second = 0
        if take(":") {
            guard let digits = oneOrTwoDigits() else { return .notATime }
            second = digits
            if take(".") {
                guard leadingDigits > 0 else { return .notATime }
                skipDigits()
            }
        }
        let isPossible = hour < 24 && minute < 60 && second <= 60
        skipSpaces()
        if isAtEnd { return isPossible ? .valid(shift: 0) : .impossible }
        if take("AM") || take("PM") {
            guard isAtEnd else { return .notATime }
            return isPossible && hour <= 12 ? .valid(shift: 0) : .impossible
        }
        guard let offset = zoneOffset(), isAtEnd else { return .notATime }
        guard isPossible, abs(offset) <= 18 * 60 else { return .impossible }
        let inChina = hour * 60 + minute - offset + 8 * 60
        return .valid(shift: inChina < 0 ? -1 : inChina >= 24 * 60 ? 1 : 0)
    }

    /// `Z`, `+08:00`, `+0800` or `+08` as minutes east of UTC; nil for anything else.
    private mutating func zoneOffset() -> Int? {
        if take("Z") || take("z") { return 0 }
        let isWest = take("-")
        guard isWest || take("+"), leadingDigits == 2 || leadingDigits == 4 else { return nil }
        var minutes = number(2) * 60
        _ = take(":")
        if leadingDigits == 2 { minutes += number(2) }
        return isWest ? -minutes : minutes
    }

    /// The next `length` bytes, which are digits, as a number.
    mutating func number(_ length: Int) -> Int {
        var value = 0
        for _ in 0..<length {
            value = value &* 10 &+ Int(text.base[index] &- 0x30)
            index += 1
        }
        return value
    }

    mutating func oneOrTwoDigits() -> Int? {
        let length = leadingDigits
        return length == 1 || length == 2 ? number(length) : nil
    }

    mutating func skipDigits() { index += leadingDigits }

    mutating func skipSpaces() {
        while index < text.count && isASCIISpace(text.base[index]) { index += 1 }
    }

    /// Steps over `mark` if it comes next.
    mutating func take(_ mark: StaticString) -> Bool {
        guard text.matches(mark, at: index) else { return false }
        index += mark.utf8CodeUnitCount
        return true
    }
}
