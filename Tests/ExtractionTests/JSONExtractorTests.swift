import Model
import Testing

@testable import Extraction

@Suite struct JSONExtractorTests {
    private let labels = ["名称", "CODE", "NOTE"]

    private func made(_ rowPath: [String] = [], constants: [(field: Int, value: String)] = []) -> ExtractionPlan {
        plan(labels, format: "json", ignore: ["ID"], constants: constants, rowPath: rowPath)
    }

    /// Reads a file at once and in small pieces, and each of its rows again from its bytes.
    private func read(_ text: String, _ plan: ExtractionPlan? = nil, _ encoding: TextEncoding = .utf8) throws
        -> Extracted
    {
        let bytes = Encoded.bytes(text, encoding)
        let plan = plan ?? made()
        let result = try extractJSON(bytes, plan)
        for size in [1, 3, 64] { #expect(try extractJSON(bytes, plan, chunkSize: size) == result, "\(size)") }
        for row in result.rows where row.damage == .none {
            #expect(try reread(JSONExtractor.self, row, of: bytes, result, plan) == row)
        }
        return result
    }

    private func refusal(_ text: String, _ plan: ExtractionPlan? = nil) -> RefusedFile.Reason? {
        do {
            _ = try extractJSON(Array(text.utf8), plan ?? made())
            return nil
        } catch { return (error as? RefusedFile)?.reason }
    }

    private static let rows = [
        "{\"名称\":\"甲\",\"CODE\":1}", "{ \"名称\" : \"乙\\n\", \"NOTE\" : \"a\" }", "{\"CODE\":\"3\"}",
    ]
    private let values = [["甲", "1", ""], ["乙\n", "", "a"], ["", "3", ""]]

    @Test(arguments: TextEncoding.allCases) func theShapesSayTheSame(_ encoding: TextEncoding) throws {
        let rows = Self.rows
        let array = try read("[\n" + rows.joined(separator: ",\n") + "]\n", nil, encoding)
        let lines = try read(rows.joined(separator: "\r\n") + "\r\n", nil, encoding)
        let nested = try read(
            "{\"code\":0,\"data\":{\"总数\":3,\"list\":[\(rows.joined(separator: ","))]},\"msg\":\"好\"}", nil, encoding)
        for result in [array, lines, nested] {
            #expect(result.rows.map(\.values) == values)
            #expect(result.damages == [.none, .none, .none])
            #expect(result.summary.layout.columns == ["名称", "CODE", "NOTE"])
            #expect(result.summary.layout.encoding == encoding)
        }
        #expect(array.rows.map(\.position.line) == [2, 3, 4])
        #expect(lines.rows.map(\.position.line) == [1, 2, 3])
        #expect(nested.rows.map(\.position.line) == [1, 1, 1])
        #expect([array, lines, nested].map(\.summary.layout.isLines) == [false, true, false])
        #expect([array, lines, nested].map(\.summary.layout.rowPath) == [[], [], ["data", "list"]])
        let bytes = Encoded.bytes("[\n" + rows.joined(separator: ",\n") + "]\n", encoding)
        for (row, text) in zip(array.rows, rows) { #expect(raw(row, in: bytes) == Encoded.bytes(text, encoding)) }
    }

    @Test func marksAreNoText() throws {
        for encoding in TextEncoding.allCases {
            let result = try read("\u{FEFF}[\(Self.rows.joined(separator: ","))]", nil, encoding)
            #expect(result.rows.map(\.values) == values)
            #expect(result.summary.layout.byteOrderMark > 0)
        }
    }

    @Test func numbersKeepTheirTextAndWordsTheirMeaning() throws {
        let result = try read(
            """
            [{"CODE":913501001234567890,"名称":1.10},{"CODE":-0,"名称":1e999999},{"CODE":true,"NOTE":false},
             {"CODE":"","名称":null,"NOTE":" x "}]
            """)
        #expect(
            result.rows.map(\.values) == [
                ["1.10", "913501001234567890", ""], ["1e999999", "-0", ""], ["", "是", "否"], ["", "", " x "],
            ])
    }

    @Test func whatIsNestedHasTheNameOfBoth() throws {
        let nested = plan(["name", "party/code", "party/a/b", "tags", "parts"], format: "json")
        let result = try read(
            """
            {"name":"n","party":{"code":"1","a":{"b":"x"},"else":{}},"tags":["a",null,2,true,"\\u4e00"],"parts":[{"x": 1}, [2] ]}
            {"party":{"a":{}},"tags":[],"parts":["a",{"b":"\\"]"}],"name":"m"}
            """, nested)
        #expect(
            result.rows.map(\.values) == [
                ["n", "1", "x", "a;2;是;一", "[{\"x\": 1}, [2] ]"], ["m", "", "", "", "[\"a\",{\"b\":\"\\\"]\"}]"],
            ])
        #expect(result.summary.layout.columns == ["name", "party/code", "party/a/b", "tags", "parts"])
    }

    @Test func columnsOfAnyCaseAndOrderAndLaterOnes() throws {
        let constants = [(field: 2, value: "固定")]
        let rows =
            (1...300).map { "{\"code\":\($0)}" } + ["{\"名 称\":\"甲\",\"Code\":301,\"其他\":1,\"id\":5,\"退回原因\":\"x\"}"]
        let result = try read(rows.joined(separator: "\n"), made(constants: constants))
        #expect(result.rows.last?.values == ["甲", "301", "固定"])
        #expect(result.summary.layout.columns == ["code", "名 称", "其他", "id", "退回原因"])
        #expect(result.summary.layout.unknown == ["其他"])
    }

