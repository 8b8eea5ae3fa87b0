import Bytes
import Testing

@testable import Extraction

/// What a reader of a spreadsheet sees of a number.
@Suite struct NumberTextTests {
    private func shown(_ digits: String, _ format: NumberFormat, is1904: Bool = false) -> String {
        let text = ByteBuffer()
        Array(digits.utf8).withSlice { NumberText.append($0, as: format, is1904: is1904, to: text) }
        return text.all.string
    }

    @Test(arguments: [
        ("0", "0"), ("12", "12"), ("-3.5", "-3.5"), ("20.100000000000001", "20.1"), ("0.30000000000000004", "0.3"),
        ("1.0000000000000001E-2", "0.01"), ("1E-5", "0.00001"), ("110108000000016", "110108000000016"), ("1E3", "1000"),
        ("330203000030639", "330203000030639"), ("1.50", "1.5"), ("5.", "5"),
        // 18 digits as a number: the last three are gone, which the exponent tells.
        ("9.1350100123456781E+17", "9.13501001234568E+17"), ("123456789012345678", "1.23456789012346E+17"),
        ("nan", "nan"), ("1e999", "1e999"), ("abc", "abc"), ("", ""),
    ])
    func numbers(_ digits: String, _ expected: String) { #expect(shown(digits, .general) == expected) }

    @Test(arguments: [
        ("43831", "2020-01-01"), ("1", "1900-01-01"), ("59", "1900-02-28"), ("61", "1900-03-01"),
        ("43831.75", "2020-01-01"),
        ("2958465", "9999-12-31"), ("2958466", "2958466"), ("-1", "-1"), ("45000.000000001", "2023-03-15"),
    ])
    func days(_ serial: String, _ expected: String) {
        #expect(shown(serial, .date(hasDay: true, hasTime: false)) == expected)
    }

    @Test func moments() {
        let moment = NumberFormat.date(hasDay: true, hasTime: true)
        #expect(shown("43831.75", moment) == "2020-01-01 18:00:00")
        #expect(shown("43831", moment) == "2020-01-01")
        #expect(shown("0.5", moment) == "12:00:00")
        #expect(shown("43830.999999", moment) == "2020-01-01", "rounded to the second")
        #expect(shown("0.35416666666666669", .date(hasDay: false, hasTime: true)) == "08:30:00")
        #expect(shown("0", .date(hasDay: true, hasTime: false), is1904: true) == "1904-01-01")
        #expect(shown("42369", .date(hasDay: true, hasTime: false), is1904: true) == "2020-01-01")
    }

    @Test func zerosInFront() {
        #expect(shown("11000", .padded(6)) == "011000")
        #expect(shown("1234567", .padded(6)) == "1234567")
        #expect(shown("-5", .padded(6)) == "-5")
        #expect(shown("1.5", .padded(6)) == "1.5")
    }

    /// 30 hours and a quarter stay so, whatever day that makes.
    @Test func elapsedTimeKeepsItsHours() {
        #expect(shown("1.2604166666666667", .elapsed) == "30:15:00")
        #expect(shown("0.25", .elapsed) == "06:00:00")
        #expect(shown("-1", .elapsed) == "-1" && shown("2958466", .elapsed) == "2958466")
        #expect(NumberFormat(builtIn: 46) == .elapsed)
    }

    @Test func codesNoProgramWritesSayNothing() {
        #expect(NumberFormat(code: String(repeating: "0", count: 256)) == .general)
        #expect(NumberFormat(code: String(repeating: "0", count: 1 << 20)) == .general)
        #expect(NumberFormat(code: String(repeating: "0", count: 255)) == .padded(32))
    }

    @Test(arguments: [
        ("General", NumberFormat.general), ("0.00", .general), ("#,##0_ ;[Red]\\-#,##0\\ ", .general), ("@", .general),
        ("000000", .padded(6)), ("0", .general), ("0.00\"元\"", .general), ("\"day\" 0", .general), ("0%", .general),
        ("yyyy-mm-dd", .date(hasDay: true, hasTime: false)),
        ("yyyy\"年\"m\"月\"d\"日\";@", .date(hasDay: true, hasTime: false)),
        ("[$-804]yyyy/m/d", .date(hasDay: true, hasTime: false)), ("yyyy\\-mm", .date(hasDay: true, hasTime: false)),
        ("yyyy/m/d h:mm;@", .date(hasDay: true, hasTime: true)), ("h:mm:ss", .date(hasDay: false, hasTime: true)),
        ("[h]:mm", .elapsed), ("[hh]:mm:ss", .elapsed), ("[$-804][h]:mm", .elapsed),
        ("mm:ss.0", .date(hasDay: false, hasTime: true)),
        ("yyyy-mm-dd hh:mm:ss.000", .date(hasDay: true, hasTime: true)), ("[Red]General", .general),
    ])
    func codes(_ code: String, _ expected: NumberFormat) { #expect(NumberFormat(code: code) == expected) }
}
