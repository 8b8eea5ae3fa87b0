import Model
import Pipeline
import Testing

/// Each comparator through a whole run: what agrees, what differs, and by how much (domain §8).
@Suite struct ComparatorTests {
    @Test func namesAgreeByBracketsWidthCompanyFormAndFormerNames() throws {
        for (register, former, said) in [
            ("示例市甲（杭州）有限责任公司", "", "示例市甲(杭州)有限公司"),
            ("示例市新名有限公司", "示例市旧名有限公司", "示例市旧名有限公司"),
            ("示例市新名有限公司", "示例市一名有限公司；示例市二名有限公司", "示例市二名有限公司"),
            ("示例市ＡＢＣ有限公司", "", "示例市abc 有限公司"),
        ] {
            let month = try ComparisonCases()
            try month.test.run([month.register(name: register, former: former), month.annualReport(name: said)])
            #expect(try month.counts()["annual-report"]?.matches == 1, "\(register) / \(said)")
        }
        let month = try ComparisonCases()
        try month.test.run([month.register(name: "示例市新名有限公司"), month.annualReport(name: "示例市旧名有限公司")])
        let row = try #require(try month.cases().first)
        #expect(row.result == "mismatch" && row.rule == "registry-authority" && row.responsible == "enterprise")
        #expect(row.fields.map(\.field) == ["name"])
        #expect(row.fields.first?.first == "示例市旧名有限公司" && row.fields.first?.second == "示例市新名有限公司")
    }

    @Test func addressesAgreeByText() throws {
        let month = try ComparisonCases()
        try month.test.run([month.register(), month.annualReport(address: "示例市 建设路１号")])
        #expect(try month.counts()["annual-report"]?.matches == 1)
    }

    /// 100 万元 registered; 100.000001 万元 is 0.01 元 more, 100.000002 is 0.02.
    @Test(arguments: [("100", true), ("100.000001", true), ("100.000002", false), ("99.9999", false)])
    func moneyAgreesWithinACent(said: String, agrees: Bool) throws {
        let month = try ComparisonCases()
        try month.test.run([month.register(), month.annualReport(capital: said)])
        #expect(try month.counts()["annual-report"]?.matches == (agrees ? 1 : 0))
        let difference = try month.cases().first?.fields.first?.difference
        #expect(difference == (agrees ? nil : said == "99.9999" ? "-1 元" : "0.02 元"))
    }

    /// The header says 元, the mapping 万元: the column is unknown and told, not taken for ten thousand times as much.
    @Test func aColumnInAnotherUnitIsNotTaken() throws {
        let month = try ComparisonCases()
        let header = "统一社会信用代码,企业名称,法定代表人,注册资本（元）,核准日期,登记状态,住所"
        let register = try month.test.deliver(
            "\(header)\n\(month.code),\(month.name),甲某,1000000,2025-02-03,存续,示例市建设路1号\n",
            as: "2025-02-05-registration.csv", from: "market-supervision")
        let summary = try month.test.run([register, month.annualReport()])
        #expect(summary.findingsByRule["unknown-column"] == 1)
        #expect(try StoreDump.export(month.test.open())["registration"]?.last?.contains("1000000") == false)
        #expect(try month.counts()["annual-report"]?.matches == 1)
    }

    @Test func capitalInAnotherCurrencyIsNotCompared() throws {
        let month = try ComparisonCases()
        try month.test.run([month.register(currency: "美元"), month.annualReport(capital: "700")])
        #expect(try month.counts()["annual-report"]?.matches == 1)
    }

