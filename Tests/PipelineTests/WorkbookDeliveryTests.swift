import Extraction
import Foundation
import GuijiConfiguration
import Ledger
import Model
import Pipeline
import Testing

@testable import Reporting

/// The same rows as text and as a workbook: the same outcome, and a repair file that comes back.
@Suite struct WorkbookDeliveryTests {
    private let subjects = (1...4).map { Fictions.creditCode(40 + $0) }
    private let name = "示例市晨曦文化有限公司"

    private func register(_ test: TestInstance) throws -> String {
        try test.deliver(
            Fictions.register(subjects.map { Registration(code: $0, name: "\(name)\($0.suffix(4))") }),
            as: "2025-03-03-registration.csv", from: "market-supervision")
    }

    /// One row is good, one has a code that lost its digits, one a date that does not exist, one no content.
    private var table: [[String]] {
        let rows = subjects.enumerated().map { index, code in
            Licence(
                code: index == 1 ? "9.13501001234568E+17" : code, name: "\(name)\(code.suffix(4))",
                document: "示文许〔2025〕\(index + 1)号", content: index == 3 ? "" : "演出",
                decided: index == 2 ? "2025-02-30" : "2025-03-03")
        }
        return cells(Fictions.licences(rows, by: Fictions.culture))
    }

    private func cells(_ text: String) -> [[String]] {
        text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    }

    /// - Parameter title: a row above the header.
    private func workbook(_ rows: [[String]], title: String? = nil) throws -> [UInt8] {
        let book = try Workbook(title: "", created: 0)
        let sheet = try book.sheet("报送")
        if let title { try sheet.write(title, 0, 0) }
        for (number, row) in rows.enumerated() {
            for (column, cell) in row.enumerated() where !cell.isEmpty {
                let place = number + (title == nil ? 0 : 1)
                if let day = CivilDate.parse(cell) {
                    try sheet.write(day: day, place, column)
                } else {
                    try sheet.write(cell, place, column)
                }
            }
        }
        return try book.finish()
    }

    private func findings(_ test: TestInstance) throws -> [String] {
        try test.open().ledger.strings(
            "SELECT rule || ' ' || row || ' ' || ifnull(field, '') || ' ' || ifnull(value, '') FROM finding WHERE submission = 2 AND row > 0 ORDER BY row, number"
        )
    }

    @Test func theOutcomeIsThatOfTheSameRowsAsText() throws {
        let (text, book) = (try TestInstance(), try TestInstance())
        let csv = try text.deliver(
            table.map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n", as: "2025-03-05-licence.csv",
            from: "culture")
        let xlsx = try book.folder.write(workbook(table), to: "deliveries/culture/2025-03-05-licence.xlsx")
        let totals = try text.run([register(text), csv]).totals.byName
        #expect(try book.run([register(book), xlsx]).totals.byName == totals)
        #expect(totals == ["published": 5, "rejected": 3])
        #expect(try findings(book) == findings(text))
        #expect(try findings(book).contains { $0.hasPrefix("scientific-notation 2 ") })
        #expect(try StoreDump.export(book.open()) == StoreDump.export(text.open()))
    }

    @Test func theRepairFileIsAWorkbookThatComesBack() throws {
        let test = try TestInstance()
        let file = try test.folder.write(
            workbook(table, title: "行政许可报送表"), to: "deliveries/culture/2025-03-05-licence.xlsx")
        try test.run([register(test), file])
        let path = "\(test.configuration.settings.paths.outbox)/culture/000002-2025-03-05-licence.repair.xlsx"
        let repair = try peek(path: path)
        #expect(repair.sheets == ["报送"])
        #expect(repair.labels == table[0] + [RepairColumn.reason, RepairColumn.suggestion])
        var rows: [[String]] = []
        try repair.rows {
            rows.append($0.cells)
            return true
        }
        #expect(rows.map { $0[0] } == table[2...].map { $0[0] })
        #expect(rows.allSatisfy { !$0[table[0].count].isEmpty })

        for index in rows.indices {
            rows[index] = rows[index].map { $0 == "2025-02-30" ? "2025-03-03" : $0 }
            if rows[index][1].contains("E+17") { rows[index][1] = subjects[1] }
            if rows[index][6].isEmpty { rows[index][6] = "演出" }
        }
        let mended = try test.folder.write(
            workbook([repair.labels] + rows), to: "deliveries/culture/2025-03-06-licence.repair.xlsx")
        #expect(try test.run([mended]).totals.byName == ["published": 3])
    }

    /// Cells merged over both lines of a header: the same rows by the same numbers, and a repair file with one line for both.
    @Test func aHeaderOfTwoLinesIsReadAndComesBack() throws {
        let (plain, merged) = (try TestInstance(), try TestInstance())
        var (upper, lower) = (table[0], [String](repeating: "", count: table[0].count))
        for column in 4...7 { (upper[column], lower[column]) = (column == 4 ? "许可信息" : "", upper[column]) }
        let name = "deliveries/culture/2025-03-05-licence.xlsx"
        let one = try plain.folder.write(workbook(table, title: "行政许可报送表"), to: name)
        let two = try merged.folder.write(workbook([upper, lower] + table[1...]), to: name)
        let totals = try plain.run([register(plain), one]).totals.byName
        #expect(try merged.run([register(merged), two]).totals.byName == totals)
        #expect(totals == ["published": 5, "rejected": 3])
        #expect(try findings(merged) == findings(plain))
        #expect(try StoreDump.export(merged.open()) == StoreDump.export(plain.open()))
        let path = "\(merged.configuration.settings.paths.outbox)/culture/000002-2025-03-05-licence.repair.xlsx"
        let repair = try peek(path: path)
        #expect(repair.headerLine == 1)
        #expect(repair.labels == table[0] + [RepairColumn.reason, RepairColumn.suggestion])
        #expect(try merged.run([path]).totals.byName == ["rejected": 3])
    }

    /// What waits is read again from the sheet that was written out, long after the workbook was taken.
    @Test func rowsOfAWorkbookCanBeReadAgain() throws {
        let test = try TestInstance()
        let file = try test.folder.write(workbook(table), to: "deliveries/culture/2025-03-05-licence.xlsx")
        #expect(try test.run([file]).totals.byName == ["unattributed": 1, "rejected": 3])
        try test.run([register(test)])
        #expect(try StoreDump.export(test.open())["licence"]?.count == 2, "the columns and a row")
    }

    @Test func aMappingForTextReadsWorkbooksByTheirContent() throws {
        let test = try TestInstance()
        // Named as if it were text.
        let file = try test.folder.write(workbook(table), to: "deliveries/culture/2025-03-05-licence.csv")
        #expect(try test.run([register(test), file]).totals.byName == ["published": 5, "rejected": 3])
        #expect(
            FileManager.default.fileExists(
                atPath: "\(test.configuration.settings.paths.outbox)/culture/000002-2025-03-05-licence.repair.xlsx"))
    }
}
