/// What is wrong with a timetable as it is written: facts; the wording stands below.
package enum TimetableMistake: Error, Sendable, Equatable {
    /// Neither five fields nor a rule of working days.
    case fieldCount(Int)
    case unknownMacro(String)
    case field(CronField, Part)
    /// Says 工作日 or working day, but not in a form that is known.
    case ruleForm
    /// The number of a working day.
    case ordinal(Int)
    case timeOfDay(String)
    /// No day of any year matches.
    case never

    /// What is wrong with one part of a cron field.
    package enum Part: Sendable, Equatable {
        case empty
        case unknown(String)
        case outOfRange(String)
        case backwards(String)
        case step(String)
    }

    package var chinese: String { wording.chinese }
    package var english: String { wording.english }

    /// A name that is not known, and those it may have been meant for.
    package var unknownName: (name: String, known: [String])? {
        switch self {
        case .unknownMacro(let text): (text, CronExpression.macros.map(\.0))
        case .field(let field, .unknown(let text)): (text, field.names)
        default: nil
        }
    }

    private var wording: (chinese: String, english: String) {
        switch self {
        case .fieldCount(let count):
            (
                "应为五段 cron（分 时 日 月 星期），或“每月第3个工作日 09:00”；此处有 \(count) 段",
                "expected five cron fields (minute hour day month weekday) or “3rd working day of the month, 09:00”; found \(count) fields"
            )
        case .unknownMacro(let text):
            (
                "未知的 \(text)；可用 \(CronExpression.macros.map(\.0).joined(separator: " "))",
                "unknown \(text); known are \(CronExpression.macros.map(\.0).joined(separator: " "))"
            )
        case .field(let field, let part):
            (
                "\(field.chinese)一段：\(Self.wording(part).chinese)；可用 \(field.allowed)",
                "\(field.english): \(Self.wording(part).english); allowed are \(field.allowed)"
            )
        case .ruleForm:
            (
                "应如“每月第3个工作日 09:00”或“每月最后一个工作日 17:30”",
                "expected “3rd working day of the month, 09:00” or “last working day of the month, 17:30”"
            )
        case .ordinal(let number):
            ("第 \(number) 个工作日：应为 1 至 23", "working day \(number): expected 1 to 23")
        case .timeOfDay(let text): ("时刻“\(text)”：应为 00:00 至 23:59", "time “\(text)”: expected 00:00 to 23:59")
        case .never: ("没有这样的日子，永不执行", "there is no such day; it never comes")
        }
    }

    private static func wording(_ part: Part) -> (chinese: String, english: String) {
        switch part {
        case .empty: ("有一项为空", "a value is missing")
        case .unknown(let text): ("“\(text)”既不是数字也不是名称", "“\(text)” is neither a number nor a name")
        case .outOfRange(let text): ("\(text) 超出范围", "\(text) is out of range")
        case .backwards(let text): ("范围 \(text) 前大后小", "the range \(text) runs backwards")
        case .step(let text): ("步长“\(text)”应为正整数", "the step “\(text)” must be a positive number")
        }
    }
}
