import Foundation
import GuijiConfiguration
import Ledger
import Model
import Pipeline
import Reporting
import Testing

/// Rules rehearsed: exactly what would change, and the instance as it was.
@Suite struct RehearsalTests {
    private func rehearse(
        _ test: TestInstance, _ changed: Configuration, month: String? = nil, examples: Int = 1000,
        maximumFall: Int64? = nil
    ) throws -> RehearsalReport {
        var options = Rehearsal.Options()
        options.month = month.flatMap { ReportMonth($0) }
        options.examples = examples
        options.maximumFall = maximumFall
        return try Rehearsal(today: test.configuration, changed: changed, options: options)()
    }

    /// The sample month as others made it; read only.
    private func month() throws -> TestInstance {
        let month = try SampleMonth.run()
        return try TestInstance(month.instance.configuration, in: month.folder)
    }

    /// `source/item file#row: before → after` of every change of an outcome.
    private func changes(_ report: RehearsalReport) -> Set<String> {
        var changes: Set<String> = []
        for item in report.items {
            for transition in item.transitions {
                #expect(transition.rows == transition.examples.count)
                for example in transition.examples {
                    let names = [transition.before, transition.after].map { $0?.name ?? "-" }
                    changes.insert(
                        "\(item.source)/\(example.file)#\(example.row): \(names.joined(separator: " → "))")
                }
            }
        }
        return changes
    }

    /// A register in February, licences in March and in April; rows 2 and 3 name no representative.
    private func licences() throws -> TestInstance {
        let test = try TestInstance()
        let names = (1...4).map { "示例市第\($0)号商行" }
        let register = (1...4).map {
            Registration(code: Fictions.creditCode($0), name: names[$0 - 1], representative: "李\($0)")
        }
        func file(_ day: String) throws -> String {
            let rows = (1...4).map { number in
                Licence(
                    code: Fictions.creditCode(number), name: names[number - 1],
                    representative: [2, 3].contains(number) ? "" : "李\(number)",
                    document: "示消〔2025〕\(day.suffix(5))\(number)号",
                    decided: day)
            }
            return try test.deliver(
                Fictions.licences(rows, by: Fictions.fire), as: "\(day)-licence.csv", from: "fire")
        }
        try test.run(
            [test.deliver(Fictions.register(register), as: "2025-02-05-registration.csv", from: "market-supervision")],
            asOf: "2025-02-06")
        try test.run([file("2025-03-05"), file("2025-04-01")], asOf: "2025-04-02")
        return test
    }

    private func representativeRequired() throws -> ChangedRules {
        let changed = try ChangedRules()
        try changed.replace(
            "Mappings/catalogue/licence.yml", "name: legal_representative, title: 法定代表人, max: 200",
            "name: legal_representative, title: 法定代表人, required: true, max: 200")
        return changed
    }

    @Test func rulesThatDifferInNothingChangeNothing() throws {
        let test = try month()
        let changed = try ChangedRules()
        try changed.folder.write("# 说明\n", to: "Mappings/README.md")
        try changed.replace("Mappings/authority.yml", "items:", "# 只多一行说明\nitems:")
        for configuration in [try changed.configuration(), test.configuration] {
            let report = try rehearse(test, configuration)
            #expect(!report.hasChanges && report.changedRows == 0 && report.falls.isEmpty)
            #expect(report.items.allSatisfy { $0.transitions.isEmpty && $0.rules.isEmpty && $0.before == $0.after })
            #expect(report.files.total == 0)
            #expect(report.text.contains("没有变化"))
        }
        #expect(try changed.configuration().catalogue.fingerprint != test.configuration.catalogue.fingerprint)
    }