    @Test func emptyObjectsAreNoRows() throws {
        let result = try read("[{\"CODE\":1},{},{\"CODE\":null},{\"CODE\":2}]")
        #expect(result.good.map { $0[1] } == ["1", "2"])
        #expect(result.summary.dropped == 2)
        #expect(result.rows.map(\.position.row) == [1, 2])
    }

    @Test func oneObjectOverSeveralLinesIsARow() throws {
        let result = try read("{\n  \"CODE\": 1,\n  \"NOTE\": \"a\"\n}\n{\n  \"CODE\": 2\n}\n")
        #expect(result.rows.map(\.values) == [["", "1", "a"], ["", "2", ""]])
        #expect(result.rows.map(\.position.line) == [1, 5])
        #expect(result.summary.layout.isLines == true)
    }

    @Test func theMappingNamesTheRows() throws {
        let text = "{\"errors\":[{\"id\":1}],\"Data\":{\"a\":[{\"CODE\":1}],\"b\":[{\"CODE\":2}]}}"
        #expect(try read(text, made(["data", "B"])).good.map { $0[1] } == ["2"])
        #expect(refusal(text, made(["data", "c"])) == .noHeader)
        #expect(refusal("{\"data\":{\"list\":[]}}", made(["data", "list"])) == .noHeader)
        // A file that is nothing but rows needs no name.
        #expect(try read("[{\"CODE\":3}]", made(["data", "b"])).good.map { $0[1] } == ["3"])
        #expect(
            try read("{\"CODE\":4,\"x\":[{\"y\":1}]}\n{\"CODE\":5}", made(["data"])).good.map { $0[1] } == ["4", "5"])
    }

    @Test func withoutANameTheFirstArrayWithTheColumns() throws {
        let text = "{\"errors\":[{\"x\":1}],\"data\":[{\"CODE\":1,\"名称\":\"甲\"}]}"
        let required = plan(labels, required: ["名称"], format: "json")
        #expect(try read(text, required).good == [["甲", "1", ""]])
        #expect(try read(text, required).summary.layout.rowPath == ["data"])
        // An object with an array in it that is itself the row.
        let row = "{\"名称\":\"甲\",\"NOTE\":[{\"x\":1}]}"
        #expect(try read(row, required).good == [["甲", "", "[{\"x\":1}]"]])
    }

    @Test func aMissingColumnStopsTheFile() {
        #expect(refusal("[{\"CODE\":1}]", plan(labels, required: ["名称"], format: "json")) == .missingColumn)
        #expect(refusal("[]") == .noHeader)
        #expect(refusal("[1,2]") == .noHeader || refusal("[1,2]") == .unsupportedFormat)
        #expect(refusal("<a/>") == .unsupportedFormat)
    }

    @Test func tablesReadOneAnother() throws {
        let csv = plan(labels, format: "csv")
        #expect(try read("[{\"CODE\":1}]", csv).good == [["", "1", ""]])
        #expect(reads(csv.mapping, "json") && reads(made(["data"]).mapping, "xlsx"))
        #expect(!reads(plan(labels, format: "xml", rowPath: ["r"]).mapping, "json"))
        let header = try withFile(Array("名称,CODE\n甲,1\n".utf8)) {
            try CSVExtractor.header(path: $0, nature: Sniffer.inspect(path: $0), limit: 1 << 20)
        }
        #expect(header.labels(for: made(["data"]).mapping).first == ["名称", "CODE"])
    }

    @Test func theHeaderOffersWhatIsThere() throws {
        func header(_ text: String) throws -> FileHeader {
            try withFile(Array(text.utf8)) {
                try JSONExtractor.header(path: $0, nature: Sniffer.inspect(path: $0), limit: 1 << 20)
            }
        }
        let nested = try header("{\"A\":[{\"x\":1}],\"b\":{\"c\":[{\"y\":1},{\"z\":2}]}}")
        #expect(nested.labels(for: made(["b", "C"]).mapping) == [["y", "z"]])
        #expect(nested.labels(for: made(["d"]).mapping) == [])
        #expect(nested.labels(for: made().mapping).prefix(2) == [["x"], ["y", "z"]])
        #expect(try header("[{\"x\":1},{\"y\":2}]").labels(for: made(["d"]).mapping) == [["x", "y"]])
        #expect(throws: RefusedFile.self) { try header("[]") }
    }

    @Test(arguments: TextEncoding.allCases) func showsAFileWithoutAMapping(_ encoding: TextEncoding) throws {
        let text = "{\"data\":[{\"名\":\"甲\",\"号\":1},{\"号\":2,\"新\":\"y\"},{\"名\":x}]}"
        try withFile(Encoded.bytes(text, encoding)) { path in
            let file = try peek(path: path)
            #expect(file.nature.format == .json && file.nature.encoding == encoding)
            #expect(file.rowPath == ["data"] && file.labels == ["名", "号", "新"])
            var rows: [PeekedRow] = []
            try file.rows {
                rows.append($0)
                return rows.count < 3
            }
            #expect(rows.map(\.cells) == [["甲", "1", ""], ["", "2", "y"], []])
            #expect(rows.map(\.damage) == [.none, .none, .malformed])
        }
    }

    @Test func tellsJSONFromText() throws {
        let cases: [(String, FileNature.Format)] = [
            ("[{\"a\":1}]", .json), (" \n[\n {", .json), ("{\"a\":1}", .json), ("{}", .json), ("[]", .json),
            ("[[", .json),
            ("[序号],名称\n1,2\n", .csv), ("{a},b\n", .csv), ("[1],2\n", .csv), ("\"{\"\"a\"\"}\",b\n", .csv),
        ]
        for (text, format) in cases {
            #expect(try withFile(Array(text.utf8)) { try Sniffer.inspect(path: $0).format } == format, "\(text)")
        }
    }
}
