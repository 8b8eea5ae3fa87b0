import Ledger
import Model
import Pipeline
import Testing

/// A change that one side has and the other lacks is a kind of its own, also where no earlier version of it was ever held.
@Suite struct ChangeNotReflectedTests {
    /// The enterprise renewed on 2025-03-20; the department holds the old licence. 7 working days from then: 2025-03-31.
    @Test(arguments: ["变更", "延续"]) func theEnterpriseSaysSoAtFirstSight(status: String) throws {
        let month = try ComparisonCases()
        try month.test.run([
            month.register(), month.licence(),
            month.selfLicence(to: "2030-03-02", status: status, updated: "2025-03-20", day: "2025-03-21"),
        ])
        let row = try #require(try month.cases().first)
        #expect(row.result == "not_reflected" && row.rule == "enterprise-newer")
        #expect(row.attribution == "department_late" && row.responsible == "culture")
        #expect(row.due == CivilDate.parse("2025-03-31"))
        #expect(try month.counts()["self-licence"]?.notReflected == 1)
    }

    /// The department's record was changed before it was first delivered; the enterprise still shows what was before.
    @Test func theDepartmentSaysSoAtFirstSight() throws {
        let month = try ComparisonCases()
        try month.test.run([
            month.register(), month.licence(to: "2030-03-02", status: "变更", updated: "2025-03-20", day: "2025-03-21"),
            month.selfLicence(),
        ])
        let row = try #require(try month.cases().first)
        #expect(row.result == "not_reflected" && row.rule == "changed-by-department" && row.responsible == "enterprise")
    }

    /// A newer date alone, a change that both sides have, and one that is older than what the other side says are plain mismatches.
    @Test func withoutASignOfAChangeItIsAPlainMismatch() throws {
        for (own, updated, government) in [
            ("有效", "2025-03-20", "有效"), ("变更", "2025-03-20", "变更"), ("变更", "2025-03-03", "有效"),
        ] {
            let month = try ComparisonCases()
            try month.test.run([
                month.register(), month.licence(status: government),
                month.selfLicence(to: "2030-03-02", status: own, updated: updated, day: "2025-03-21"),
            ])
            let row = try #require(try month.cases().first)
            #expect(row.result == "mismatch" && row.rule == "maker-authority", "\(own) \(updated) \(government)")
        }
    }

    /// Each delivery in a run of its own, in any order: the same case comes out.
    @Test func theOrderOfRunsChangesNothing() throws {
        var found: [[String]] = []
        for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1], [1, 3, 0, 2]] {
            let month = try ComparisonCases()
            let files = [
                try month.register(), try month.licence(),
                try month.selfLicence(to: "2030-03-02", status: "延续", updated: "2025-03-20", day: "2025-03-21"),
                try month.licence(to: "2031-03-02", status: "变更", updated: "2025-03-24", day: "2025-03-25"),
            ]
            for place in order { try month.test.run([files[place]]) }
            found.append(
                try month.cases().map {
                    "\($0.id) \($0.result) \($0.rule) \($0.responsible) \($0.due ?? 0) \($0.fields) "
                        + "\($0.enterprise?.file ?? "") \($0.government?.file ?? "")"
                })
            #expect(try FullComparison(month.test.open())().changedSubjects == 0)
        }
        #expect(found[0].count == 1 && found[0][0].contains("changed-by-department"))
        for other in found.dropFirst() { #expect(other == found[0]) }
    }
}