    /// Today's side has the figures of the instance itself.
    @Test func todaysFiguresAreTheInstancesOwn() throws {
        let month = try SampleMonth.run()
        let changed = try ChangedRules()
        try changed.replace("Mappings/authority.yml", "items:", "# 只多一行说明\nitems:")
        let report = try rehearse(self.month(), try changed.configuration())
        let ledger = LedgerReader(month.instance.ledger)
        let outcomes = try ledger.outcomes(.all)
        #expect(outcomes.count == report.items.filter { !$0.item.isEmpty && $0.before.outcomes.total > 0 }.count)
        for row in outcomes {
            let item = try #require(report.items.first { ($0.source, $0.item) == (row.source, row.item) })
            #expect(item.before.outcomes == row.outcomes, "\(row.source) \(row.item)")
        }
        let dated = try month.instance.ledger.integer("SELECT sum(dated) * 1000 + sum(on_time) FROM submission")
        var counted = 0
        for item in report.items { counted += item.before.dated * 1000 + item.before.onTime }
        #expect(counted == dated)
        #expect(report.conflicts.map(\.before).reduce(0, +) == month.summary.conflicts)
        for count in report.comparisons { #expect(count.before == count.after) }
        let matches = report.comparisons.filter { $0.kind == "match" }.reduce(0) { $0 + $1.before }
        #expect(matches == month.summary.mismatches["match"])
    }

    @Test func aFieldThatBecomesRequiredRejectsTheRowsWithoutIt() throws {
        let test = try licences()
        let report = try rehearse(test, try representativeRequired().configuration())
        #expect(
            changes(report) == [
                "fire/2025-03-05-licence.csv#2: published → rejected",
                "fire/2025-03-05-licence.csv#3: published → rejected",
                "fire/2025-04-01-licence.csv#2: published → rejected",
                "fire/2025-04-01-licence.csv#3: published → rejected",
            ])
        let fire = try #require(report.departments.first)
        #expect(fire.source == "fire" && report.changedRows == 4)
        #expect((fire.compliance.before, fire.compliance.after) == (Rate(8, of: 8), Rate(4, of: 8)))
        #expect(fire.compliance.hundredths == -5000)
        #expect(fire.timeliness.before == fire.timeliness.after)
        let rule = try #require(fire.items.first?.rules.first)
        #expect((rule.rule, rule.before, rule.after, rule.rows) == ("required", [0, 0, 0], [0, 0, 4], 4))
        let example = try #require(fire.items.first?.transitions.first?.examples.first)
        #expect(example.before.isEmpty && example.line == 3)
        #expect(example.after.map(\.chinese) == ["「法定代表人」必填项为空。补填该项。"])
        #expect(report.departments.dropFirst().allSatisfy { $0.changedRows == 0 })
    }

