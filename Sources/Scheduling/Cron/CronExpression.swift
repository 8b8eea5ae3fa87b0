/// A cron expression of five fields, as in Vixie cron (crontab(5)): names, lists, ranges, steps and the macros.
///
/// Where both day fields are restricted, either one fires; a day field that begins with `*` is unrestricted, `*/2` too, and then
/// both have to match. Beyond Vixie: `5/15` is `5-59/15`, `?` in a day field is `*`, and a range of weekdays may end in `sun`.
package struct CronExpression: Sendable, Hashable {
    /// As it was written.
    package let text: String
    let minutes: CronBits
    let hours: CronBits
    private let daysOfMonth: CronBits
    private let months: CronBits
    private let daysOfWeek: CronBits
    private let isEitherDay: Bool

    /// The macros and what they stand for; `@reboot` has no time and is none.
    static let macros = [
        ("@yearly", "0 0 1 1 *"), ("@annually", "0 0 1 1 *"), ("@monthly", "0 0 1 * *"), ("@weekly", "0 0 * * 0"),
        ("@daily", "0 0 * * *"), ("@midnight", "0 0 * * *"), ("@hourly", "0 * * * *"),
    ]

    package init(_ text: String) throws(TimetableMistake) {
        self.text = text
        var words = text.split { $0 == " " || $0 == "\t" }
        if let word = words.first, word.hasPrefix("@") {
            guard words.count == 1, let macro = Self.macros.first(where: { $0.0 == word.lowercased() }) else {
                throw .unknownMacro(text)
            }
            words = macro.1.split(separator: " ")
        }
        guard words.count == CronField.allCases.count else { throw .fieldCount(words.count) }
        minutes = try CronBits(words[0], .minute)
        hours = try CronBits(words[1], .hour)
        daysOfMonth = try CronBits(words[2], .dayOfMonth)
        months = try CronBits(words[3], .month)
        daysOfWeek = try CronBits(words[4], .dayOfWeek)
        isEitherDay = !daysOfMonth.isStar && !daysOfWeek.isStar
    }

    /// - Parameter month: 1…12
    func fires(inMonth month: Int) -> Bool { months.contains(month) }

    /// Whether it fires on a day, counted from 1970-01-01, that is the `dayOfMonth`-th of a month in which it fires.
    func fires(on day: Int, dayOfMonth: Int) -> Bool {
        let inMonth = daysOfMonth.contains(dayOfMonth)
        // 1970-01-01 was a Thursday.
        let inWeek = daysOfWeek.contains(((day + 4) % 7 + 7) % 7)
        return isEitherDay ? inMonth || inWeek : inMonth && inWeek
    }

    package static func == (left: CronExpression, right: CronExpression) -> Bool { left.text == right.text }
    package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
