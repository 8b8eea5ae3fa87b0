import Foundation
import Model
import Testing

@testable import Extraction

/// Other projects' collections of CSV files, read without a mapping.
@Suite struct CSVSuitesTests {
    private func rows(_ path: String) throws -> (file: PeekedFile, rows: [PeekedRow]) {
        let file = try peek(path: path)
        var rows: [PeekedRow] = []
        try file.rows {
            rows.append($0)
            return true
        }
        return (file, rows)
    }

    @Test(.enabled(if: SharedData.has("csv_suites/csv-spectrum"), "no shared data"))
    func csvSpectrum() throws {
        let paths = SharedData.files("csv_suites/csv-spectrum/csvs", "csv")
        #expect(!paths.isEmpty)
        // location_coordinates has a quote inside an unquoted cell and U+FFFD: damage here.
        for path in paths where !path.contains("location_coordinates") {
            let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
            let json = SharedData.path("csv_suites/csv-spectrum/json/\(name).json")
            let expected = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: json)))
            let read = try rows(path)
            #expect(read.rows.allSatisfy { $0.damage == .none }, "\(name)")
            let found = read.rows.map { row in
                Dictionary(zip(read.file.labels, row.cells), uniquingKeysWith: { first, _ in first })
            }
            #expect(found == expected as? [[String: String]], "\(name)")
        }
    }

    @Test(.enabled(if: SharedData.has("csv_suites/papaparse"), "no shared data"))
    func papaParse() throws {
        let data = try Data(
            contentsOf: URL(fileURLWithPath: SharedData.path("csv_suites/papaparse/papaparse_cases.json")))
        let suites = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        let cases = suites?["CORE_PARSER_TESTS"] as? [[String: Any]] ?? []
        var asked = 0
        for one in cases {
            // Without settings of the parser's own, and where the other parser finds nothing to forgive.
            guard one["config"] == nil, let input = one["input"] as? String, !input.isEmpty,
                let expected = one["expected"] as? [String: Any], let errors = expected["errors"] as? [Any],
                // White space around quotes, which libcsv forgives.
                errors.isEmpty, !input.contains(" \""), let rows = expected["data"] as? [[String]]
            else { continue }
            let source = LineSource(
                RawBytes(memory: Array(input.utf8)), encoding: .utf8, start: .init(offset: 0, number: 1),
                limit: 1 << 20, chunkSize: 3)
            var records = CSVRecords(collecting: source, delimiter: 0x2C, limit: 1 << 20)
            var found: [[String]] = []
            var isWell = true
            while let record = try records.next() {
                if record.damage != .none { isWell = false }
                if record.cells > 0 { found.append(records.state.pointee.strings) }
            }
            // White space around a cell is dropped here and kept there; a quote inside an unquoted cell is damage here.
            let wanted = rows.map { $0.map(trimmed) }.filter { $0 != [""] }
            if isWell {
                asked += 1
                #expect(found.map { $0.map(trimmed) } == wanted, "\(one["description"] ?? "")")
            } else {
                #expect(input.contains("\""), "\(one["description"] ?? "")")
            }
        }
        #expect(asked > 20)
    }

    private func trimmed(_ text: String) -> String { text.trimmingCharacters(in: CharacterSet(charactersIn: " \t")) }

    @Test(.enabled(if: SharedData.has("csv_suites/frictionless"), "no shared data"))
    func frictionlessDamage() throws {
        func damages(_ name: String) throws -> [Damage] {
            try rows(SharedData.path("csv_suites/frictionless/\(name).csv")).rows.map(\.damage)
        }
        #expect(try damages("defective-rows").contains(.ragged))
        #expect(try damages("table") == [.none, .none])
        #expect(try damages("blank-rows-multiple").allSatisfy { $0 == .none })
        #expect(try damages("structure-errors").contains(.ragged))
    }

    @Test(.enabled(if: SharedData.has("csv_suites/frictionless"), "no shared data"))
    func everyFileIsReadOrRefused() throws {
        for path in SharedData.files("csv_suites/frictionless", "csv")
            + SharedData.files("csv_suites/frictionless", "xlsx")
            + SharedData.files("csv_suites/frictionless", "xls")
        {
            let read = try rows(path)
            // Rows of a workbook stand nowhere in the file.
            for (row, next) in zip(read.rows, read.rows.dropFirst()) where read.file.sheets.isEmpty {
                #expect(row.position.offset + row.position.length < next.position.offset, "\(path)")
            }
            if path.hasSuffix("xlsx") { #expect(read.file.nature.format == .xlsx, "\(path)") }
            if path.hasSuffix("xls") { #expect(read.file.nature.format == .xls, "\(path)") }
        }
    }
}
