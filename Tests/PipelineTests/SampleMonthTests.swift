import GRDB
import Model
import Pipeline
import Testing

/// The sample month comes to what stands beside each delivery, and no row is lost (promise 1).
@Suite struct SampleMonthTests {
    @Test(arguments: Project.deliveries) func comesToWhatIsExpected(_ delivery: String) throws {
        let month = try SampleMonth.run()
        let expected = try Expected.beside(delivery)
        let line = try #require(month.line(delivery), "the summary has no line for it")
        #expect(line.state == expected.state)
        #expect(line.received == expected.received)
        #expect(line.outcomes.byName == expected.outcomes)
        #expect(line.received == line.outcomes.total)
        #expect((line.state == "refused") == (line.refusal != nil))
        #expect(try month.instance.ledger.findings(of: line.id) == expected.findings)
    }

    @Test(arguments: Project.deliveries) func everyRowHasOnePlace(_ delivery: String) throws {
        let month = try SampleMonth.run()
        let line = try #require(month.line(delivery), "the summary has no line for it")
        guard line.received > 0 else { return }
        #expect(try month.instance.ledger.places(of: line.id) == Array(1...line.received))
    }

    @Test func everyDeliveryHasALine() throws {
        let month = try SampleMonth.run()
        #expect(Project.deliveries.count >= 50)
        #expect(month.summary.submissions.count == Project.deliveries.count)
        #expect(month.summary.isConserved)
    }

    /// The ledger's own counts are those of its rows, for every submission and outcome.
    @Test func theLedgerConservesRows() throws {
        let ledger = try SampleMonth.run().instance.ledger
        let unequal = try ledger.strings(
            """
            SELECT s.file || ': ' || s.rows || ' rows, ' || sum(o.rows) || ' outcomes'
            FROM submission s JOIN outcome_count o ON o.submission = s.id GROUP BY s.id HAVING s.rows <> sum(o.rows)
            """)
        #expect(unequal == [])
        for outcome in Outcome.allCases {
            let counted = try ledger.integer("SELECT sum(rows) FROM outcome_count WHERE outcome = ?", [outcome.name])
            let placed = try ledger.integer(
                """
                SELECT (SELECT count(*) FROM statement WHERE outcome = ?1) + (SELECT count(*) FROM aside WHERE outcome = ?1)
                """, [outcome.rawValue])
            #expect(counted == placed, "\(outcome)")
        }
        #expect(
            try ledger.integer("SELECT sum(rows) FROM submission")
                == ledger.integer("SELECT sum(rows) FROM outcome_count"))
    }

    /// The summary's findings are the ledger's, and what README.md says of the whole month holds.
    @Test func theSummaryAgreesWithTheLedger() throws {
        let month = try SampleMonth.run()
        let ledger = month.instance.ledger
        let findings = try ledger.integer("SELECT count(*) FROM finding")
        #expect(month.summary.findingsBySeverity.values.reduce(0, +) == findings)
        #expect(month.summary.findingsByRule.values.reduce(0, +) == findings)
        #expect(try month.summary.conflicts == ledger.integer("SELECT count(*) FROM conflict"))
        #expect(month.summary.received == 403)
        #expect(month.summary.conflicts == 7)
        let compared = month.summary.mismatches
        #expect(compared["match"] == 16)
        // 6 between disclosure and records; 2 enterprises whose contributions differ from both their annual report and their capital.
        #expect(compared["mismatch"] == 10)
        #expect(compared["enterprise_only"] == 2)
    }

    /// Every key has exactly one current statement, and every current one that may be shown is disclosed.
    @Test func everyKeyHasOneCurrentStatement() throws {
        let ledger = try SampleMonth.run().instance.ledger
        let wrong = try ledger.strings(
            """
            SELECT subject || ' ' || item || ' ' || key FROM statement
            GROUP BY subject, item, key HAVING sum(current) <> 1
            """)
        #expect(wrong == [])
    }
}
