import Model
import Testing

@testable import Extraction

@Suite struct XMLExtractorTests {
    private let labels = ["名称", "CODE", "NOTE"]

    private func made(_ rowPath: [String] = ["ROWS", "ROW"], batchRows: Int = 4096) -> ExtractionPlan {
        plan(labels, format: "xml", ignore: ["ID"], rowPath: rowPath, batchRows: batchRows)
    }

    private func read(_ text: String, _ plan: ExtractionPlan? = nil) throws -> Extracted {
        let bytes = Array(text.utf8)
        let plan = plan ?? made()
        let result = try extractXML(bytes, plan)
        for row in result.rows {
            #expect(try reread(XMLExtractor.self, row, of: bytes, result, plan) == row)
        }
        return result
    }

    @Test func readsElementsAttributesAndWhatIsNested() throws {
        let text = """
            <?xml version="1.0" encoding="GB2312"?>
            <!-- <ROW> --><data>
            <Rows xmlns:x="urn:x">
              <x:Row ID="1">
                <名称>甲&amp;乙<![CDATA[<公司>]]> <!-- no --></名称><x:code> 1 </x:code>
                <其他>x</其他>
              </x:Row>
              <ROW ID="2" Code="a&lt;&#38;b>"/>
              <ROW>
                <名称>多<b>层</b>文<i>字</i></名称>
                <note/>
              </ROW>
              <row/>
            </Rows></data>
            """
        let result = try read(text)
        #expect(result.rows.map(\.values) == [["甲&乙<公司>", "1", ""], ["", "a<&b>", ""], ["多层文字", "", ""]])
        #expect(result.rows.map(\.damage) == [.none, .none, .none])
        #expect(result.rows.map(\.position.line) == [4, 8, 9])
        let bytes = Array(text.utf8)
        let pieces = result.rows.map { String(decoding: raw($0, in: bytes), as: UTF8.self) }
        #expect(pieces.allSatisfy { $0.hasPrefix("<") && $0.hasSuffix(">") })
        #expect(pieces[0].hasPrefix("<x:Row ID=\"1\">") && pieces[0].hasSuffix("</x:Row>"))
        #expect(pieces[1] == "<ROW ID=\"2\" Code=\"a&lt;&#38;b>\"/>")
        #expect(result.summary.dropped == 1)
        #expect(result.summary.layout.unknown == ["其他"])
        #expect(result.summary.layout.columns == ["ID", "名称", "code", "其他", "note"])
        #expect(result.summary.layout.rowPath == ["data", "Rows", "x:Row"])
        #expect(!result.summary.layout.usesAttributes)
    }

    @Test func readsRowsOfAttributes() throws {
        let result = try read("<ROWS><ROW 名称='甲' code='1'/>\n<ROW 名称='乙'/></ROWS>")
        #expect(result.good == [["甲", "1", ""], ["乙", "", ""]])
        #expect(result.summary.layout.usesAttributes)
    }

    @Test(arguments: TextEncoding.allCases, [false, true])
    func readsAnyEncodingWithOffsetsAsReceived(_ encoding: TextEncoding, _ hasMark: Bool) throws {
        let rows = (0..<50).map { "<ROW>\r\n<名称>甲𠮷㐂\($0)&gt;</名称><CODE>\($0)</CODE></ROW>" }
        let text =
            "\n<?xml version='1.0' encoding='Big5'?>\n<ROWS 说明='a>b'>\n" + rows.joined(separator: "\n") + "</ROWS>\n"
        let bytes = Encoded.bytes((hasMark ? "\u{FEFF}" : "") + text, encoding)
        for chunkSize in [1, 7, 64, 1 << 20] {
            let result = try extractXML(bytes, made(), chunkSize: chunkSize)
            #expect(result.summary.layout.encoding == encoding)
            #expect(result.rows.map { raw($0, in: bytes) } == rows.map { Encoded.bytes($0, encoding) })
            #expect(result.rows.map(\.position.line) == (0..<50).map { 4 + 2 * $0 })
            #expect(result.good == (0..<50).map { ["甲𠮷㐂\($0)>", "\($0)", ""] })
        }
    }

    @Test func theRowsDoNotDependOnChunksAndBatches() throws {
        var generator = SeededGenerator(5)
        let pieces = [
            "<名称>甲</名称>", "<CODE>1</CODE>", "<NOTE><![CDATA[x<y]]></NOTE>", "文", "<!-- < > -->", "<?pi <?>", "\n",
            "<x><y/></x>",
        ]
        for seed in 0..<80 {
            var bytes = Array("<ROWS>".utf8)
            for _ in 0..<Int.random(in: 1...20, using: &generator) {
                bytes += Array("<ROW>".utf8)
                for _ in 0..<Int.random(in: 0...6, using: &generator) {
                    bytes += Array((pieces.randomElement(using: &generator) ?? "").utf8)
                    if Int.random(in: 0..<30, using: &generator) == 0 { bytes += [0xFF] }
                    if Int.random(in: 0..<60, using: &generator) == 0 { bytes += Array("</oops>".utf8) }
                }
                bytes += Array("</ROW>\r\n".utf8)
            }
            bytes += Array("</ROWS>".utf8)
            let expected: Extracted
            do { expected = try extractXML(bytes, made()) } catch is RefusedFile { continue }
            for batchRows in [1, 7, 4096] {
                let size = Int.random(in: 1...50, using: &generator)
                let result = try extractXML(bytes, made(batchRows: batchRows), chunkSize: size)
                #expect(result == expected, "seed \(seed), chunks of \(size)")
            }
            for row in expected.rows {
                #expect(try reread(XMLExtractor.self, row, of: bytes, expected, made()) == row, "seed \(seed)")
            }
        }
    }

    @Test func guessesTheRowElementWhereTheMappingNamesNone() throws {
        let result = try read(
            "<a><head><t>x</t></head><list><r><CODE>1</CODE></r><r><CODE>2</CODE></r></list></a>", made([]))
        #expect(result.good == [["", "1", ""], ["", "2", ""]])
    }

    @Test func refusesWhatLacksARequiredColumnOrRows() throws {
        let strict = plan(labels, required: ["NOTE"], format: "xml", rowPath: ["ROW"])
        let missing = #expect(throws: RefusedFile.self) { try read("<A><ROW><CODE>1</CODE></ROW></A>", strict) }
        #expect(missing?.reason == .missingColumn)
        let none = #expect(throws: RefusedFile.self) { try read("<A><B/></A>") }
        #expect(none?.reason == .noHeader)
        let other = #expect(throws: RefusedFile.self) { try read("a,b\n1,2\n") }
        #expect(other?.reason == .unsupportedFormat)
    }

    @Test func constantsFillEveryRow() throws {
        let made = plan(labels, format: "xml", constants: [(2, "某局")], rowPath: ["ROW"], batchRows: 2)
        let text = "<R>" + (1...5).map { "<ROW><CODE>\($0)</CODE></ROW>" }.joined() + "</R>"
        #expect(try read(text, made).good == (1...5).map { ["", "\($0)", "某局"] })
    }

    @Test func anErrorOfTheSinkIsThrown() throws {
        struct Full: Error {}
        let text = "<ROWS>" + String(repeating: "<ROW><CODE>1</CODE></ROW>", count: 10) + "</ROWS>"
        try withFile(Array(text.utf8)) { path in
            var batches = 0
            #expect(throws: Full.self) {
                try XMLExtractor(path: path, plan: made(batchRows: 2)).extract { _ in
                    batches += 1
                    if batches == 2 { throw Full() }
                }
            }
            #expect(batches == 2)
        }
    }
}
