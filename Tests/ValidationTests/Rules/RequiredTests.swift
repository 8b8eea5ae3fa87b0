import Model
import Testing

struct RequiredTests {
    @Test func absentIsAnError() {
        let result = Fixture().run([["party_name": ""], [:]])
        #expect(result.ids == ["required"])
        #expect(result.findings[0].severity == .error && result.findings[0].field == "party_name")
        #expect(result.batch.flags.map { $0.contains(.error) } == [true, false])
        #expect(result.count("required") == RuleCount(applicable: 6, failed: 1))
    }

    @Test("What another rule took out is not missed a second time")
    func removedByAnother() {
        var fixture = Fixture()
        fixture.item.fields[fixture.item.field(named: "authority_code")!].isRequired = true
        let result = fixture.run([["authority_code": "11010519491231002X"], ["authority_code": ""]])
        #expect(result.ids == ["citizen-number-in-code-field", "required"])
        #expect(result.findings.map(\.position.row) == [1, 2])
    }
}