    @Test func datesDifferByDays() throws {
        let month = try ComparisonCases()
        try month.test.run([month.register(), month.licence(), month.selfLicence(to: "2028-03-05")])
        let row = try #require(try month.cases().first)
        #expect(
            row.fields == [
                DifferingField(field: "valid_to", first: "2028-03-05", second: "2028-03-02", difference: "3 天")
            ])
        #expect(row.attribution == "enterprise_wrong" && row.rule == "maker-authority")
    }

    @Test func whatOneSideDoesNotSayCannotBeCompared() throws {
        let month = try ComparisonCases()
        try month.test.run([month.register(), month.licence(), month.selfLicence(to: "")])
        #expect(try month.counts()["self-licence"]?.matches == 1)
    }

    /// 60 + 40 = 100; 60 + 30 ≠ 100.
    @Test func subscribedContributionsAddUpToTheCapital() throws {
        let month = try ComparisonCases()
        try month.test.run([
            month.register(),
            month.contributions([("甲某", "60", "2030-01-01", "60"), ("乙公司", "40", "2030-01-01", "40")]),
        ])
        #expect(try month.counts()["contribution"]?.matches == 1)
        #expect(try month.cases().isEmpty)

        let short = try ComparisonCases()
        try short.test.run([
            short.register(),
            short.contributions([("甲某", "60", "2030-01-01", "60"), ("乙公司", "30", "2030-01-01", "30")]),
        ])
        let row = try #require(try short.cases().first)
        #expect(
            row.fields == [
                DifferingField(field: "subscribed_amount", first: "90 万元", second: "100 万元", difference: "-100000 元")
            ])
    }

    /// 甲某's 60 went to 丙公司: 60 + 40 = 100, and what 甲某 still owed is nobody's debt of 甲某 any more.
    @Test func aShareThatWasTransferredIsNoPartOfTheSum() throws {
        let month = try ComparisonCases()
        try month.test.run([
            month.register(),
            month.contributions([("甲某", "60", "2024-06-30", "20"), ("乙公司", "40", "2030-01-01", "40")]),
            month.contributions(
                [("甲某", "60", "2024-06-30", "20"), ("丙公司", "60", "2030-01-01", "60")],
                states: ["已转让", "存续"], updated: "2025-03-20", day: "2025-03-22"),
        ])
        #expect(try month.counts()["contribution"]?.matches == 1)
        #expect(try month.cases().allSatisfy { $0.state == "resolved" })
    }

    /// What is due in 2024 and not paid stands; what is due in 2030 waits until then.
    @Test func whatIsDueAndUnpaidStandsFromTheDayAfter() throws {
        let month = try ComparisonCases()
        try month.test.run([
            month.register(),
            month.contributions([("甲某", "60", "2024-06-30", "20"), ("乙公司", "40", "2030-01-01", "")]),
        ])
        let row = try #require(try month.cases().first)
        #expect(row.rule == "unpaid-by-due-date" && row.due == CivilDate.parse("2024-06-30"))
        #expect(row.fields == [DifferingField(field: "paid_amount", first: "20", second: "60")])
        var filter = MismatchFilterOnDay("2024-06-30").filter
        #expect(try month.cases(filter).isEmpty)
        filter = MismatchFilterOnDay("2024-07-01").filter
        #expect(try month.cases(filter).count == 1)
    }

    /// 丙公司's 50 ended after the report's day, and nothing says whether it was held on it: a report of 100 or of 150 agrees, any other cannot be
    /// compared.
    @Test(arguments: [
        ("100", "甲某、乙公司", "match"), ("150", "甲某、乙公司、丙公司", "match"), ("120", "甲某、乙公司", "not_comparable"),
    ])
    func aShareThatEndedAfterTheReportMayHaveBeenHeldOnItsDay(paid: String, shareholders: String, result: String) throws
    {
        let month = try ComparisonCases()
        try month.test.run(
            [
                month.register(),
                month.contributions([("甲某", "60", "2030-01-01", "60"), ("乙公司", "40", "2030-01-01", "40")]),
                month.annualReport(capital: paid, paid: paid, shareholders: shareholders),
                month.contributions(
                    [("丙公司", "50", "2030-01-01", "50")], states: ["已转让"], formed: "2025-04-02", updated: "2025-04-03",
                    day: "2025-04-05"),
            ], asOf: "2025-04-07")
        let counts = try #require(try month.counts()["annual-report-contributions"])
        let cases = try month.cases().filter {
            $0.id.comparison == "annual-report-contributions" && $0.state != "resolved"
        }
        #expect(counts.matches == (result == "match" ? 1 : 0))
        #expect(cases.map(\.rule) == (result == "match" ? [] : ["unknown-on-day"]))
        #expect(cases.map(\.result) == (result == "match" ? [] : ["not_comparable"]))
    }

    @Test func theAnnualReportAgreesWithTheEnterprisesOwnDisclosures() throws {
        let month = try ComparisonCases()
        let shares = [("甲某", "60", "2030-01-01", "60"), ("乙公司", "40", "2030-01-01", "40")]
        try month.test.run([
            month.register(), month.contributions(shares), month.annualReport(paid: "100", shareholders: "乙公司、甲某"),
        ])
        #expect(try month.counts()["annual-report-contributions"]?.matches == 1)

        let other = try ComparisonCases()
        try other.test.run([
            other.register(), other.contributions(shares), other.annualReport(paid: "90", shareholders: "甲某"),
        ])
        let row = try #require(try other.cases().first { $0.id.comparison == "annual-report-contributions" })
        #expect(row.fields.map(\.field) == ["shareholders", "paid_capital"])
        #expect(row.rule == "own-disclosures-differ")
        // A shareholder may be a person: names do not stand in the case.
        #expect(!"\(row)".contains("甲某"))
    }
}
