import Extraction
import Foundation
import GuijiConfiguration
import Ledger
import Model
import Pipeline
import Testing

@testable import Reporting

/// The same rows as CSV and as JSON of any shape: the same outcome, and a repair file that comes back.
@Suite struct JSONDeliveryTests {
    enum Shape: CaseIterable { case array, lines, nested }

    private let subjects = (1...5).map { Fictions.creditCode(60 + $0) }
    private let name = "示例市晨曦文化有限公司"

    private func register(_ test: TestInstance) throws -> String {
        try test.deliver(
            Fictions.register(subjects.map { Registration(code: $0, name: "\(name)\($0.suffix(4))") }),
            as: "2025-03-03-registration.csv", from: "market-supervision")
    }

    /// Good rows, one with a wrong code, one with a date that does not exist, one without content.
    private var table: [[String]] {
        let rows = subjects.enumerated().map { index, code in
            Licence(
                code: index == 1 ? "\(code.dropLast())\(code.hasSuffix("1") ? 2 : 1)" : code,
                name: "\(name)\(code.suffix(4))", document: "示文许〔2025〕\(index + 1)号",
                content: index == 3 ? "" : "演出；𠮷㈱",
                decided: index == 2 ? "2025-02-30" : "2025-03-03")
        }
        return Fictions.licences(rows, by: Fictions.culture).split(separator: "\n").map {
            ($0 + ",单列").split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }

    /// - Parameter isSparse: whether empty cells have no member.
    private func json(_ shape: Shape, isSparse: Bool = false) -> String {
        let rows = table.dropFirst().map { cells in
            let members = zip(table[0], cells).filter { !isSparse || !$0.1.isEmpty }.map { label, cell in
                var text = ""
                text.appendJSON(label)
                text += ":"
                if cell.isEmpty { text += "null" } else { text.appendJSON(cell) }
                return text
            }
            return "{\(members.joined(separator: ","))}"
        }
        switch shape {
        case .array: return "[\n\(rows.joined(separator: ",\n"))\n]\n"
        case .lines: return rows.map { $0 + "\n" }.joined()
        case .nested: return "{\"code\":0,\"data\":{\"total\":5,\"list\":[\(rows.joined(separator: ","))]}}"
        }
    }

    private func findings(_ test: TestInstance) throws -> [String] {
        try test.open().ledger.strings(
            "SELECT rule || ' ' || row || ' ' || ifnull(field, '') || ' ' || ifnull(value, '') FROM finding WHERE submission = 2 ORDER BY row, rule, field, value"
        )
    }

    @Test(arguments: Shape.allCases, [false, true]) func theOutcomeIsThatOfTheSameRowsAsText(
        shape: Shape, isSparse: Bool
    ) throws {
        let (text, other) = (try TestInstance(), try TestInstance())
        let csv = try text.deliver(
            table.map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n", as: "2025-03-05-licence.csv",
            from: "culture")
        let file = try other.deliver(json(shape, isSparse: isSparse), as: "2025-03-05-licence.json", from: "culture")
        let totals = try text.run([register(text), csv]).totals.byName
        #expect(try other.run([register(other), file]).totals.byName == totals)
        #expect(totals == ["published": 7, "rejected": 3])
        #expect(try findings(other) == findings(text))
        #expect(try findings(other).contains { $0.hasPrefix("unknown-column 0 ") })
        #expect(try StoreDump.export(other.open()) == StoreDump.export(text.open()))
    }

    @Test(arguments: Shape.allCases) func theRepairFileComesBack(shape: Shape) throws {
        let test = try TestInstance()
        let file = try test.deliver(json(shape), as: "2025-03-05-licence.json", from: "culture")
        try test.run([register(test), file])
        let path = "\(test.configuration.settings.paths.outbox)/culture/000002-2025-03-05-licence.repair.json"
        let repair = try String(contentsOfFile: path, encoding: .utf8)
        #expect(repair.ranges(of: "\"退回原因\":").count == 3)
        let peeked = try peek(path: path)
        #expect(peeked.labels == table[0] + [RepairColumn.reason, RepairColumn.suggestion])
        #expect(peeked.isLines == (shape == .lines))
        #expect(peeked.rowPath == (shape == .nested ? ["data", "list"] : []))
        let mended = repair.replacing(table[2][1], with: subjects[1]).replacing("2025-02-30", with: "2025-03-03")
            .replacing("\"许可内容\":null", with: "\"许可内容\":\"演出\"")
        let again = try test.deliver(mended, as: "2025-03-06-licence.json", from: "culture")
        #expect(try test.run([again]).totals.byName == ["published": 3])
        // The columns that the repair file added are no strange ones.
        #expect(
            try test.open().ledger.strings(
                "SELECT DISTINCT rule || value FROM finding WHERE submission = 3 AND row = 0"
            ).count
                == 1)
    }

    @Test func rowsAreReadAgainLongAfterTheyCame() throws {
        let test = try TestInstance()
        let file = try test.deliver(json(.nested), as: "2025-03-05-licence.json", from: "culture")
        #expect(try test.run([file]).totals.byName == ["unattributed": 2, "rejected": 3])
        try test.run([register(test)])
        #expect(try StoreDump.export(test.open())["licence"]?.count == 3, "the columns and two rows")
        let explanations = try Explainer(test.open()).explain(subjects[0], item: "licence")
        #expect(explanations.first?.voices.first?.values["content"] == "演出；𠮷㈱")
    }

    @Test func damagedRowsSayWhatTheyAre() throws {
        let test = try TestInstance()
        var lines = json(.lines).split(separator: "\n").map(String.init)
        lines[1] = String(lines[1].dropLast())
        lines[2] = lines[2].replacing("\"当前状态\":", with: "\"许可类别\":")
        let file = try test.deliver(lines.joined(separator: "\n"), as: "2025-03-05-licence.csv", from: "culture")
        #expect(try test.run([register(test), file]).totals.byName == ["published": 7, "rejected": 3])
        let found = try test.open().ledger.strings(
            "SELECT rule || ' ' || line FROM finding WHERE submission = 2 AND row IN (2, 3) ORDER BY row")
        #expect(found == ["malformed-json 2", "repeated-name 3"])
        let repair = "\(test.configuration.settings.paths.outbox)/culture/000002-2025-03-05-licence.repair.csv"
        #expect(try peek(path: repair).labels.contains("原始内容"))
    }

    /// Whatever was lost with the end of the file, that it was is said.
    @Test func aFileThatBreaksOffBetweenTwoRows() throws {
        let test = try TestInstance()
        let whole = json(.array)
        let cut = try #require(whole.range(of: "}", options: .backwards)).upperBound
        let file = try test.deliver(String(whole[..<cut]), as: "2025-03-05-licence.json", from: "culture")
        #expect(try test.run([register(test), file]).totals.byName == ["published": 7, "rejected": 4])
        let found = try test.open().ledger.strings("SELECT rule FROM finding WHERE submission = 2 AND row = 6")
        #expect(found == ["malformed-json"])
        let repair = "\(test.configuration.settings.paths.outbox)/culture/000002-2025-03-05-licence.repair.json"
        #expect(try peek(path: repair).labels.contains("原始内容"))
    }
}
