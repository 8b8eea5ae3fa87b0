import Model
import Testing

struct RegistrationNumberCheckTests {
    @Test("Domain §3", arguments: ["110108000000016", "330184000094093", "331021620043077", "330203000030639"])
    func right(number: String) { #expect(Fixture().run(["registration_number": number]).findings.isEmpty) }

    @Test func aWrongCheckDigitIsAWarning() {
        let result = Fixture().run(["registration_number": "110108000000017"])
        #expect(result.ids == ["registration-number-check"])
        #expect(result.findings[0].severity == .warning)
    }

    @Test("Also after it was moved out of the code's column")
    func moved() {
        let result = Fixture().run(["code": "110108000000017"])
        #expect(result.ids == ["registration-number-in-code-field", "registration-number-check"])
    }

    @Test("Older forms have no check")
    func notApplicable() {
        let result = Fixture().run([
            ["registration_number": "3202111102990"], ["registration_number": "企合浙绍总字第000123号"],
            ["registration_number": "330184000094093"], [:],
        ])
        #expect(result.findings.isEmpty)
        #expect(result.count("registration-number-check") == RuleCount(applicable: 1, failed: 0))
    }
}
