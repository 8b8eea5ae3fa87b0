import Foundation
import Model
import Testing

@testable import Extraction

/// Other projects' collections of workbooks, held against what a reference reader gets of them.
@Suite struct WorkbookSuitesTests {
    private func open(_ path: String) throws -> any WorkbookSource {
        let nature = try Sniffer.inspect(path: path)
        switch nature.format {
        case .xlsx: return try XLSXWorkbook(path: path, nature: nature)
        case .xls: return try XLSWorkbook(path: path, nature: nature)
        default: throw RefusedFile(.unknownFormat, chinese: "", english: "\(nature.format)")
        }
    }

    /// Rows and columns up to the last cell that holds something.
    private func size(_ sheet: Int, of workbook: some WorkbookSource) throws -> [Int] {
        var size = [0, 0]
        let isWhole = try workbook.read(sheet, rowLimit: 1 << 20) { row in
            size = [row.number, max(size[1], row.width)]
            return true
        }
        #expect(isWhole)
        return size
    }

    @Test(.enabled(if: SharedData.has("xlsx_suites"), "no shared data"))
    func sheetsAreAsLargeAsTheReferenceReaderSays() throws {
        let manifest = try String(contentsOfFile: SharedData.path("xlsx_suites/MANIFEST.tsv"), encoding: .utf8)
        var compared = 0
        var equal = 0
        for line in manifest.split(separator: "\n").dropFirst() {
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard cells.count == 5, cells[2].hasSuffix("ok") else { continue }
            let name = cells[0]
            let workbook: any WorkbookSource
            do {
                workbook = try open(SharedData.path("xlsx_suites/\(name)"))
            } catch let refusal as RefusedFile {
                // What is no workbook of these formats is refused with a reason.
                #expect(!refusal.chinese.isEmpty || refusal.reason == .unknownFormat, "\(name)")
                continue
            }
            let expected = cells[4].split(separator: ";").compactMap { text -> [Int]? in
                let size = text.split(separator: ":").last?.split(separator: "x").compactMap { Int($0) }
                return size?.count == 2 ? size : nil
            }
            #expect(workbook.sheets.count == expected.count, "\(name)")
            for (sheet, expected) in zip(workbook.sheets.indices, expected) {
                let found = try size(sheet, of: workbook)
                // The reference counts cells that have a format and no value too.
                #expect(
                    found[0] <= expected[0] && found[1] <= expected[1], "\(name) sheet \(sheet): \(found) \(expected)")
                compared += 1
                if found == expected { equal += 1 }
            }
        }
        #expect(compared > 60 && equal * 10 > compared * 7, "\(equal) of \(compared) are equal")
    }

    /// Numbers, dates and texts of files whose content is known.
    @Test(.enabled(if: SharedData.has("xlsx_suites"), "no shared data"))
    func cellsReadAsPeopleSeeThem() throws {
        func rows(_ name: String, _ sheet: Int = 0) throws -> [[String]] {
            var rows: [[String]] = []
            _ = try open(SharedData.path("xlsx_suites/readxl/\(name)")).read(sheet, rowLimit: 1 << 20) { row in
                rows.append(row.strings)
                return true
            }
            return rows
        }
        for name in ["iris-excel-xlsx.xlsx", "iris-excel-xls.xls", "iris-google-doc.xlsx"] {
            let iris = try rows(name)
            #expect(iris[0].count == 5 && iris[1] == ["5.1", "3.5", "1.4", "0.2", "setosa"], "\(name)")
            #expect(iris.last == ["5.9", "3", "5.1", "1.8", "virginica"], "\(name)")
        }
        #expect(try rows("dates-1900-LibreOffice.xlsx") == rows("dates-1900.xls"))
        // Formulas: what was worked out when the file was saved.
        #expect(try rows("big-texty-numbers-xlsx.xlsx") == rows("big-texty-numbers-xls.xls"))
    }
}
