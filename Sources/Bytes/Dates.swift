/// What the text of a date field says.
package enum DateVerdict: Equatable, Sendable {
    /// Nothing but white space.
    case absent
    /// A day, counted from 1970-01-01; canonical where the text was `YYYY-MM-DD` already.
    case day(Int32, isCanonical: Bool)
    /// No end: 长期, 永久, 无固定期限, 9999-12-31, 2099-12-31.
    case openEnd
    /// 1900-01-01, which systems write where they know no date.
    case unknownPast
    /// A serial of Excel's 1900 system, already turned into days since 1970-01-01; a day of the 1904 system is 1462 later.
    case excelSerial(Int32)
    /// The form of a date or time, but no such day or time.
    case impossible
    case notADate
}

/// Dates as departments write them. Days count from 1970-01-01 in the proleptic Gregorian calendar, years 1–9999.
package enum DateText {
    /// The Excel serials that count as dates: 1954-10-03 to 2064-04-08.
    package static let plausibleSerials = 20000...60000

    /// Reads 2008-6-16, 2016.4.11, 2016/4/11, 20160411, 2016年4月11日, each also in full width and with a time of day behind it,
    /// and Excel serials.
    ///
    /// A time is checked and dropped. Only where it names a zone (`Z`, `+09:00`) is the day the one of that instant in China
    /// (UTC+8): `2016-04-10T16:00:00.000Z` is 2016-04-11. Two-digit years and day-first forms are ambiguous, hence no dates.
    package static func parse(_ slice: ByteSlice) -> DateVerdict {
        if slice.count == 10, slice.base[4] == UInt8(ascii: "-"), slice.base[7] == UInt8(ascii: "-") {
            let base = slice.base
            let d0 = base[0] &- 0x30
            let d1 = base[1] &- 0x30
            let d2 = base[2] &- 0x30
            let d3 = base[3] &- 0x30
            let d5 = base[5] &- 0x30
            let d6 = base[6] &- 0x30
            let d8 = base[8] &- 0x30
            let d9 = base[9] &- 0x30
            if max(max(max(d0, d1), max(d2, d3)), max(max(d5, d6), max(d8, d9))) <= 9 {
                let year = (Int(d0) &* 10 &+ Int(d1)) &* 100 &+ Int(d2) &* 10 &+ Int(d3)
                return verdict(year, Int(d5) &* 10 &+ Int(d6), Int(d8) &* 10 &+ Int(d9), isCanonical: true)
            }
        }
        return parseLoose(slice)
    }

    /// The day number, or nil where there is no such day.
    package static func day(year: Int, month: Int, day: Int) -> Int32? {
        guard year >= 1, year <= 9999, month >= 1, month <= 12, day >= 1 else { return nil }
        if day > 28 {
            let isLeap = year & 3 == 0 && (year % 100 != 0 || year % 400 == 0)
            let last = month == 2 ? (isLeap ? 29 : 28) : 30 | (month ^ (month >> 3)) & 1
            guard day <= last else { return nil }
        }
        // Years begin in March; eras of 400 years have 146097 days.
        let shifted = Int32(truncatingIfNeeded: month <= 2 ? year - 1 : year)
        let monthFromMarch = Int32(truncatingIfNeeded: month <= 2 ? month + 9 : month - 3)
        let dayOfYear = (153 &* monthFromMarch &+ 2) / 5 &+ Int32(truncatingIfNeeded: day) &- 1
        return shifted &* 365 &+ shifted / 4 &- shifted / 100 &+ shifted / 400 &+ dayOfYear &- 719468
    }

    /// Year, month and day of a day number of the years 1–9999.
    package static func civil(day: Int32) -> (year: Int, month: Int, day: Int) {
        let fromMarch = Int(day) + 719468
        let era = fromMarch / 146097
        let dayOfEra = fromMarch % 146097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (
            era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        )
    }

    /// Appends `YYYY-MM-DD` (ISO 8601-1:2019, 5.2.2.1) for a day of the years 1–9999.
    package static func appendISO(day: Int32, to buffer: ByteBuffer) {
        let (year, month, dayOfMonth) = civil(day: day)
        buffer.reserve(10)
        let target = buffer.base + buffer.count
        writeTwoDigits(year / 100, to: target)
        writeTwoDigits(year % 100, to: target + 2)
        target[4] = UInt8(ascii: "-")
        writeTwoDigits(month, to: target + 5)
        target[7] = UInt8(ascii: "-")
        writeTwoDigits(dayOfMonth, to: target + 8)
        buffer.advance(by: 10)
    }

    private static let longestText = 64
    private static let day9999 = Int32(2_932_896)
    private static let day2099 = Int32(47_481)
    private static let day1900 = Int32(-25_567)

    @inline(__always)
    private static func writeTwoDigits(_ value: Int, to target: UnsafeMutablePointer<UInt8>) {
        target[0] = UInt8(truncatingIfNeeded: 0x30 + value / 10)
        target[1] = UInt8(truncatingIfNeeded: 0x30 + value % 10)
    }

    @inline(__always)
    private static func verdict(_ year: Int, _ month: Int, _ day: Int, isCanonical: Bool) -> DateVerdict {
        guard let number = self.day(year: year, month: month, day: day) else { return .impossible }
        return verdict(number, isCanonical: isCanonical)
    }

    @inline(__always)
    private static func verdict(_ number: Int32, isCanonical: Bool) -> DateVerdict {
        switch number {
        case day9999, day2099: .openEnd
        case day1900: .unknownPast
        default: .day(number, isCanonical: isCanonical)
        }
    }

    private static func parseLoose(_ slice: ByteSlice) -> DateVerdict {
        let text = trimmed(slice)
        guard text.count > 0 else { return .absent }
        guard text.count <= longestText else { return .notADate }
        if isDigit(text.base[0]) && !needsHalfWidth(text) { return parseHalfWidth(text) }
        if text.base[0] == 0xEF || isDigit(text.base[0]) {
            return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: longestText) { room in
                let length = writeHalfWidth(text, to: room.baseAddress!)
                return parseHalfWidth(ByteSlice(base: UnsafePointer(room.baseAddress!), count: length))
            }
        }
        let isOpen =
            text.equals("长期") || text.equals("永久") || text.equals("无固定期限") || text.equals("长期有效")
            || text.equals("永久有效")
        return isOpen ? .openEnd : .notADate
    }

    private static func parseHalfWidth(_ text: ByteSlice) -> DateVerdict {
        var scanner = DateScanner(text: text)
        let leading = scanner.leadingDigits
        switch leading {
        case 4: return scanner.separatedDay()
        case 8, 14: return scanner.compactDay(hasTime: leading == 14)
        case 5:
            let serial = scanner.number(5)
            if scanner.take(".") {
                guard scanner.leadingDigits > 0 else { return .notADate }
                scanner.skipDigits()
            }
            guard scanner.isAtEnd, plausibleSerials.contains(serial) else { return .notADate }
            return .excelSerial(Int32(serial - 25569))
        default: return .notADate
        }
    }

    /// The day of `year`, `month`, `day` moved by `shift` days.
    static func shiftedVerdict(_ year: Int, _ month: Int, _ day: Int, by shift: Int32) -> DateVerdict {
        guard let number = self.day(year: year, month: month, day: day), number + shift <= day9999 else {
            return .impossible
        }
        return verdict(number + shift, isCanonical: false)
    }
}
