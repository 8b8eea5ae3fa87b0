import Model
import Testing

@testable import Extraction

@Suite struct CSVExtractorTests {
    private let labels = ["名称", "代码", "日期"]

    @Test func readsRowsWithTheirPositions() throws {
        let text = "名称,代码,日期\n甲公司,1,2025-01-02\n\"乙,公司\",2,2025-01-03\n"
        let result = try extractCSV(text, plan(labels))
        #expect(result.good == [["甲公司", "1", "2025-01-02"], ["乙,公司", "2", "2025-01-03"]])
        #expect(result.rows.map(\.position.line) == [2, 3])
        #expect(result.rows.map(\.position.row) == [1, 2])
        let bytes = Array(text.utf8)
        #expect(
            result.rows.map { String(decoding: raw($0, in: bytes), as: UTF8.self) }
                == ["甲公司,1,2025-01-02", "\"乙,公司\",2,2025-01-03"])
        #expect(result.summary.rows == 2)
        #expect(result.summary.layout.headerLine == 1)
        #expect(result.summary.layout.columns == labels)
    }

    @Test func findsTheHeaderBelowTitlesAndInTheSecondColumn() throws {
        let text = """
            行政许可信息汇总表,,,
            填报单位：某局,,,

            ,* 代码,名称（全称）,日期
            ,1,甲,2025-01-01
            ,2,乙,2025-01-02
            ,,,
            合　计,2,,
            备注：以上均为样例,,,

            """
        let result = try extractCSV(text, plan(labels))
        #expect(result.good == [["甲", "1", "2025-01-01"], ["乙", "2", "2025-01-02"]])
        #expect(result.summary.layout.headerLine == 4)
        // Two titles and a blank line above, an empty row and two footers below.
        #expect(result.summary.dropped == 6)
        #expect(result.summary.layout.fields == [nil, 1, 0, 2])
        #expect(result.rows.allSatisfy { $0.damage == .none })
    }

    @Test func takesLabelsOfMergedHeaderCellsFromTheLineAbove() throws {
        let text = "名称,许可,\n,代码,日期\n甲,1,2025-01-01\n"
        let result = try extractCSV(text, plan(labels))
        #expect(result.summary.layout.columns == ["名称", "代码", "日期"])
        #expect(result.good == [["甲", "1", "2025-01-01"]])
    }

    @Test(arguments: [",", ";", "\t", "|"])
    func readsAnyDelimiter(_ delimiter: String) throws {
        let lines = [labels, ["甲", "1", "2025-01-01"], ["乙", "", "2025-01-02"]]
        let text = lines.map { $0.joined(separator: delimiter) }.joined(separator: "\n")
        let result = try extractCSV(text, plan(labels))
        #expect(result.good == Array(lines.dropFirst()))
        #expect(result.summary.layout.delimiter == delimiter.utf8.first)
    }

    @Test(arguments: FileNature.LineBreak.allCases)
    func readsAnyLineBreak(_ lineBreak: FileNature.LineBreak) throws {
        let text = ["名称,代码,日期", "甲,1,", "\"乙\",2,x", "丙,\"a\(lineBreak.rawValue)b\",y"]
            .joined(separator: lineBreak.rawValue)
        let result = try extractCSV(text + lineBreak.rawValue, plan(labels))
        #expect(result.good == [["甲", "1", ""], ["乙", "2", "x"], ["丙", "a\(lineBreak.rawValue)b", "y"]])
        #expect(result.rows.map(\.position.line) == [2, 3, 4])
        #expect(result.summary.layout.lineBreak == lineBreak.rawValue)
        #expect(try extractCSV(text, plan(labels)).good == result.good)
    }

    @Test(arguments: TextEncoding.allCases, [false, true])
    func readsAnyEncodingWithOffsetsAsReceived(_ encoding: TextEncoding, _ hasMark: Bool) throws {
        let lines = ["甲公司,1,\"二〇二五,年\"", "乙𠮷镕㐂€,22,丂亐", "x,3,\"多\r\n行\"", "ABC,4,"]
        let text = (["名称,代码,日期"] + lines).joined(separator: "\r\n") + "\r\n"
        let bytes = Encoded.bytes((hasMark ? "\u{FEFF}" : "") + text, encoding)
        let result = try extractCSV(bytes, plan(labels))
        #expect(result.summary.layout.encoding == encoding)
        #expect((result.summary.layout.byteOrderMark > 0) == hasMark)
        #expect(result.rows.map { raw($0, in: bytes) } == lines.map { Encoded.bytes($0, encoding) })
        #expect(result.rows.map(\.position.line) == [2, 3, 4, 6])
        #expect(result.good.first == ["甲公司", "1", "二〇二五,年"])
        #expect(result.good[1] == ["乙𠮷镕㐂€", "22", "丂亐"])
        #expect(result.good.count == 4)
    }

    @Test func putsConstantsIntoEveryRowOfEveryBatch() throws {
        let made = plan(labels, constants: [(2, "某某局")], batchRows: 2)
        let result = try extractCSV("名称,代码\n" + (1...5).map { "n\($0),\($0)\n" }.joined() + "bad\n", made)
        #expect(result.good == (1...5).map { ["n\($0)", "\($0)", "某某局"] })
        #expect(result.rows.last?.values == ["", "", ""])
    }

    @Test func refusesWhatLacksARequiredColumnAndNamesTheNearest() throws {
        let made = plan(["行政相对人名称", "代码"], required: ["行政相对人名称"])
        let error = #expect(throws: RefusedFile.self) { try extractCSV("相对人名称,代码\n甲,1\n", made) }
        #expect(error?.reason == .missingColumn)
        #expect(error?.chinese.contains("“相对人名称”") == true)
        let constant = plan(["行政相对人名称", "代码"], required: ["行政相对人名称"], constants: [(0, "甲")])
        #expect(try extractCSV("代码\n1\n", constant).good == [["甲", "1"]])
    }

    @Test func refusesWhatIsNoCSV() throws {
        func reason(_ bytes: [UInt8]) -> RefusedFile.Reason? {
            #expect(throws: RefusedFile.self) { try extractCSV(bytes, plan(labels)) }?.reason
        }
        #expect(reason([]) == .empty)
        #expect(reason(Array("PK\u{3}\u{4}xx[Content_Types].xml".utf8)) == .unsupportedFormat)
        #expect(reason(Array("<?xml version='1.0'?><a/>".utf8)) == .unsupportedFormat)
        #expect(reason(Array("甲,乙\n1,2\n".utf8)) == .noHeader)
        let error = #expect(throws: RefusedFile.self) {
            try extract(CSVExtractor(path: "/nowhere/at/all", plan: plan(labels)))
        }
        #expect(error?.reason == .unreadable)
    }

    @Test func listsUnknownColumnsOnly() throws {
        let text = "序号,名称,代码,日期,联系电话,退回原因,修改建议\n1,甲,1,x,2,错,改\n"
        let result = try extractCSV(text, plan(labels, ignore: ["序号"]))
        #expect(result.summary.layout.unknown == ["联系电话"])
        #expect(result.good == [["甲", "1", "x"]])
    }
}
