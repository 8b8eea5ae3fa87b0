import Model
import Testing

@testable import Extraction

/// One bad row never costs a good one.
@Suite struct JSONDamageTests {
    private let labels = ["a", "b"]

    private func read(_ text: String, limit: Int = 1 << 20, depth: Int = 64) throws -> Extracted {
        try read(Array(text.utf8), limit: limit, depth: depth)
    }

    private func read(_ bytes: [UInt8], limit: Int = 1 << 20, depth: Int = 64) throws -> Extracted {
        let plan = plan(labels, format: "json", rowLimit: limit, depthLimit: depth)
        let result = try extractJSON(bytes, plan)
        for size in [1, 7] { #expect(try extractJSON(bytes, plan, chunkSize: size) == result, "pieces of \(size)") }
        return result
    }

    /// What is wrong with an object, in ways that people and programs have.
    private static let broken = [
        "{\"a\":NaN,\"b\":1}", "{\"a\":'x'}", "{a:1}", "{\"a\":1,}", "{\"a\":1 \"b\":2}", "{\"a\":/*c*/1}",
        "{\"a\":01}",
        "{\"a\":\"x}", "{\"a\":x\"}", "{\"a:1}", "{\"a\":1", "{\"a\":[1}", "{\"a\":{\"b\":1}", "{\"a\":\"\\x\"}",
        "{\"a\":\"\t\"}", "{\"a\":1]}",
        "{\"a\":}", "{", "{\"a\":\"\\u00\"}", "null", "5", "\"x\"", "x", "{\"a\":Infinity}", "{\"a\":1}}",
    ]

    @Test(arguments: broken) func aBadRowInAnArray(_ bad: String) throws {
        for separator in [",", ",\n"] {
            let text = "[" + ["{\"a\":1}", bad, "{\"a\":3}", "{\"a\":4}"].joined(separator: separator) + "]"
            let result = try read(text)
            #expect(result.good.map { $0[0] }.suffix(2) == ["3", "4"], "\(text)")
            #expect(result.good.first == ["1", ""])
            #expect(result.damages.contains(.malformed))
            let found = result.rows.filter { $0.damage != .none }
            #expect(found.allSatisfy { bad.contains(String(decoding: raw($0, in: Array(text.utf8)), as: UTF8.self)) })
        }
    }

    @Test(arguments: broken + ["[]", "},", "{\"a\":1},"]) func aBadLine(_ bad: String) throws {
        let text = "{\"a\":1}\n\(bad)\n{\"a\":3}\n"
        let result = try read(text)
        #expect(result.damages == [.none, .malformed, .none])
        #expect(result.good.map { $0[0] } == ["1", "3"])
        #expect(String(decoding: raw(result.rows[1], in: Array(text.utf8)), as: UTF8.self) == bad)
        #expect(result.rows.map(\.position.line) == [1, 2, 3])
        // Also where it is the first, as far as it looks like JSON.
        guard bad.hasPrefix("{\"") else { return }
        #expect(try read("\(bad)\n{\"a\":3}\n{\"a\":4}\n").good.map { $0[0] } == ["3", "4"])
    }

    @Test func aBadRowUnderAName() throws {
        let result = try read("{\"code\":0,\"data\":[{\"a\":1},{\"a\":x},{\"a\":3}],\"total\":3}")
        #expect(result.damages == [.none, .malformed, .none])
        #expect(result.good.map { $0[0] } == ["1", "3"])
        // Where the last is bad there is no telling its end from the document's.
        let last = try read("{\"data\":[{\"a\":1},{\"a\":x}],\"total\":3}")
        #expect(last.damages == [.none, .malformed])
    }

    @Test func insideADamagedRowObjectsAreRows() throws {
        let text = "{\"d\":[{\"a\":1,\"s\":[{\"x\":1},{\"x\":2}],\"b\":x},{\"a\":3},{\"a\":4}],\"total\":2}"
        #expect(try read(text).good.map { $0[0] }.suffix(2) == ["3", "4"])
        #expect(try read(text.replacing("b\":x", with: "b\":5")).good == [["1", "5"], ["3", ""], ["4", ""]])
    }

    @Test func aNameTwice() throws {
        let result = try read(
            "{\"a\":1,\"b\":2,\"a\":1}\n{\"a\":1}\n{\"b\":1,\"B\":2}\n{\"c\":1,\"c\":null}\n{\"a\":{\"x\":1},\"a/x\":1}\n{\"\\u0061\":1,\"a\":2}\n{\"x\":[{\"a\":1,\"a\":2}]}"
        )
        #expect(result.damages == [.repeated, .none, .repeated, .repeated, .repeated, .repeated, .none])
        #expect(result.rows[0].values == ["", ""])
    }

    @Test func whatIsNoTextCostsItsRow() throws {
        let bytes =
            Array("{\"a\":\"甲\"}\n{\"a\":\"".utf8) + [0xFF]
            + Array(
                "\"}\n{\"a\":\"\\ud800\"}\n{\"z\":\"\\udc00\",\"a\":1}\n{\"a\":\"\u{FFFD}\"}\n{\"a\":\"\\u0000\"}\n"
                    .utf8)
            + Array("{\"a\":\"\u{0}\"}\n\u{0}\n{\"a\":\"乙\"}\n{\"\\ud800\":1}\n".utf8)
        let result = try read(bytes)
        #expect(
            result.damages == [
                .none, .undecodable, .undecodable, .undecodable, .undecodable, .nul, .nul, .nul, .none, .undecodable,
            ])
        #expect(result.good == [["甲", ""], ["乙", ""]])
    }

