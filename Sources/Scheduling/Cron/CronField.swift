/// One of the five fields of a cron expression, in their order.
package enum CronField: Int, CaseIterable, Sendable {
    case minute, hour, dayOfMonth, month, dayOfWeek

    /// The numbers that may be written; 0 and 7 are both Sunday.
    package var range: ClosedRange<Int> {
        switch self {
        case .minute: 0...59
        case .hour: 0...23
        case .dayOfMonth: 1...31
        case .month: 1...12
        case .dayOfWeek: 0...7
        }
    }

    /// What `*` and an open step (`5/15`) reach up to.
    var whole: ClosedRange<Int> { self == .dayOfWeek ? 0...6 : range }

    /// Names that stand for the numbers from the range's lower bound on.
    package var names: [String] {
        switch self {
        case .month: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        case .dayOfWeek: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
        case .minute, .hour, .dayOfMonth: []
        }
    }

    var chinese: String { ["分钟", "小时", "日", "月", "星期"][rawValue] }
    var english: String { ["minute", "hour", "day of month", "month", "day of week"][rawValue] }

    /// `1-12, jan-dec`
    var allowed: String {
        let numbers = "\(range.lowerBound)-\(range.upperBound)"
        guard let first = names.first, let last = names.last else { return numbers }
        return "\(numbers), \(first)-\(last)"
    }
}
