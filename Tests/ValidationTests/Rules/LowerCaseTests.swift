import Model
import Testing

struct LowerCaseTests {
    @Test func codesArePutIntoUpperCase() {
        let result = Fixture().run(["code": "91350100m000100y43"])
        #expect(result.ids == ["lower-case"])
        #expect(result.findings[0].value == "91350100m000100y43")
        #expect(result.findings[0].suggestion == "91350100M000100Y43")
        #expect(result.flags() == [.codeValid])
    }

    @Test func aCitizenNumberDoesNotComeOutOnTheWay() {
        let result = Fixture().run(["code": "11010519491231002x"])
        #expect(result.ids == ["lower-case", "citizen-number-in-code-field"])
        #expect(result.findings.allSatisfy { !($0.value + $0.suggestion).contains("1949") })
    }

    @Test func upperCasePassesAndAbsentIsNotAsked() {
        let result = Fixture().run([[:], ["code": "", "registration_number": "330184000094093"]])
        #expect(result.count("lower-case") == RuleCount(applicable: 2, failed: 0))
    }
}
