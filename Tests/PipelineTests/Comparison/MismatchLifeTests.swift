import Model
import Testing

/// Cases live: opened, changed, resolved by a later submission, reopened as the same one.
@Suite struct MismatchLifeTests {
    @Test func aCaseIsResolvedByALaterSubmissionAndReopensAsTheSame() throws {
        let month = try ComparisonCases()
        try month.test.run(
            [month.register(), month.licence(), month.selfLicence(to: "2028-03-05")], asOf: "2025-03-12")
        let opened = try #require(try month.cases().first)
        #expect(opened.state == "open")

        try month.test.run([month.selfLicence(updated: "2025-03-14", day: "2025-03-14")], asOf: "2025-03-14")
        let resolved = try #require(try month.cases().first)
        #expect(resolved.id == opened.id && resolved.state == "resolved")

        try month.test.run(
            [month.selfLicence(to: "2029-01-01", updated: "2025-03-17", day: "2025-03-17")], asOf: "2025-03-17")
        let again = try #require(try month.cases().first)
        #expect(again.id == opened.id && again.state == "open")
        #expect(try month.cases().count == 1)

        let events = try month.events(of: again)
        #expect(events.map(\.event) == ["opened", "resolved", "reopened"])
        #expect(events.map(\.file) == ["2025-03-12-licence.csv", "2025-03-14-licence.csv", "2025-03-17-licence.csv"])
        #expect(events[1].source == "self-disclosure")
    }

    @Test func otherValuesOfTheSameCaseAreAChange() throws {
        let month = try ComparisonCases()
        try month.test.run(
            [month.register(), month.licence(), month.selfLicence(to: "2028-03-05")], asOf: "2025-03-12")
        try month.test.run(
            [month.selfLicence(to: "2029-01-01", updated: "2025-03-14", day: "2025-03-14")], asOf: "2025-03-14")
        let row = try #require(try month.cases().first)
        #expect(row.fields.first?.first == "2029-01-01")
        #expect(try month.events(of: row).map(\.event) == ["opened", "changed"])
    }

    @Test func whatDoesNotConcernTheCaseLeavesItAlone() throws {
        let month = try ComparisonCases()
        try month.test.run(
            [month.register(), month.licence(), month.selfLicence(to: "2028-03-05")], asOf: "2025-03-12")
        try month.test.run([month.licence("示文许〔2025〕2号", day: "2025-03-14")], asOf: "2025-03-14")
        let row = try #require(try month.cases().first)
        #expect(try month.events(of: row).map(\.event) == ["opened"])
        #expect(try month.counts()["self-licence"]?.governmentOnly == 1)
    }

    /// The name of the register comes from one source, the address from another: a change of either is seen.
    @Test func aComposedRegistrationIsComparedWithAllItsFields() throws {
        let month = try ComparisonCases()
        try month.test.run([month.register(), month.annualReport(address: "示例市新街9号")], asOf: "2025-03-20")
        #expect(try month.cases().map(\.state) == ["open"])
        let header = "统一社会信用代码,企业名称,法定代表人,核准日期,登记状态,住所"
        let moved = try month.test.deliver(
            "\(header)\n\(month.code),\(month.name),甲某,2025-03-21,存续,示例市新街9号\n",
            as: "2025-03-22-registration.csv", from: "market-supervision")
        try month.test.run([moved], asOf: "2025-03-22")
        #expect(try month.cases().map(\.state) == ["resolved"])
    }
}
