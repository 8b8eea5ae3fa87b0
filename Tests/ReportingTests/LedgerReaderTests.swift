import Bytes
import Foundation
import Ledger
import Model
import Testing

/// The queries that reports are made from, over a small ledger.
@Suite struct LedgerReaderTests {
    private let folder: TemporaryFolder
    private let reader: LedgerReader
    private static let code = "91330100MA27W8AB3C"

    init() throws {
        folder = try TemporaryFolder()
        let store = try LedgerStore(path: folder.path + "/ledger.sqlite")
        reader = LedgerReader(store)
        let session = try LedgerSession(store, items: Fixture.items)
        let run = try session.beginRun(nil, asOf: 1000, isGiven: true, fingerprint: "f")
        for (id, source, received) in [(1, "tax", 100), (2, "health", 200), (3, "tax", 5000)] {
            var submission = Submission(
                digest: "d\(id)", size: 10, source: source, item: "licence", mapping: "m", channel: "file",
                file: "f\(id).csv", received: received, fingerprint: "f")
            submission.id = id
            submission.run = run
            submission.state = .published
            submission.rows = 10
            submission.layout = Layout(format: "csv", encoding: .gb18030, byteOrderMark: 0)
            submission.outcomes[.published] = id == 2 ? 0 : 7
            submission.outcomes[.rejected] = id == 2 ? 10 : 3
            (submission.dated, submission.onTime, submission.undated) = (8, 6, 2)
            submission.ruleCounts = ["required": RuleCount(applicable: 100, failed: 3)]
            try session.write(submission)
            try session.insert(
                (1...4).flatMap { row in
                    [
                        Finding(
                            rule: "required", severity: .error,
                            position: RowPosition(row: row, line: row + 1, offset: 0, length: 5), field: "content"),
                        Finding(
                            rule: "full-width", severity: .notice,
                            position: RowPosition(row: row, line: row + 1, offset: 0, length: 5)),
                    ]
                }, submission: id)
        }
        try session.noteRepeat(of: 1, received: 6000, file: "b.csv")
        try session.insertAside(
            submission: 1, position: RowPosition(row: 9, line: 10, offset: 1, length: 2), outcome: .unattributed,
            event: Record.noDate, links: .none,
            waitsFor: "")
        try LedgerReaderTests.writeSides(session)
        try session.commit()
    }

    private static func writeSides(_ session: LedgerSession) throws {
        let one = StatementReference(submission: 1, row: 4)
        let other = StatementReference(submission: 2, row: 5)
        try code.withSlice { subject in
            try session.ensureSubject(
                code: subject, name: subject, nameKey: 1, registrationNumber: .empty, taxpayerNumber: .empty,
                legalRepresentative: .empty)
            try session.insertConflict(
                kind: "content", subject: subject, item: 1, key: 7, winner: one, loser: other,
                fields: #"[{"field":"valid_to","first":"a","second":"b"},{"field":"content","first":"c","second":"d"}]"#
            )
            try "self-licence".withSlice { comparison in
                try session.write([(subject.bytes, comparison, [5, 4, 1, 3, 2, 1])])
                var mismatch = MismatchCase(
                    pair: 7, item: 3, result: "mismatch", attribution: "enterprise_wrong", rule: "maker-authority",
                    responsible: "enterprise", due: nil, enterprise: one, government: other)
                mismatch.fields = #"[{"difference":"3 天","enterprise":"a","field":"valid_to","government":"b"}]"#
                try session.write(mismatch, CaseNote(.opened, at: 5), subject: subject, comparison: comparison)
                let alone = MismatchCase(
                    pair: 8, item: 3, result: "enterprise_only", attribution: "department_late",
                    rule: "department-window", responsible: "culture", due: 20_000, enterprise: one, government: nil)
                try session.write(alone, CaseNote(.opened, at: 5), subject: subject, comparison: comparison)
            }
        }
    }

    @Test func deliveriesHaveTheirOutcomes() throws {
        let all = try reader.deliveries(.all)
        #expect(all.map(\.id) == [1, 2, 3])
        #expect(all.allSatisfy { $0.outcomes.total == $0.rows })
        #expect(all[0].layout?.encoding == .gb18030)
        #expect(try reader.deliveries(.received(0..<1000)).map(\.id) == [1, 2])
        #expect(try reader.deliveries(.run(2)).isEmpty)
        #expect(try reader.delivery(3)?.file == "f3.csv")
        #expect(try reader.delivery(9) == nil)
        #expect(try reader.lastRun()?.asOf == 1000)
    }

    @Test func outcomesAndVolumes() throws {
        #expect(try reader.outcomes(.all).map(\.source) == ["health", "tax"])
        #expect(try reader.outcomes(.all)[1].outcomes[.published] == 14)
        #expect(try reader.outstanding().map(\.outcomes.total) == [1])
    }

    @Test func rulesHaveExamplesOfSeveralDeliveries() throws {
        let summaries = try reader.ruleSummaries(.all)
        #expect(summaries.map(\.rule) == ["required", "full-width"])
        #expect(summaries[0].findings == 12)
        #expect(summaries[0].deliveries == 3)
        #expect(summaries[0].examples.map(\.submission) == [1, 2, 3])
        #expect(try reader.ruleCounts(.all)["required"] == RuleCount(applicable: 300, failed: 9))
        let one = try reader.ruleSummaries(.submission(2))
        #expect(one[0].examples.map(\.finding.position.row) == [1, 2, 3])
    }

    @Test func findingsStreamInOrder() throws {
        var rows: [Int] = []
        try reader.forEachFinding(of: 2) { rows.append($0.finding.position.row) }
        #expect(rows == [1, 1, 2, 2, 3, 3, 4, 4])
        let limited = try reader.findings(.all, rule: "required", limit: 2)
        #expect(limited.total == 12 && limited.rows.count == 2)
    }

    @Test func conflictsAndMismatchesHaveBothSides() throws {
        let conflicts = try reader.conflicts(.run(1), limit: 10)
        #expect(conflicts.total == 1)
        #expect(conflicts.rows[0].winner?.file == "f1.csv" && conflicts.rows[0].loser?.row == 5)
        #expect(
            conflicts.rows[0].fields == [
                DifferingField(field: "valid_to", first: "a", second: "b"),
                DifferingField(field: "content", first: "c", second: "d"),
            ])
        #expect(conflicts.rows[0].item == "licence")
        #expect(try reader.conflicts(.submission(3), limit: 10).total == 0)
        #expect(try reader.conflictCounts(.all) == ["content": 1])
        func mismatches(_ result: String) throws -> Limited<MismatchRow> {
            var filter = MismatchFilter()
            filter.result = result
            return try reader.mismatches(filter, limit: 10)
        }
        #expect(
            try mismatches("mismatch").rows[0].fields == [
                DifferingField(field: "valid_to", first: "a", second: "b", difference: "3 天")
            ])
        #expect(try mismatches("enterprise_only").rows[0].government == nil)
        #expect(try reader.comparisons().map(\.governmentOnly) == [2])
        var count = 0
        try reader.forEachMismatch { _ in count += 1 }
        try reader.forEachConflict { _ in count += 1 }
        #expect(count == 3)
    }
}
