import Bytes
import Model
import Testing

@testable import Validation

struct RecordStageTests {
    @Test func cleanRowsHaveNoFindings() {
        let result = Fixture().run([[:], [:], [:]])
        #expect(result.findings.isEmpty)
        #expect(result.flags() == [.codeValid])
        #expect(result.count("required") == RuleCount(applicable: 9, failed: 0))
    }

    @Test func findingsComeByRowThenByRule() {
        let result = Fixture().run([
            ["party_name": "", "decision_date": "2026-02-30"], ["document_number": ""], ["fine": "-1"],
        ])
        #expect(result.findings.map(\.position.row) == [1, 1, 2, 3])
        #expect(result.ids == ["impossible-date", "required", "required", "number-range"])
    }

    @Test("Batches of any size give the same findings and counts", arguments: [1, 2, 3, 7])
    func batchSizeMakesNoDifference(size: Int) {
        let rows: [[String: String]] = [
            [:], ["code": "91350100M000100Y44"], ["penalty_type": "03"], ["penalty_type": "03"], ["party_type": "自然人"],
            ["code": "110108000000016"], ["valid_to": "长期"], ["code": "11010519491231002X"], ["fine": "x"], [:],
        ].map { Fixture.clean.merging($0) { $1 } }
        let whole = Fixture().run(exactly: rows)
        let parts = Fixture().run(exactly: rows, batchRows: size)
        #expect(parts.findings == whole.findings)
        #expect(parts.report.counts == whole.report.counts)
    }

    @Test("A report starts afresh for the next batch")
    func removeAll() {
        let result = Fixture().run(["party_name": ""])
        result.report.removeAll()
        #expect(result.findings.isEmpty)
        #expect(result.report.counts.isEmpty)
    }

    @Test("A changed severity decides whether the row is rejected; a rule that is off neither finds nor counts")
    func severities() {
        var fixture = Fixture()
        fixture.settings.severities = ["required": .warning]
        var result = fixture.run(["party_name": ""])
        #expect(result.findings("required").map(\.severity) == [.warning])
        #expect(result.flags() == [.codeValid, .warning])
        fixture.settings.severities = ["required": nil]
        result = fixture.run(["party_name": ""])
        #expect(result.findings.isEmpty)
        #expect(!result.wasAsked("required"))
    }

    @Test func repairsHappenWhereTheRuleIsOff() {
        var fixture = Fixture()
        fixture.settings.severities = ["lower-case": nil, "not-for-disclosure": nil]
        let result = fixture.run(["code": "91350100m000100y43", "scope": "不公示"])
        #expect(result.findings.isEmpty)
        #expect(result.text("code") == "91350100M000100Y43")
        #expect(result.flags().contains([.codeValid, .withheld]))
    }
}