    @Test func whatIsNoTextInOtherEncodings() throws {
        for encoding in [TextEncoding.gb18030, .utf16LittleEndian] {
            let good = Encoded.bytes("{\"a\":\"亅坾珇\"}\n", encoding)
            let bad = encoding == .gb18030 ? [0xFF] : [0x00, 0xD8]
            let bytes =
                good + Encoded.bytes("{\"a\":\"", encoding) + bad.map { UInt8($0) } + Encoded.bytes("\"}\n", encoding)
                + good
            let result = try read(bytes)
            #expect(result.damages == [.none, .undecodable, .none])
            #expect(result.good == [["亅坾珇", ""], ["亅坾珇", ""]])
        }
    }

    @Test func aTooLongRow() throws {
        let long = "{\"a\":\"\(String(repeating: "x", count: 200))\"}"
        for text in ["[{\"a\":1},\(long),{\"a\":3}]", "{\"a\":1}\n\(long)\n{\"a\":3}\n"] {
            let result = try read(text, limit: 100)
            #expect(result.damages == [.none, .tooLong, .none])
            #expect(result.good.map { $0[0] } == ["1", "3"])
            #expect(result.rows[1].position.length == long.utf8.count)
        }
        let exact = "{\"a\":\"\(String(repeating: "x", count: 92))\"}"
        #expect(exact.utf8.count == 100)
        #expect(try read("[\(exact)]", limit: 100).damages == [.none])
        #expect(try read("[\(exact),{\"a\":1}]", limit: 99).damages == [.tooLong, .none])
    }

    @Test func tooDeep() throws {
        let deep = "{\"a\":" + String(repeating: "[", count: 10) + String(repeating: "]", count: 10) + "}"
        #expect(try read("[{\"a\":1},\(deep),{\"a\":3}]", depth: 8).damages == [.none, .malformed, .none])
        #expect(try read("[{\"a\":1},\(deep),{\"a\":3}]", depth: 11).damages == [.none, .none, .none])
    }

    @Test func tooManyMembers() throws {
        let wide = "{" + (0..<5000).map { "\"m\($0)\":1" }.joined(separator: ",") + "}"
        let result = try extractJSON(
            Array("[{\"a\":1},\(wide),{\"a\":3}]".utf8), plan(labels, format: "json"), chunkSize: 64)
        #expect(result.damages == [.none, .malformed, .none])
        #expect(result.summary.layout.columns.count <= JSONColumns.limit)
    }

    @Test func arraysOneBehindTheOther() throws {
        #expect(try read("[{\"a\":1},{\"a\":2}]\n[{\"a\":3}]").good.map { $0[0] } == ["1", "2", "3"])
        #expect(try read("[{\"a\":1}] x").damages == [.none, .malformed])
        #expect(try read("[{\"a\":1}]]").damages == [.none, .malformed])
        let rest = try read("[{\"a\":1}], {\"a\":2}]")
        #expect(rest.good.map { $0[0] } == ["1", "2"])
        #expect(rest.damages.contains(.malformed))
        // Commas between rows do not count.
        #expect(try read("[{\"a\":1},,{\"a\":2} {\"a\":3},]").damages == [.none, .none, .none])
    }

    @Test func truncatedAtEveryByte() throws {
        let rows = ["{\"a\":\"甲\",\"b\":[1,2]}", "{\"a\":\"乙\\u4e00\",\"b\":-1.5e3}", "{\"a\":\"丙\",\"b\":null}"]
        for text in [
            "[\(rows.joined(separator: ",\n"))]\n", rows.joined(separator: "\n") + "\n",
            "{\"d\":[\(rows.joined(separator: ","))]}",
        ] {
            let bytes = [0xEF, 0xBB, 0xBF] + Array(text.utf8)
            let whole = try read(bytes)
            #expect(whole.good.count == 3)
            for length in 0..<bytes.count {
                guard let cut = try? extractJSON(Array(bytes[..<length]), plan(labels, format: "json")) else {
                    #expect(length < whole.rows[0].position.offset + whole.rows[0].position.length)
                    continue
                }
                let complete = whole.rows.filter { $0.position.offset + $0.position.length <= length }
                #expect(cut.rows.filter { $0.damage == .none } == complete, "\(length)")
                let isLines = text.hasPrefix("{\"a")
                let isWhole =
                    isLines
                    ? bytes[..<length].last == 0x7D || bytes[..<length].last == 0x0A
                    : length >= bytes.lastIndex(of: 0x5D).map { $0 + 1 } ?? 0
                #expect((cut.damages.last == Damage.none) == isWhole, "\(length) of \(text)")
                #expect(cut.damages.dropLast().allSatisfy { $0 == .none })
            }
        }
    }
}
