import Foundation
import GuijiConfiguration
import Ledger
import Model
import Pipeline
import Testing

/// Lists are compared whole: a company may have hundreds of shareholders.
@Suite struct ListLengthTests {
    private func shares(_ count: Int) -> [(String, String, String, String)] {
        (0..<count).map { ("股东\($0)", "1", "2030-01-01", "1") }
    }

    @Test(arguments: [1, 17, 255, 256, 300]) func listsAreComparedMemberByMember(count: Int) throws {
        let month = try ComparisonCases()
        let names = shares(count).map(\.0)
        try month.test.run([
            month.register(capital: "\(count)"), month.contributions(shares(count)),
            month.annualReport(
                capital: "\(count)", paid: "\(count)", shareholders: names.reversed().joined(separator: "、")),
        ])
        #expect(try month.cases().isEmpty)
        #expect(try month.counts()["annual-report-contributions"]?.matches == 1)

        // One of the names is another one.
        try month.test.run([
            month.annualReport(
                capital: "\(count)", paid: "\(count)",
                shareholders: (names.dropLast() + ["某人"]).joined(separator: "、"), day: "2025-03-21")
        ])
        let row = try #require(try month.cases().first)
        #expect(
            row.fields == [
                DifferingField(field: "shareholders", first: "1 项为对方所无", second: "1 项为对方所无", difference: "")
            ])
        #expect(try FullComparison(month.test.open())().changedSubjects == 0)
    }

    /// What does not fit into a record is not compared at all; what stands behind it is.
    @Test func aListThatDoesNotFitIsNotCompared() throws {
        for (count, isCompared) in [(6_000, true), (7_500, false)] {
            let month = try ComparisonCases { configuration in
                let items = configuration.catalogue.items
                guard let item = items.firstIndex(where: { $0.id == "annual-report" }),
                    let field = items[item].field(named: "shareholders")
                else { return }
                configuration.catalogue.items[item].fields[field].maxLength = 100_000
            }
            let names = (0..<count).map { "东\($0)" }.joined(separator: "、")
            try month.test.run([
                month.register(), month.contributions([("甲某", "100", "2030-01-01", "100")]),
                month.annualReport(paid: "90", shareholders: names),
            ])
            let row = try #require(try month.cases().first)
            #expect(row.fields.map(\.field) == (isCompared ? ["shareholders", "paid_capital"] : ["paid_capital"]))
        }
    }

    /// 600,000,000 万元 are 6·10¹⁸ millionths of a 元: one of them is a 64-bit number, two are none.
    @Test func aSumBeyondAnyAmountIsNotCompared() throws {
        let month = try ComparisonCases()
        let (most, due) = ("600000000", "2030-01-01")
        try month.test.run([
            month.register(capital: most), month.contributions([("甲某", most, due, most), ("乙公司", most, due, most)]),
            month.annualReport(capital: most, paid: most),
        ])
        let rows = try month.cases()
        #expect(rows.map(\.id.comparison) == ["annual-report-contributions", "contribution"])
        #expect(rows.allSatisfy { $0.result == "not_comparable" && $0.rule == "no-common-field" })

        // One alone is compared to the last 元, in whatever unit it comes.
        let single = try ComparisonCases()
        try single.test.run([
            single.register(capital: most), single.contributions([("甲某", "599999999.9999", due, "")]),
        ])
        let row = try #require(try single.cases().first)
        #expect(row.result == "mismatch" && row.fields.first?.difference == "-1 元")
    }

    /// An amount that is no 64-bit number of millionths of a 元 is as good as none.
    @Test func anAmountBeyondAnyNumberIsNotCompared() throws {
        let month = try ComparisonCases()
        try month.test.run([
            month.register(capital: "9000000000"),
            month.contributions([("甲某", "60", "2030-01-01", "60")]),
        ])
        #expect(try month.cases().map(\.result) == ["not_comparable"])
    }
}
