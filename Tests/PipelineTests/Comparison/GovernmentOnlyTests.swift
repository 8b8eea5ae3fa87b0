import GRDB
import Ledger
import Model
import Pipeline
import Testing

/// What only the government holds can be listed, record by record, and as many are listed as are counted.
@Suite struct GovernmentOnlyTests {
    private func rows(
        _ instance: Instance, comparison: String? = nil, department: String? = nil, subject: String? = nil
    ) throws -> [GovernmentOnlyRow] {
        var filter = GovernmentOnlyFilter()
        (filter.comparison, filter.department, filter.subject) = (comparison, department, subject)
        var rows: [GovernmentOnlyRow] = []
        try Reports(instance).forEachGovernmentOnly(filter) { rows.append($0) }
        return rows
    }

    @Test func asManyAreListedAsAreCounted() throws {
        let instance = try SampleMonth.run().instance
        let all = try rows(instance)
        let counted = try Reports(instance).comparisons()
        #expect(all.count > 100 && all.count == counted.reduce(0) { $0 + $1.governmentOnly })
        for row in counted {
            #expect(try rows(instance, comparison: row.comparison).count == row.governmentOnly, "\(row.comparison)")
        }
        for department in Set(all.map(\.government.source)) {
            let expected = all.filter { $0.government.source == department }
            #expect(try rows(instance, department: department) == expected)
        }
        let subject = try #require(all.first?.subject)
        #expect(try rows(instance, subject: subject) == all.filter { $0.subject == subject })
    }

    /// Of two licences one is disclosed, a third was revoked: the second is listed, with its file and row.
    @Test func onlyWhatIsNotDisclosedIsListed() throws {
        let month = try ComparisonCases()
        try month.test.run([
            month.register(), month.licence(), month.selfLicence(), month.licence("示文许〔2025〕2号", day: "2025-03-13"),
            month.licence("示文许〔2025〕3号", status: "撤销", day: "2025-03-14"),
        ])
        let row = try #require(try rows(month.test.open()).first)
        #expect(try rows(month.test.open()).count == 1)
        #expect(row.comparison == "self-licence" && row.item == "licence")
        #expect(row.subject == month.code && row.name == month.name)
        #expect(row.government.source == "culture" && row.government.file == "2025-03-13-licence.csv")
        #expect(row.government.row == 1)
        // Disclosed later, it is listed no more.
        try month.test.run([month.selfLicence("示文许〔2025〕2号", day: "2025-03-20")])
        #expect(try rows(month.test.open()).isEmpty)
    }

    /// Statements that were kept for other comparisons tell nothing about these.
    @Test func whatWasComparedOtherwiseIsAnError() throws {
        let month = try ComparisonCases()
        try month.test.run([month.register(), month.licence()])
        try month.test.open().ledger.queue.write {
            try $0.execute(sql: "UPDATE statement SET compared = x'00000000' WHERE compared IS NOT NULL")
        }
        #expect(throws: SystemError.self) { try rows(month.test.open()) }
        _ = try FullComparison(month.test.open())()
        #expect(try rows(month.test.open()).count == 1)
    }
}