    /// In each month two of four licences that came in time are sent back, and still are at its end: in April the two of March too.
    @Test func theFiguresOfEachMonthAreThoseOfItsReport() throws {
        let report = try rehearse(licences(), try representativeRequired().configuration())
        #expect(report.figures.allSatisfy { $0.source == "fire" })
        for (month, outstanding) in [("2025-03", 2), ("2025-04", 4)] {
            let found = Dictionary(
                uniqueKeysWithValues: report.figures.filter { $0.month.text == month }.map {
                    ($0.figure, [$0.before, $0.after])
                })
            #expect(
                found.filter { !$0.key.rawValue.hasPrefix("completeness") } == [
                    .published: [4, 2], .accepted: [4, 2], .rejected: [0, 2], .dated: [4, 2], .onTime: [4, 2],
                    .onTimeRestarted: [4, 2], .outstanding: [0, outstanding],
                ])
            #expect(found[.completenessFailed] == [0, 2])
            let rates = report.rates.filter { $0.month.text == month }
            let compliance = try #require(rates.first { $0.rate == .compliance })
            #expect(compliance.change == RateChange(before: Rate(4, of: 4), after: Rate(2, of: 4)))
        }
        let alone = try rehearse(licences(), try representativeRequired().configuration(), month: "2025-03")
        #expect(alone.figures == report.figures.filter { $0.month.text == "2025-03" })
        #expect(alone.rates == report.rates.filter { $0.month.text == "2025-03" })
    }

    @Test(arguments: [(Int64(49_999_999), true), (50_000_000, false), (50_000_001, false)])
    func theThresholdIsExact(_ maximum: Int64, _ isExceeded: Bool) throws {
        let report = try rehearse(
            licences(), try representativeRequired().configuration(), maximumFall: maximum)
        #expect(report.falls.map(\.source) == (isExceeded ? ["fire"] : []))
    }

    @Test func examplesAreLimitedAndCountsAreNot() throws {
        let report = try rehearse(licences(), try representativeRequired().configuration(), examples: 1)
        let transition = try #require(report.departments.first?.items.first?.transitions.first)
        #expect((transition.rows, transition.examples.count) == (4, 1))
        let none = try rehearse(licences(), try representativeRequired().configuration(), examples: 0)
        #expect(none.departments.first?.items.first?.transitions.first?.examples.isEmpty == true)
        #expect(none.changedRows == 4)
    }

    /// Earlier deliveries make the register, later ones are as if they had not come.
    @Test func oneMonthIsComparedAlone() throws {
        let test = try licences()
        let report = try rehearse(test, try representativeRequired().configuration(), month: "2025-03")
        #expect(
            changes(report) == [
                "fire/2025-03-05-licence.csv#2: published → rejected",
                "fire/2025-03-05-licence.csv#3: published → rejected",
            ])
        #expect(report.deliveries == 1)
        #expect(report.items.map(\.source) == ["fire"])
        let error = #expect(throws: SystemError.self) {
            try rehearse(test, try representativeRequired().configuration(), month: "2024-12")
        }
        #expect(error?.english.contains("from 2025-02-05 to 2025-04-01") == true)
    }

    @Test func anEmptyArchiveSaysSo() throws {
        let test = try TestInstance()
        let error = #expect(throws: SystemError.self) { try rehearse(test, test.configuration) }
        #expect(error?.chinese.contains("归档中没有报送") == true)
        #expect(try FileManager.default.contentsOfDirectory(atPath: test.folder.path).isEmpty)
    }

    /// Of the rows that are rejected today exactly those come through whose only errors are the rule's.
    @Test func anErrorThatBecomesAWarningLetsItsRowsThrough() throws {
        let month = try SampleMonth.run()
        let changed = try ChangedRules()
        try changed.replace(
            "pipeline.yml", "severities: {}", "severities: { not-in-list: warning, date-order: warning }")
        let report = try rehearse(self.month(), try changed.configuration())
        let expected = try month.instance.ledger.strings(
            """
            SELECT s.source || '/' || s.file || '#' || f.row FROM finding f JOIN submission s ON s.id = f.submission
            WHERE f.severity = 2 GROUP BY f.submission, f.row
            HAVING sum(f.rule NOT IN ('not-in-list', 'date-order')) = 0
            """)
        let fromRejected = Set(
            changes(report).filter { $0.contains(": rejected → ") }.compactMap { $0.split(separator: ":").first })
        #expect(!expected.isEmpty && fromRejected == Set(expected.map { $0[...] }))
        // A rule's findings keep their number where only their severity changes.
        for rule in report.items.flatMap(\.rules) where rule.rule == "not-in-list" {
            #expect(rule.before.reduce(0, +) == rule.after.reduce(0, +) && rule.after[2] == 0)
        }
    }

    @Test func whoIsBelievedFirstWins() throws {
        let changed = try ChangedRules()
        try changed.replace(
            "Mappings/authority.yml", "order: [maker, approval-bureau, market-supervision, credit-platform,",
            "order: [credit-platform, maker, approval-bureau, market-supervision,")
        let report = try rehearse(month(), try changed.configuration())
        #expect(
            changes(report) == [
                "credit-platform/2025-03-10-licence.xml#7: overruled → updated",
                "credit-platform/2025-03-10-licence.xml#8: overruled → updated",
                "transport/2025-03-14-licence.csv#3: updated → overruled",
            ])
        #expect(report.items.allSatisfy { $0.rules.isEmpty })
        #expect(report.falls.map(\.source) == ["transport"])
        #expect(report.departments.first?.source == "transport", "the one that loses most stands first")
    }

    @Test func withoutItsDepartmentAFileIsRefused() throws {
        let changed = try ChangedRules()
        try changed.remove("Mappings/departments/fire.yml")
        let report = try rehearse(licences(), try changed.configuration())
        #expect(report.files.total == 2)
        let file = try #require(report.files.rows.first)
        #expect((file.before.state, file.before.rows, file.after.state) == (.taken, 4, .refused))
        #expect(file.after.refusal?.contains("没有部门“fire”的映射") == true)
        let fire = try #require(report.falls.first)
        #expect((fire.source, fire.after.refused, fire.after.lost) == ("fire", 2, 8))
        #expect(fire.compliance.after == Rate(0, of: 8), "rows that are not read any more are not forgotten")
        #expect(changes(report).count == 8 && changes(report).allSatisfy { $0.hasSuffix("published → -") })
        #expect(report.text.contains("示例市消防救援支队"), "its title is today's")
    }

    /// A file that is refused today for want of a column is taken where the field is not required.
    @Test func aFileIsNewlyTaken() throws {
        let changed = try ChangedRules()
        try changed.replace(
            "Mappings/catalogue/penalty.yml", "name: legal_basis, title: 处罚依据, required: true",
            "name: legal_basis, title: 处罚依据")
        let report = try rehearse(month(), try changed.configuration())
        let file = try #require(report.files.rows.first { $0.file == "2025-03-12-penalty.csv" })
        #expect((file.before.state, file.after.state, file.after.item) == (.refused, .taken, "penalty"))
        #expect(file.after.rows > 0)
        let rows = changes(report).filter { $0.hasPrefix("urban-management/2025-03-12-penalty.csv#") }
        #expect(rows.count == file.after.rows && rows.allSatisfy { $0.contains(": - → ") })
        let item = try #require(report.items.first { ($0.source, $0.item) == ("urban-management", "penalty") })
        #expect(item.before.refused == 1 && item.after.refused == 0 && item.after.lost == 0)
        #expect(item.before.outcomes.total + file.after.rows == item.after.outcomes.total)
    }

    /// No store, archive, outbox, report or lock of the instance is touched, whether it goes well or not.
    @Test func theInstanceStaysAsItIs() throws {
        let test = try licences()
        func state() throws -> [String: String] {
            var state: [String: String] = [:]
            for name in try FileManager.default.subpathsOfDirectory(atPath: test.folder.path) {
                let path = "\(test.folder.path)/\(name)"
                let times = try FileManager.default.attributesOfItem(atPath: path)
                let modified = (times[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
                var isFolder: ObjCBool = false
                _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
                state[name] = "\(modified) \(isFolder.boolValue ? "" : try Archive.digest(ofFile: path).digest)"
            }
            return state
        }
        let before = try state()
        #expect(before.count > 10)
        _ = try rehearse(test, try representativeRequired().configuration())
        #expect(try state() == before)
        // Nor where it fails on the way: a file of the archive is gone.
        let lost = try #require(before.keys.filter { $0.hasSuffix(".zst") }.sorted().last)
        try FileManager.default.removeItem(atPath: "\(test.folder.path)/\(lost)")
        let without = try state()
        #expect(throws: (any Error).self) { try rehearse(test, try representativeRequired().configuration()) }
        #expect(try state() == without)
    }

    /// Nobody's number, address or name is shown, not even where the changed catalogue would call them public.
    @Test func nothingPrivateIsShown() throws {
        let month = try SampleMonth.run()
        let changed = try ChangedRules()
        for item in ["licence", "penalty"] {
            let file = "Mappings/catalogue/\(item).yml"
            try changed.replace(file, ", sensitivity: personal", "")
            try changed.replace(file, "max: 64", "max: 1")
            try changed.replace(file, "max: 200", "max: 2")
            // Nobody is a natural person any more.
            try changed.replace(file, "\nnatural_person:", "\n# natural_person:")
            try changed.replace(file, ", unless: natural_person", "")
            try changed.replace(file, "\n  - { forbid:", "\n  # - { forbid:")
        }
        let report = try rehearse(self.month(), try changed.configuration())
        #expect(report.changedRows > 50)
        let secrets = try Secrets(month)
        for text in [report.text, report.json, report.html] {
            for secret in secrets.all {
                let isShown = text.contains(secret)
                #expect(!isShown, "\(secret.prefix(2))…")
            }
        }
    }
}
