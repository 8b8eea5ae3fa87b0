import Testing

@testable import Bytes

@Suite("Numbers")
struct NumbersTests {
    static func parse(_ text: String) -> NumberVerdict { text.withSlice { NumberText.parseDecimal($0) } }

    static func text(_ millionths: Int64) -> String {
        let buffer = ByteBuffer()
        NumberText.appendDecimal(millionths, to: buffer)
        return buffer.all.string
    }

    @Test(
        arguments: [
            ("0", 0), ("1", 1_000_000), ("-1.5", -1_500_000), ("0.000001", 1), ("183.8", 183_800_000),
            ("9223372036854.775807", Int64.max), ("-9223372036854.775807", -Int64.max), ("1000000", 1_000_000_000_000),
        ] as [(String, Int64)])
    func canonicalTextStaysAsItIs(text: String, value: Int64) {
        #expect(Self.parse(text) == .value(value, isCanonical: true))
        #expect(Self.text(value) == text)
    }

    @Test(
        arguments: [
            ("1,000", 1_000_000_000), ("1,234,567.89", 1_234_567_890_000), ("+5", 5_000_000), ("007", 7_000_000),
            ("-0", 0),
            ("3.1000", 3_100_000), (".5", 500_000), ("5.", 5_000_000), (" 12 ", 12_000_000), ("１，０００．５", 1_000_500_000),
            ("－３", -3_000_000), ("1\u{200B}", 1_000_000), ("1.0000000", 1_000_000), ("0.0000005", 0), ("0.0000015", 2),
            ("0.0000025", 2), ("0.00000250001", 3), ("0.0000026", 3), ("-0.0000015", -2), ("0.9999999", 1_000_000),
        ] as [(String, Int64)])
    func readsOtherSpellings(text: String, value: Int64) {
        #expect(Self.parse(text) == .value(value, isCanonical: false))
    }

    @Test(arguments: [
        ("3.30184E+14", NumberVerdict.scientific), ("1e5", .scientific), ("1E-06", .scientific),
        ("3.3E+400", .scientific),
        ("9223372036854.775808", .tooBig), ("99999999999999999999999", .tooBig), ("", .notANumber), ("-", .notANumber),
        (".", .notANumber), ("1,00", .notANumber), ("1,0000", .notANumber), ("1234,567", .notANumber),
        (",123", .notANumber),
        ("1.2.3", .notANumber), ("12万", .notANumber), ("1 000", .notANumber), ("--1", .notANumber), ("1E", .notANumber),
        ("1E+", .notANumber), ("N/A", .notANumber), ("5%", .notANumber), ("1,000,", .notANumber),
    ])
    func saysWhatElseTheTextIs(text: String, verdict: NumberVerdict) {
        #expect(Self.parse(text) == verdict)
    }

    @Test func writesTheSmallestNumber() {
        #expect(Self.text(.min) == "-9223372036854.775808")
    }
}
