import Testing

@testable import Bytes

@Suite("Dates")
struct DatesTests {
    static func parse(_ text: String) -> DateVerdict { text.withSlice { DateText.parse($0) } }

    static func iso(_ day: Int32) -> String {
        let buffer = ByteBuffer()
        DateText.appendISO(day: day, to: buffer)
        return buffer.all.string
    }

    @Test(arguments: [
        "2016-4-11", "2016.4.11", "2016.04.11", "20160411", "2016年4月11日", "2016年04月11号", "2016年4月11", "2016/4/11",
        "2016/4/11 0:00:00", "2016/4/11 0:00", "2016-04-11T00:00:00", "2016-04-11 00:00:00.000", "2016-04-11T08:30:00Z",
        "2016-04-11T00:00:00.000+08:00", "2016-04-11T00:00:00+0800", "2016-04-10T16:00:00.000Z",
        "2016-04-10T20:00:00-05",
        "20160411 10:30", "20160411103000", "２０１６－０４－１１", "２０１６年４月１１日", "2016 年 4 月 11 日", "2016年4月11日 10:30:00",
        "2016年4月11日10:30", " 2016-04-11", "2016-04-11\u{3000}", "\u{FEFF}2016/04/11", "2016/4/11 12:00:00 AM",
        "2016-4-11 ",
    ])
    func readsEverySpelling(text: String) {
        let day = DateText.day(year: 2016, month: 4, day: 11)!
        #expect(Self.parse(text) == .day(day, isCanonical: false))
    }

    @Test(arguments: ["0001-01-01", "1970-01-01", "1999-12-31", "2000-02-29", "2016-04-11", "2025-10-13", "9999-12-30"])
    func canonicalTextStaysAsItIs(text: String) {
        guard case .day(let day, isCanonical: true) = Self.parse(text) else {
            Issue.record("not canonical: \(text)")
            return
        }
        #expect(Self.iso(day) == text)
    }

    @Test(arguments: [
        ("", DateVerdict.absent), ("  \u{3000}", .absent), ("长期", .openEnd), (" 永久 ", .openEnd), ("无固定期限", .openEnd),
        ("9999-12-31", .openEnd), ("2099-12-31", .openEnd), ("2099年12月31日", .openEnd), ("9999/12/31 0:00:00", .openEnd),
        ("20991231", .openEnd), ("1900-01-01", .unknownPast), ("1900/1/1", .unknownPast),
        ("43831", .excelSerial(18262)),
        ("43831.5", .excelSerial(18262)), ("４３８３１", .excelSerial(18262)), ("19999", .notADate), ("60001", .notADate),
        ("2016-02-30", .impossible), ("2016-13-01", .impossible), ("2015-02-29", .impossible),
        ("1900-02-29", .impossible),
        ("2016-00-10", .impossible), ("2016年4月31日", .impossible), ("20161301", .impossible),
        ("0000-00-00", .impossible),
        ("2016-04-11 25:00", .impossible), ("2016-04-11T10:61:00Z", .impossible), ("20160411256000", .impossible),
        ("2016", .notADate), ("2016-04", .notADate), ("2016年4月", .notADate), ("201604", .notADate),
        ("2016-4.11", .notADate),
        ("16-4-11", .notADate), ("4/11/2016", .notADate), ("2016-04-11x", .notADate), ("2016-04-1100", .notADate),
        ("2016-04-11 10", .notADate), ("不详", .notADate), ("-", .notADate), ("2016-04-11至2017-04-10", .notADate),
        ("2016-O4-11", .notADate), ("43831.", .notADate),
        ("2016-04-11 00:00:00 2016-04-11 00:00:00 2016-04-11 00:00:00 2016-04-11", .notADate),
    ])
    func saysWhatElseTheTextIs(text: String, verdict: DateVerdict) {
        #expect(Self.parse(text) == verdict)
    }

    @Test func everyDayThereAndBack() {
        var next = DateText.day(year: 1, month: 1, day: 1)!
        #expect(next == -719162)
        for year in 1...9999 {
            for month in 1...12 {
                var days = 0
                for day in 1...31 {
                    guard let number = DateText.day(year: year, month: month, day: day) else { break }
                    days += 1
                    if number != next || DateText.civil(day: number) != (year, month, day) {
                        Issue.record("\(year)-\(month)-\(day)")
                    }
                    next = number + 1
                }
                if month != 2, days != [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] {
                    Issue.record("\(year)-\(month) has \(days) days")
                }
            }
        }
        #expect(next == 2_932_897)
    }

    @Test func daysOutsideOfTheYears() {
        #expect(DateText.day(year: 0, month: 12, day: 31) == nil)
        #expect(DateText.day(year: 10000, month: 1, day: 1) == nil)
        #expect(DateText.day(year: 2000, month: 1, day: 32) == nil)
        #expect(DateText.day(year: 2000, month: 1, day: 0) == nil)
        #expect(Self.parse("9999-12-31T23:00:00Z") == .impossible)
    }

    @Test func plausibleSerialsAreTheDaysNamed() {
        #expect(Self.iso(Int32(DateText.plausibleSerials.lowerBound - 25569)) == "1954-10-03")
        #expect(Self.iso(Int32(DateText.plausibleSerials.upperBound - 25569)) == "2064-04-08")
    }
}
