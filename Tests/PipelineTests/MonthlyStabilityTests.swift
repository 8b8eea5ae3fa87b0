import Foundation
import GuijiConfiguration
import Model
import Pipeline
import Reporting
import Testing

/// The figures follow from what was received and when, not from the runs that took it; and those of an earlier run can be had again.
@Suite struct MonthlyStabilityTests {
    private let month = ReportMonth(year: 2025, month: 3)

    private func report(_ test: TestInstance) throws -> MonthlyReport {
        try Reports(test.open()).monthly(month: month, asOf: test.morning("2025-04-02"))
    }

    /// One run with everything, and a run a day.
    @Test func runsDoNotMatter() throws {
        let whole = try TestInstance()
        try whole.run(Project.deliveries.map(Project.path))
        let daily = try TestInstance()
        let days = Dictionary(grouping: Project.deliveries) { String($0.split(separator: "/")[1].prefix(10)) }
        for (day, files) in days.sorted(by: { $0.key < $1.key }) { try daily.run(files.map(Project.path), asOf: day) }
        let (one, other) = (try report(whole), try report(daily))
        // What an outcome is called, and between which runs a conflict stood, is told by the run that consolidated the row (design §3).
        let figures =
            [
                Figure.received, .rejected, .dated, .onTime, .late, .undated, .again, .mended, .onTimeRestarted,
                .outstanding,
            ]
            + Figure.ofChecks + Figure.ofPeriods + Figure.ofFiles
        func table(_ report: MonthlyReport) -> [String] {
            report.entries.flatMap { entry in
                figures.map { "\(entry.source) \(entry.item) \(entry.channel) \($0.rawValue) \(entry.counts[$0])" }
                    + [
                        "\(entry.daysLate.sorted { $0.key < $1.key })",
                        "\(entry.outstandingAge.sorted { $0.key < $1.key })",
                    ]
            }
        }
        #expect(table(one) == table(other))
        #expect(one.periods == other.periods)
    }

    /// The archive with its decisions gives the same figures, published months and restatements again.
    @Test func replayGivesTheSame() throws {
        let test = try TestInstance()
        for part in [0, 1] {
            try test.run(
                Project.deliveries.enumerated().filter { $0.offset % 2 == part }.map { Project.path(of: $0.element) },
                asOf: "2025-03-3\(part)")
        }
        let months = FrozenMonths(try test.open())
        try NilReturnDecision(
            source: "fire", item: "licence", period: "2025-W12", by: "王科", reason: "无", at: test.morning("2025-04-01"))(
                test.open())
        try months.freeze(month, asOf: test.morning("2025-04-02"))
        try NilReturnDecision(
            source: "fire", item: "licence", period: "2025-W13", by: "王科", reason: "无", at: test.morning("2025-04-03"))(
                test.open())
        let restated = try months.restate(month, reason: "补确认", asOf: test.morning("2025-04-03"))
        #expect(
            restated.filter { $0.figure != "rank" }.map { "\($0.source) \($0.figure) \($0.old) \($0.new)" } == [
                "fire due_nil 1 2", "fire missed 2 1", "fire period.2025-03-24/2025-03-30 missed nil",
            ])
        // The fire brigade rises, those that it passes fall.
        let ranks = restated.filter { $0.figure == "rank" }
        #expect(ranks.allSatisfy { ($0.old < $0.new) == ($0.source != "fire") } && ranks.count > 1)
        let folder = "\(test.folder.path)/rebuilt"
        #expect(try Replay(test.configuration)(to: folder).otherMonths == [])
        let rebuilt = try TestInstance(test.configuration) {
            $0.settings.paths.ledger = "\(folder)/ledger.sqlite"
            $0.settings.paths.disclosure = "\(folder)/disclosure.sqlite"
            $0.settings.paths.reports = "\(folder)/reports"
            $0.settings.paths.archive = "\(folder)/archive"
        }
        let without: Set = ["run.seconds", "run.is_as_of_given", "audit"]
        try expectSame(
            StoreDump.ledger(test.open().ledger, without: without),
            StoreDump.ledger(rebuilt.open().ledger, without: without))
        #expect(try FrozenMonths(rebuilt.open()).verify(month) == [])
        #expect(try report(test).frozenDocument == report(rebuilt).frozenDocument)
    }

    /// After publication rows are attributed late, two subjects become one, rows come back mended, conflicts end: the published figures are counted
    /// again from the ledger, byte for byte.
    @Test func aPublishedMonthIsCountedAgainAfterAllThatCame() throws {
        let scene = try MonthScene { $0.owes("fire", .week, since: "2025-03-03") }
        let (number, code) = (Fictions.registrationNumber(7), Fictions.creditCode(7))
        try scene.take(
            "market-supervision", "a-registration.csv", "2025-03-03",
            Fictions.register([
                Registration(number: number, name: "示例市老字号商店", representative: "甲某"),
                Registration(code: Fictions.creditCode(8), name: "示例市乙商店"),
            ]))
        // About the old number and about the code that is not known yet, the same licence; one row sent back; one that waits.
        let old = Fictions.licences(
            [
                Licence(number: number, name: "示例市老字号商店", document: "示消许〔2025〕7号"),
                Licence(code: code, name: "示例市老字号商店", document: "示消许〔2025〕7号", decided: "2025-03-04"),
                Licence(code: Fictions.creditCode(9), name: "示例市丙商店", document: "示消许〔2025〕9号"),
            ], by: Fictions.fire)
        try scene.take("fire", "a-licence.csv", "2025-03-05", old)
        try scene.take(
            "fire", "b-licence.csv", "2025-03-06", scene.file([scene.licence(8, decided: "2025-03-04", kind: "无此类别")]))
        // A conflict of names.
        try scene.take(
            "tax", "c-registration.csv", "2025-03-07",
            "统一社会信用代码,纳税人名称,法定代表人姓名\n\(Fictions.creditCode(8)),示例市另一家商店,乙某\n")
        let months = FrozenMonths(try scene.test.open())
        try months.freeze(month, asOf: scene.time("2025-04-01"))
        let before = try scene.report("2025-03", at: "2025-04-01")
        #expect(before.figures("fire", "licence")["unattributed"] == 2)
        #expect(before.figures("fire", "licence")["outstanding"] == 1)

        try scene.take(
            "market-supervision", "d-registration.csv", "2025-04-02",
            Fictions.register([
                Registration(
                    code: code, number: number, name: "示例市老字号商店", representative: "甲某", approved: "2025-04-01"),
                Registration(code: Fictions.creditCode(9), name: "示例市丙商店", approved: "2025-04-01"),
                Registration(code: Fictions.creditCode(8), name: "示例市另一家商店", approved: "2025-04-01"),
            ]))
        try scene.take("fire", "e-licence.csv", "2025-04-03", scene.file([scene.licence(8, decided: "2025-03-04")]))
        #expect(try months.verify(month) == [])
        // Today's ledger says something else of March: the rows that waited found their subjects.
        let after = try scene.report("2025-03", at: "2025-04-04").figures("fire", "licence")
        #expect(after["unattributed"] == nil && after["outstanding"] == 1)
        #expect(after["again"] == 1, "the old number and the code are one subject now, and so is the licence")
    }
}
