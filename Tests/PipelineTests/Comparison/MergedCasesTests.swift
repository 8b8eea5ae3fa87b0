import Foundation
import GRDB
import Ledger
import Model
import Pipeline
import Reporting
import Testing

/// Two subjects with a case of the same pair become one: one case, and nothing that happened is lost.
@Suite struct MergedCasesTests {
    private let code = Fictions.creditCode(1)
    private let number = Fictions.registrationNumber(1)
    private let name = "示例市老字号商店"

    private enum Who { case old, new }

    private func register(_ test: TestInstance, _ who: Who) throws -> String {
        let row =
            who == .old
            ? Registration(number: number, name: name, representative: "甲某")
            : Registration(code: code, name: name, representative: "甲某", address: "示例市解放路2号")
        return try test.deliver(
            Fictions.register([row]), as: who == .old ? "2025-03-03-registration.csv" : "2025-03-04-registration.csv",
            from: "market-supervision")
    }

    /// Both are written about the same licence; what is said under the code is the newer.
    private func licence(_ test: TestInstance, _ who: Who) throws -> String {
        let header =
            "行政相对人名称,统一社会信用代码,工商注册号,法定代表人,许可决定文书号,许可类别,许可内容,许可决定日期,有效期自,有效期至,许可机关,"
            + "许可机关统一社会信用代码,当前状态,数据更新时间"
        let day = who == .old ? "2025-03-05" : "2025-03-06"
        let row =
            "\(name),\(who == .new ? code : ""),\(who == .old ? number : ""),甲某,示文许〔2025〕1号,普通,演出,2025-03-03,2025-03-03,"
            + "2028-03-02,\(Fictions.culture.name),\(Fictions.culture.code),有效,\(day)"
        return try test.deliver("\(header)\n\(row)\n", as: "\(day)-licence.csv", from: "culture")
    }

    private func selfLicence(_ test: TestInstance, _ who: Who) throws -> String {
        let header = "统一社会信用代码,工商注册号,企业名称,许可决定文书号,取得日期,有效期自,有效期至,许可机关,状态,公示日期"
        let (day, end) = who == .old ? ("2025-03-11", "2028-03-05") : ("2025-03-12", "2028-03-09")
        let row =
            "\(who == .new ? code : ""),\(who == .old ? number : ""),\(name),示文许〔2025〕1号,2025-03-03,2025-03-03,\(end),"
            + "市文旅局,有效,\(day)"
        return try test.deliver("\(header)\n\(row)\n", as: "\(day)-licence.csv", from: "self-disclosure")
    }

    private func crosswalk(_ test: TestInstance) throws -> String {
        try test.deliver(
            Fictions.register([
                Registration(
                    code: code, number: number, name: name, representative: "甲某", approved: "2025-04-03",
                    address: "示例市解放路2号")
            ]), as: "2025-04-05-registration.csv", from: "market-supervision")
    }

    private func files(_ test: TestInstance, _ who: Who) throws -> [String] {
        [try register(test, who), try licence(test, who), try selfLicence(test, who)]
    }

    /// In two runs: in one the register would know by name and representative that they are the same.
    private func runBoth(_ test: TestInstance) throws {
        try test.run(files(test, .old), asOf: "2025-03-30")
        try test.run(files(test, .new), asOf: "2025-03-31")
    }

    private func cases(_ test: TestInstance) throws -> [MismatchRow] {
        var rows: [MismatchRow] = []
        try LedgerReader(test.open().ledger).forEachMismatch { rows.append($0) }
        return rows
    }

    private func events(_ test: TestInstance) throws -> [String] {
        try test.open().ledger.strings("SELECT event || ' ' || at FROM mismatch_event ORDER BY number")
    }

    @Test func oneCaseGoesOnAndTheOtherEnds() throws {
        let test = try TestInstance()
        try runBoth(test)
        #expect(try cases(test).map(\.subject).sorted() == [number, code].sorted())
        #expect(Set(try cases(test).map(\.id.pair)).count == 1)
        let before = try events(test)
        #expect(before.count == 2)
        try test.run([crosswalk(test)], asOf: "2025-04-05")
        let row = try #require(try cases(test).first)
        #expect(try cases(test).count == 1)
        #expect(row.subject == code && row.state == "open" && row.fields.first?.first == "2028-03-09")
        let life = try LedgerReader(test.open().ledger).events(of: row.id)
        // The old subject's case ended by the crosswalk; that of the code has gone on all the time. What the enterprise said under its number and
        // then otherwise under its code is now known as a change.
        #expect(life.map(\.event) == ["opened", "resolved", "opened", "changed"])
        #expect(
            life.prefix(3).map(\.file) == [
                "2025-03-11-licence.csv", "2025-04-05-registration.csv", "2025-03-12-licence.csv",
            ])
        #expect(row.rule == "enterprise-newer")
        #expect(life[1].reason?.contains(code) == true)
        let after = try events(test)
        #expect(before.allSatisfy { event in after.count { $0 == event } >= before.count { $0 == event } })

        // The law's window aside, March had two cases and April ends with one.
        let reports = Reports(try test.open())
        let (march, april) = (ReportMonth(year: 2025, month: 3), ReportMonth(year: 2025, month: 4))
        let asOf = try test.morning("2025-04-30")
        #expect(try reports.monthly(month: march, asOf: asOf).total.counts[.mismatchesOpened] == 2)
        #expect(try reports.monthly(month: march, asOf: asOf).total.counts[.mismatchesOpen] == 2)
        #expect(try reports.monthly(month: april, asOf: asOf).total.counts[.mismatchesClosed] == 1)
        #expect(try reports.monthly(month: april, asOf: asOf).total.counts[.mismatchesOpen] == 1)
        #expect(try FullComparison(test.open())().changedSubjects == 0)
    }

    /// A month that was published when they were two is counted again as two.
    @Test func aPublishedMonthStaysAsItWas() throws {
        let test = try TestInstance()
        try runBoth(test)
        let march = ReportMonth(year: 2025, month: 3)
        _ = try FrozenMonths(test.open()).freeze(march, asOf: test.morning("2025-04-02"), forms: { _, _ in })
        try test.run([crosswalk(test)], asOf: "2025-04-05")
        #expect(try FrozenMonths(test.open()).verify(march) == [])
    }

    /// What is left is the same, whichever comes first and however the runs are cut.
    @Test func theOrderOfRunsChangesNothing() throws {
        let source = try TestInstance()
        let (old, new, cross) = (try files(source, .old), try files(source, .new), try crosswalk(source))
        var found: [[String]] = []
        for runs in [
            [old + new + [cross]], [old, new, [cross]], [new, old, [cross]], [[cross], old, new], [new, [cross], old],
            [old, [cross], new], [[cross], new, old], (old + new + [cross]).reversed().map { [$0] },
        ] {
            let test = try TestInstance()
            for run in runs { try test.run(run, asOf: "2025-04-05") }
            found.append(
                try cases(test).map {
                    "\($0.id) \($0.result) \($0.rule) \($0.state) \($0.fields) \($0.enterprise?.file ?? "") "
                        + "\($0.government?.file ?? "")"
                })
            #expect(try FullComparison(test.open())().changedSubjects == 0)
        }
        #expect(found[0].count == 1)
        for (index, other) in found.enumerated() { #expect(other == found[0], "order \(index)") }
    }
}
