import Ledger
import Model
import Pipeline
import Testing

/// Whose doing a mismatch is, who is to act, and until when (domain §8).
@Suite struct MismatchAttributionTests {
    /// 2025-03-03 + 7 working days (04 05 06 07 10 11 12) = 2025-03-12.
    @Test func whatOnlyTheEnterpriseHasIsTheDepartmentsAfterItsWindow() throws {
        let month = try ComparisonCases()
        try month.test.run([month.register(), month.selfLicence()])
        let row = try #require(try month.cases().first)
        #expect(row.result == "enterprise_only" && row.attribution == "department_late")
        #expect(row.rule == "department-window" && row.responsible == "culture")
        #expect(row.due == CivilDate.parse("2025-03-12"))
        #expect(try month.cases(MismatchFilterOnDay("2025-03-12").filter).isEmpty)
        #expect(try month.cases(MismatchFilterOnDay("2025-03-13").filter).count == 1)
    }

    @Test func anAuthorityWeDoNotKnowIsForTheSteward() throws {
        let month = try ComparisonCases()
        try month.test.run([month.register(), month.selfLicence(authority: "邻市文旅局")])
        #expect(try month.cases().map(\.responsible) == ["steward"])
    }

    /// The enterprise has 20 working days from 2025-03-20: 21 24–28 31 April 1–3 (4 is 清明) 7–11 14–18 → 2025-04-18.
    @Test func aRevocationNotReflectedIsAKindOfItsOwn() throws {
        let month = try ComparisonCases()
        try month.test.run([
            month.register(), month.licence(status: "撤销", updated: "2025-03-20", day: "2025-03-21"),
            month.selfLicence(),
        ])
        let row = try #require(try month.cases().first)
        #expect(row.result == "not_reflected" && row.rule == "withdrawn-by-department")
        #expect(row.responsible == "enterprise" && row.due == CivilDate.parse("2025-04-18"))
        let counts = try #require(try month.counts()["self-licence"])
        #expect(counts.mismatches == 1 && counts.notReflected == 1)
    }

    /// Both sides say that it was revoked: nobody is wrong. The enterprise's word alone is the department's to follow.
    @Test func aRevocationThatBothReflectIsAMatch() throws {
        let month = try ComparisonCases()
        let licence = try month.licence(status: "撤销", updated: "2025-03-10", day: "2025-03-11")
        try month.test.run([month.register(), licence, month.selfLicence(status: "撤销")])
        #expect(try month.cases().isEmpty)
        #expect(try month.counts()["self-licence"]?.matches == 1)

        let alone = try ComparisonCases()
        try alone.test.run([alone.register(), alone.licence(), alone.selfLicence(status: "注销")])
        #expect(try alone.cases().map(\.rule) == ["enterprise-newer"])
        #expect(try alone.cases().map(\.responsible) == ["culture"])
    }

    /// Of several penalties with one document number the same one is met whatever came first, and a full comparison agrees.
    @Test func ofSeveralRecordsTheSameOneIsMet() throws {
        let month = try ComparisonCases()
        try month.test.run([month.register(), month.licence(), month.selfLicence()], asOf: "2025-03-12")
        try month.test.run(
            [
                month.licence("示文许〔2025〕2号", day: "2025-03-13"),
                month.selfLicence("示文许〔2025〕2号", to: "2029-01-01", day: "2025-03-13"),
            ], asOf: "2025-03-13")
        #expect(try FullComparison(month.test.open())().changedSubjects == 0)
    }

    /// A day to come is sent back, and no calendar is asked for it.
    @Test func aDayToComeOpensNoWindow() throws {
        let month = try ComparisonCases()
        let summary = try month.test.run([month.register(), month.licence(), month.selfLicence(updated: "2099-01-01")])
        #expect(summary.totals.byName["rejected"] == 1)
    }

    @Test func aChangeByTheDepartmentNotReflected() throws {
        let month = try ComparisonCases()
        try month.test.run([
            month.register(), month.licence(), month.selfLicence(),
            month.licence(to: "2030-03-02", updated: "2025-03-20", day: "2025-03-21"),
        ])
        let row = try #require(try month.cases().first)
        #expect(row.result == "not_reflected" && row.rule == "changed-by-department")
    }

    /// The register knows the enterprise by the name that the enterprise says, not by the department's.
    @Test func theRegisterMaySideWithTheEnterprise() throws {
        let month = try ComparisonCases()
        try month.test.run([month.register(), month.licence(name: "示例市丙丁商贸有限公司"), month.selfLicence()])
        let row = try #require(try month.cases().first)
        #expect(row.rule == "registry-sides-with-enterprise" && row.attribution == "department_wrong")
        #expect(row.responsible == "culture")
    }

    @Test func theRegisterMaySideWithTheDepartment() throws {
        let month = try ComparisonCases()
        try month.test.run([month.register(), month.licence(), month.selfLicence(name: "示例市丙丁商贸有限公司")])
        #expect(try month.cases().map(\.rule) == ["registry-authority"])
    }
}

/// Cases that stand on a day.
struct MismatchFilterOnDay {
    var filter = MismatchFilter()

    init(_ day: String) { filter.standingOn = CivilDate.parse(day) }
}
