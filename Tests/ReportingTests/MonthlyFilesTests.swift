import Foundation
import Testing

@testable import Reporting

/// CSV and JSON.
@Suite struct MonthlyFilesTests {
    private let report = MonthlyFixture.report

    @Test func theCSVIsOneLineForEachEntry() throws {
        let rows = SmallCSV.rows(report.csv, delimiter: ",")
        #expect(rows.count == report.entries.count + 1)
        #expect(rows.allSatisfy { $0.count == rows[0].count })
        #expect(Set(rows[0]).count == rows[0].count)
        for figure in Figure.allCases {
            let column = try #require(rows[0].firstIndex(of: "\(figure.chinese) \(figure.rawValue)"))
            let sum = rows.dropFirst().reduce(0) { $0 + (Int($1[column]) ?? -1) }
            #expect(sum == report.total.counts[figure], "\(figure)")
        }
        for rate in MonthlyRate.allCases {
            let column = try #require(rows[0].firstIndex(of: "\(rate.chinese) \(rate.rawValue)"))
            for (row, entry) in zip(rows.dropFirst(), report.entries) {
                let value = rate.of(entry.counts)
                #expect(
                    row[column...(column + 2)] == [value.decimal ?? "", "\(value.numerator)", "\(value.denominator)"])
            }
        }
    }

    @Test func noCSVCellIsAFormula() throws {
        let rows = SmallCSV.rows(report.csv, delimiter: ",")
        #expect(rows.contains { $0[1].hasPrefix("'=cmd") })
        #expect(!rows.contains { $0.contains { $0.hasPrefix("=") || $0.hasPrefix("@") } })
    }

    @Test func theJSONKeepsItsSchema() throws {
        let schema = try JSONSchema(contentsOf: JSONSchema.monthlyReport)
        #expect(schema.problems(try JSON(report.json)) == [])
    }

    @Test func theSchemaNoticesWhatIsWrong() throws {
        let schema = try JSONSchema(contentsOf: JSONSchema.monthlyReport)
        var object = try JSON(report.json)
        object["month"] = .string("July")
        object["total"] = nil
        object["extra"] = .integer(1)
        let problems = schema.problems(object)
        #expect(problems.count == 3, "\(problems)")
    }

    @Test func theJSONsSumsAgree() throws {
        let object = try JSON(report.json)
        func sums(_ list: String) -> [String: Double] {
            var sums: [String: Double] = [:]
            for one in object[list]?.elements ?? [] {
                sums.merge((one["counts"]?.members ?? [:]).mapValues { $0.value ?? .nan }, uniquingKeysWith: +)
            }
            return sums
        }
        let total = try #require(object["total"]?["counts"]?.members).mapValues { $0.value ?? .nan }
        #expect(total["received"] == 1600 && total["on_time"] == 1300 && total.count == Figure.allCases.count)
        for list in ["entries", "items", "departments", "regions", "channels", "standings"] {
            #expect(sums(list) == total, "\(list)")
        }
    }

    @Test func theSameReportGivesTheSameBytes() throws {
        #expect(report.csv == MonthlyFixture.report.csv)
        #expect(report.json == MonthlyFixture.report.json)
        #expect(report.html == MonthlyFixture.report.html)
        #expect(try report.xlsx() == report.xlsx())
    }

    @Test(.enabled(if: Pandoc().isInstalled, "pandoc is not installed")) func allFormsAreWritten() throws {
        let folder = NSTemporaryDirectory() + "guiji-test-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try report.write(to: folder)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == [
                "bulletin-2025-07.docx", "bulletin-2025-07.html", "monthly-2025-07.csv", "monthly-2025-07.html",
                "monthly-2025-07.json", "monthly-2025-07.xlsx",
            ])
        #expect(FileManager.default.contents(atPath: "\(folder)/monthly-2025-07.csv") == Data(report.csv.utf8))
    }
}
