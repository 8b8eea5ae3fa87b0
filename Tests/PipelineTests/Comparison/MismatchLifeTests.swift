import Foundation
import GuijiConfiguration
import Ledger
import Model
import Pipeline
import Reporting
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

/// What stewards decide on cases is kept with its reason and outlives runs and a lost ledger.
@Suite struct MismatchDecisionTests {
    private func decided(
        _ month: ComparisonCases, _ kind: MismatchDecision.Kind, reason: String = "行政复议中", until: String? = nil
    ) throws -> MismatchRow {
        let row = try #require(try month.cases().first)
        try MismatchDecision(
            id: row.id, kind: kind, by: "王科", reason: reason, until: until.flatMap(CivilDate.parse),
            at: month.test.morning("2025-03-13"))(month.test.open())
        return try #require(try month.cases().first)
    }

    private func opened() throws -> ComparisonCases {
        let month = try ComparisonCases()
        try month.test.run(
            [month.register(), month.licence(), month.selfLicence(to: "2028-03-05")], asOf: "2025-03-12")
        return month
    }

    /// Waived through 2025-06-30: it stands again on 2025-07-01.
    @Test func aWaiverEnds() throws {
        let month = try opened()
        let row = try decided(month, .waive, until: "2025-06-30")
        #expect(row.state == "waived" && row.until == CivilDate.parse("2025-06-30"))
        #expect(try month.cases(MismatchFilterOnDay("2025-06-30").filter).isEmpty)
        #expect(try month.cases(MismatchFilterOnDay("2025-07-01").filter).count == 1)
        let event = try #require(try month.events(of: row).last)
        #expect(event.by == "王科" && event.reason == "行政复议中" && event.until == row.until)
    }

    /// The same rows again are another submission, not another word: kind and waiver stay, and the waived case is not open in the figures.
    @Test func sayingTheSameAgainChangesNothing() throws {
        let month = try ComparisonCases()
        try month.test.run(
            [
                month.register(), month.licence(), month.selfLicence(),
                month.licence(to: "2030-03-02", updated: "2025-03-20", day: "2025-03-21"),
            ], asOf: "2025-03-21")
        let row = try #require(try month.cases().first)
        #expect(row.rule == "changed-by-department")
        try MismatchDecision(
            id: row.id, kind: .waive, by: "王科", reason: "核实中", until: CivilDate.parse("2025-12-31"),
            at: month.test.morning("2025-03-22"))(month.test.open())
        try month.test.run(
            [month.licence(to: "2030-03-02", updated: "2025-03-20", day: "2025-03-24")], asOf: "2025-03-24")
        let again = try #require(try month.cases().first)
        #expect(
            again.rule == "changed-by-department" && again.state == "waived"
                && again.until == CivilDate.parse("2025-12-31"))
        let report = try Reports(month.test.open()).monthly(
            month: ReportMonth(year: 2025, month: 5), asOf: month.test.morning("2025-06-01"))
        #expect(report.total.counts[.mismatchesOpen] == 0)
    }

    /// Neither before the case's last change, nor into a published month, nor with an end that is past.
    @Test func decisionsAreNotDatedBack() throws {
        let month = try opened()
        let row = try #require(try month.cases().first)
        func decide(at day: String, until: String = "2025-06-30") throws {
            try MismatchDecision(
                id: row.id, kind: .waive, by: "王科", reason: "因", until: CivilDate.parse(until),
                at: month.test.morning(day))(month.test.open())
        }
        #expect(throws: SystemError.self) { try decide(at: "2025-03-01") }
        #expect(throws: SystemError.self) { try decide(at: "2025-03-14", until: "2025-03-13") }
        _ = try FrozenMonths(month.test.open()).freeze(
            ReportMonth(year: 2025, month: 3), asOf: month.test.morning("2025-04-02"), forms: { _, _ in })
        #expect(throws: SystemError.self) { try decide(at: "2025-04-01") }
        try decide(at: "2025-04-03")
        #expect(try FrozenMonths(month.test.open()).verify(ReportMonth(year: 2025, month: 3)) == [])
    }

    /// A waiver was for what the two sides said then.
    @Test func otherValuesEndAWaiverAndLeaveAnAcknowledgement() throws {
        for (kind, until, state) in [
            (MismatchDecision.Kind.waive, "2025-06-30" as String?, "open"), (.acknowledge, nil, "acknowledged"),
        ] {
            let month = try opened()
            _ = try decided(month, kind, until: until)
            try month.test.run(
                [month.selfLicence(to: "2029-01-01", updated: "2025-03-14", day: "2025-03-14")], asOf: "2025-03-14")
            #expect(try month.cases().map(\.state) == [state])
        }
    }

    @Test func decisionsOutliveRunsFullComparisonsAndALostLedger() throws {
        let month = try opened()
        _ = try decided(month, .waive, until: "2025-06-30")
        try month.test.run([month.licence("示文许〔2025〕2号", day: "2025-03-14")], asOf: "2025-03-14")
        _ = try FullComparison(month.test.open())()
        #expect(try month.cases().map(\.state) == ["waived"])
        let elsewhere = try TestFolder()
        _ = try Replay(month.test.configuration)(to: elsewhere.path)
        let rebuilt = try TestInstance(in: elsewhere)
        var states: [String] = []
        try LedgerReader(rebuilt.open().ledger).forEachMismatch { states.append("\($0.state) \($0.until ?? 0)") }
        #expect(states == ["waived \(CivilDate.parse("2025-06-30") ?? 0)"])
    }

    /// A line that a kill has torn never counted; a whole line that is no entry is lost to nobody's notice otherwise.
    @Test func aTornLineIsLeftOutAndAStrangeOneIsAnError() throws {
        let month = try opened()
        _ = try decided(month, .acknowledge)
        let (first, second) = (try TestFolder(), try TestFolder())
        let log = "\(month.test.configuration.settings.paths.archive)/decisions.jsonl"
        let whole = try String(contentsOfFile: log, encoding: .utf8)
        try (whole + #"{"action":"mism"#).write(toFile: log, atomically: true, encoding: .utf8)
        _ = try Replay(month.test.configuration)(to: first.path)
        try (whole + #"{"action":"mismatch"}"# + "\n").write(toFile: log, atomically: true, encoding: .utf8)
        #expect(throws: (any Error).self) { try Replay(month.test.configuration)(to: second.path) }
    }

    @Test func whatIsResolvedUnknownOrUnsignedIsNotDecided() throws {
        let month = try opened()
        let row = try #require(try month.cases().first)
        func decide(_ id: MismatchID, by: String = "王科", reason: String = "因", until: Int? = nil) throws {
            try MismatchDecision(id: id, kind: .waive, by: by, reason: reason, until: until, at: 0)(month.test.open())
        }
        #expect(throws: SystemError.self) { try decide(row.id) }
        #expect(throws: SystemError.self) { try decide(row.id, by: "", until: 20_300) }
        #expect(throws: SystemError.self) { try decide(row.id, reason: "", until: 20_300) }
        var other = row.id
        other.pair += 1
        #expect(throws: SystemError.self) { try decide(other, until: 20_300) }
        try month.test.run([month.selfLicence(updated: "2025-03-14", day: "2025-03-14")], asOf: "2025-03-14")
        #expect(throws: SystemError.self) { try decide(row.id, until: 20_300) }
        #expect(try month.cases().map(\.state) == ["resolved"])
    }
}
