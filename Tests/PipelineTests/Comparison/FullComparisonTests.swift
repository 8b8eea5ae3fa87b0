import Foundation
import GRDB
import Ledger
import Model
import Pipeline
import Testing

/// A full comparison gives the rows that the runs gave, and mends those that are not as they should be.
@Suite struct FullComparisonTests {
    private static let without: Set<String> = ["run.seconds"]

    /// The sample month in one run, compared again whole: nothing changes.
    @Test func comparingEverythingAgainChangesNothing() throws {
        let month = try SampleMonth.fresh()
        let before = try StoreDump.ledger(month.open().ledger)
        let summary = try FullComparison(month.open())()
        #expect(summary.subjects > 40 && summary.changedSubjects == 0 && summary.changedCases == 0)
        expectSame(before, try StoreDump.ledger(month.open().ledger))
    }

    /// One run for each delivery leaves the cases that one run over all leaves, resolved ones apart.
    @Test func runByRunIsTheSameAsAtOnce() throws {
        let once = try SampleMonth.fresh()
        let single = try TestInstance()
        for file in SampleMonth.files.sorted(by: {
            ($0 as NSString).lastPathComponent < ($1 as NSString).lastPathComponent
        }) {
            try single.run([file])
        }
        func cases(_ test: TestInstance) throws -> [String] {
            var lines: [String] = []
            try LedgerReader(test.open().ledger).forEachMismatch { row in
                guard row.state != "resolved" else { return }
                lines.append(
                    "\(row.id) \(row.result) \(row.rule) \(row.responsible) \(row.due ?? 0) \(row.fields) "
                        + "\(row.enterprise?.file ?? "") \(row.enterprise?.row ?? 0) \(row.government?.file ?? "")")
            }
            return lines
        }
        #expect(try cases(once) == cases(single))
        #expect(try cases(once).count == 14)
        let summary = try FullComparison(single.open())()
        #expect(summary.changedSubjects == 0)
    }

    /// Counts and cases that somebody tampered with, and comparables that are missing, come back as they were.
    @Test func whatIsWrongIsMended() throws {
        let month = try SampleMonth.fresh()
        let tables = ["comparison", "mismatch"]
        func dump() throws -> [String: [String]] {
            try StoreDump.ledger(month.open().ledger).filter { tables.contains($0.key) }
        }
        let before = try dump()
        let statements = try StoreDump.ledger(month.open().ledger)["statement"]
        try month.open().ledger.queue.write { db in
            try db.execute(sql: "UPDATE comparison SET matches = matches + 1 WHERE name = 'self-licence'")
            try db.execute(sql: "DELETE FROM mismatch WHERE comparison = 'annual-report'")
            try db.execute(sql: "UPDATE mismatch SET rule = 'x' WHERE comparison = 'self-penalty'")
            try db.execute(
                sql: "UPDATE statement SET compared = x'00000000' WHERE compared IS NOT NULL AND current = 1")
        }
        let summary = try FullComparison(month.open())()
        #expect(summary.changedSubjects > 40)
        expectSame(before, try dump())
        #expect(try StoreDump.ledger(month.open().ledger)["statement"] == statements)
        #expect(try FullComparison(month.open())().changedSubjects == 0)
    }
}

extension FullComparisonTests {
    /// Comparables that are torn or claim more than there is are read again from the archive, whatever their tag says.
    @Test func brokenComparablesAreReadAgain() throws {
        let month = try SampleMonth.fresh()
        let before = try StoreDump.ledger(month.open().ledger)
        for sql in [
            "UPDATE statement SET compared = substr(compared, 1, 11) WHERE compared IS NOT NULL AND current = 1",
            "UPDATE statement SET compared = substr(compared, 1, 12) || x'FFFFFF' WHERE compared IS NOT NULL AND current = 1",
            "UPDATE statement SET compared = NULL WHERE current = 1",
        ] {
            try month.open().ledger.queue.write { try $0.execute(sql: sql) }
            #expect(try FullComparison(month.open())().changedSubjects > 40)
            expectSame(before, try StoreDump.ledger(month.open().ledger), sql)
        }
    }
}
