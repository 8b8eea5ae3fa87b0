import Model
import Testing

@testable import Extraction

/// What is wrong in an XML file costs a row, or what follows it, and says where.
@Suite struct XMLDamageTests {
    private func made(_ limit: Int = 1 << 20, depth: Int = 64) -> ExtractionPlan {
        plan(["A", "B"], format: "xml", rowPath: ["R"], rowLimit: limit, depthLimit: depth)
    }

    private func read(_ bytes: [UInt8], _ plan: ExtractionPlan) throws -> Extracted {
        let result = try extractXML(bytes, plan)
        for row in result.rows {
            #expect(try reread(XMLExtractor.self, row, of: bytes, result, plan) == row)
        }
        return result
    }

    private func read(_ text: String, _ plan: ExtractionPlan? = nil) throws -> Extracted {
        try read(Array(text.utf8), plan ?? made())
    }

    private func refusal(_ text: String, _ plan: ExtractionPlan? = nil) -> RefusedFile? {
        #expect(throws: RefusedFile.self) { try read(text, plan) }
    }

    @Test(arguments: [
        "<R><A>3</A>", "<R><A>3", "<R><A>3</B></R></D>", "<R><A>&nope;</A></R></D>", "<R", "<R><A>x & y</A></R></D>",
    ])
    func theRestOfABrokenFileIsOneRow(_ rest: String) throws {
        let head = "<D>\n<R><A>1</A></R>\n<R><A>2</A></R>"
        let text = head + "\n" + rest
        let result = try read(text)
        #expect(result.damages == [.none, .none, .malformed])
        let broken = try #require(result.rows.last)
        #expect(broken.position.offset + broken.position.length == text.utf8.count)
        #expect(broken.position.offset >= head.utf8.count)
        #expect(broken.position.offset <= head.utf8.count + 1)
        #expect(refusal("<D>\n" + rest)?.reason == .notWellFormed)
    }

    @Test func rowsOverTheLimit() throws {
        let long = String(repeating: "x", count: 5000)
        let result = try read("<D><R><A>\(long)</A><B>1</B></R><R><A>2</A></R><R><Z>\(long)</Z></R></D>", made(100))
        #expect(result.damages == [.tooLong, .none, .tooLong])
        #expect(result.rows[0].values == ["", ""])
    }

    @Test func undecodableBytesAndControlCharactersCostTheirRow() throws {
        let bytes =
            Array("<D><R><A>甲</A></R><R><A>".utf8) + [0xFF]
            + Array("乙</A></R><R><Z>\u{1}</Z><A>2</A></R><R><B a='1'>丙</B></R>".utf8)
            + Array("<R><A>\u{FFFD}</A></R><R><A>丁</A></R></D>".utf8)
        let result = try read(bytes, made())
        #expect(result.damages == [.none, .undecodable, .undecodable, .none, .undecodable, .none])
        #expect(result.rows[1].values == ["\u{FFFD}乙", ""])
        #expect(result.rows[5].values == ["丁", ""])
        let first = String(decoding: raw(result.rows[5], in: bytes), as: UTF8.self)
        #expect(first == "<R><A>丁</A></R>")
    }

    @Test func theSameColumnTwice() throws {
        let result = try read("<D><R><A>1</A><A>2</A></R><R><A/><A>2</A></R></D>")
        #expect(result.damages == [.repeated, .none])
        #expect(result.good == [["2", ""]])
    }

    @Test func tooDeep() throws {
        let deep = String(repeating: "<x>", count: 100) + String(repeating: "</x>", count: 100)
        #expect(refusal("<D>\(deep)<R><A>1</A></R></D>")?.reason == .tooDeep)
        let result = try read("<D><R><A>1</A></R><R><A>\(deep)</A></R><R><A>3</A></R></D>")
        #expect(result.damages == [.none, .malformed])
        #expect(try read("<D><R><A><b><c/></b>1</A></R></D>", made(depth: 5)).good == [["1", ""]])
    }

    @Test func documentTypesAreNotAllowed() {
        let error = refusal("<!DOCTYPE D [<!ENTITY a 'x'>]><D><R><A>&a;</A></R></D>")
        #expect(error?.reason == .notWellFormed)
        #expect(error?.english.contains("DTD") == true)
    }

    @Test(
        .enabled(if: SharedData.has("xml_suites/defusedxml"), "no shared data"),
        arguments: [
            ("xmlbomb", false), ("xmlbomb2", false), ("quadratic", false), ("cyclic", false), ("external", false),
            ("external_file", false), ("dtd", false), ("dtd_element", false), ("simple", true), ("simple-ns", true),
        ])
    func defusedXML(_ name: String, _ isGood: Bool) throws {
        let path = SharedData.path("xml_suites/defusedxml/\(name).xml")
        let made = plan(["key"], format: "xml", rowPath: ["element"])
        if isGood {
            #expect(try extract(XMLExtractor(path: path, plan: made)).good == [["value"]])
        } else {
            let error = #expect(throws: RefusedFile.self) { try extract(XMLExtractor(path: path, plan: made)) }
            #expect(error?.reason == .notWellFormed || error?.reason == .unsupportedFormat)
        }
    }

    @Test(arguments: [("", ""), ("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?pi ", "?>"), ("<b c='", "'/>")])
    func aRunOfMegabytesCostsItsRowOnly(_ open: String, _ close: String) throws {
        let long = String(repeating: "甲>字x", count: 400_000)
        let text = "<D><R><A>1</A></R>\n<R><A>\(open)\(long)\(close)</A></R>\n<R><A>3</A></R></D>"
        let bytes = Array(text.utf8)
        for chunkSize in [10_000, 1 << 20] {
            let result = try extractXML(bytes, made(200_000), chunkSize: chunkSize)
            try #require(result.damages == [.none, .tooLong, .none])
            #expect(result.good == [["1", ""], ["3", ""]])
            #expect(result.rows.map(\.position.line) == [1, 2, 3])
            #expect(String(decoding: raw(result.rows[2], in: bytes), as: UTF8.self) == "<R><A>3</A></R>")
            if !open.hasPrefix("<b") {
                #expect(raw(result.rows[1], in: bytes).suffix(8) == ArraySlice("</A></R>".utf8))
            }
        }
    }

    @Test func hostileShapesEnd() throws {
        let clock = ContinuousClock()
        let shapes = [
            "<D>" + String(repeating: "<a>", count: 200_000), "<D " + String(repeating: "a='1' ", count: 100_000),
            "<D>" + (0..<50_000).map { "<a\($0)/>" }.joined() + "</D>",
            "<D>" + String(repeating: "&#x41;", count: 300_000),
            "<D><!--" + String(repeating: "- ", count: 500_000),
            "<D><R>" + (0..<20_000).map { "<a\($0)>1</a\($0)>" }.joined() + "</R></D>",
        ]
        for shape in shapes {
            let time = clock.measure { _ = try? extractXML(Array(shape.utf8), made()) }
            #expect(time < .seconds(20), "\(shape.prefix(20))")
        }
    }
}
