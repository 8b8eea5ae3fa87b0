import Foundation
import GRDB
import GuijiConfiguration
import Ledger
import Model
import Pipeline
import Reporting
import Testing

/// A published month is proved from its files, the ledger and a recount; whatever was changed is found and named.
@Suite struct FrozenMonthTests {
    private let march = ReportMonth(year: 2025, month: 3)

    /// March 2025 of one department, published, and restated once for a nil return.
    private func published() throws -> MonthScene {
        let scene = try MonthScene { $0.owes("fire", .week, since: "2025-03-03") }
        try scene.register(1...2, at: "2025-03-03")
        try scene.take("fire", "a-licence.csv", "2025-03-05", scene.file([scene.licence(1, decided: "2025-03-03")]))
        let months = FrozenMonths(try scene.test.open())
        try months.freeze(march, asOf: scene.time("2025-04-01"))
        try NilReturnDecision(
            source: "fire", item: "licence", period: "2025-W13", by: "王科", reason: "无", at: scene.time("2025-04-02"))(
                scene.test.open())
        #expect(try months.restate(march, reason: "补确认", asOf: scene.time("2025-04-03")).isEmpty == false)
        #expect(try months.verify(march) == [])
        return scene
    }

    private func verify(_ scene: MonthScene) throws -> [String] { try FrozenMonths(scene.test.open()).verify(march) }

    @Test func aFileThatWasChangedTakenAwayOrAddedIsNamed() throws {
        let scene = try published()
        let folder = FrozenMonths(try scene.test.open()).folder(march)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(
            names == [
                "bulletin-2025-03.docx", "bulletin-2025-03.html", "figures.json", "manifest.json",
                "monthly-2025-03.csv", "monthly-2025-03.html", "monthly-2025-03.json", "monthly-2025-03.xlsx",
                "restatement-1.json", "suspicions.json",
            ])
        for name in names {
            let file = URL(filePath: "\(folder)/\(name)")
            let bytes = try Data(contentsOf: file)
            try (bytes + [0x20]).write(to: file)
            #expect(try verify(scene).map { $0.hasPrefix("\(name)：") } == [true], "\(name) was changed")
            try FileManager.default.removeItem(at: file)
            #expect(try verify(scene).map { $0.hasPrefix("\(name)：") } == [true], "\(name) is missing")
            try bytes.write(to: file)
        }
        try Data().write(to: URL(filePath: "\(folder)/notes.txt"))
        #expect(try verify(scene).map { $0.hasPrefix("notes.txt：") } == [true])
    }

    @Test(arguments: [
        ("UPDATE restatement SET new = '7' WHERE figure = 'due_nil'", "restatement-1.json"),
        ("DELETE FROM restatement", "restatement-1.json"),
        ("UPDATE frozen_month SET figures = replace(figures, '\"on_time\": 1', '\"on_time\": 2')", "figures.json"),
        (
            "UPDATE frozen_month SET manifest = replace(manifest, '\"month\": \"2025-03\"', '\"month\": \"2025-04\"')",
            "manifest.json"
        ),
        ("UPDATE frozen_month SET sha = replace(sha, substr(sha, 1, 1), 'g')", "manifest.json"),
        ("UPDATE nil_return SET run = 0, id = 0, at = 0", "figures.json"),
    ])
    func whatWasChangedInTheLedgerIsNamed(_ change: String, _ name: String) throws {
        let scene = try published()
        try scene.test.open().ledger.queue.write { try $0.execute(sql: change) }
        let differences = try verify(scene)
        #expect(!differences.isEmpty && differences.allSatisfy { $0.hasPrefix("\(name)：") }, "\(differences)")
    }

    /// A page exchanged with its digest in manifest, ledger and log: only writing it again from the ledger tells.
    @Test func aFormForgedThroughoutIsFound() throws {
        let scene = try published()
        let instance = try scene.test.open()
        let folder = FrozenMonths(instance).folder(march)
        let page = try Data(contentsOf: URL(filePath: "\(folder)/monthly-2025-03.html")) + Data("<!-- -->".utf8)
        try page.write(to: URL(filePath: "\(folder)/monthly-2025-03.html"))
        let frozen = try #require(try FrozenStore(instance.ledger).month("2025-03"))
        var manifest = try FrozenManifest(text: frozen.manifest)
        let place = try #require(manifest.files.firstIndex { $0.name == "monthly-2025-03.html" })
        manifest.files[place] = FrozenManifest.File(
            name: "monthly-2025-03.html", sha: Archive.digest(of: [UInt8](page)), size: page.count)
        let (text, sha) = manifest.text(digest: Archive.digest(of:))
        try text.write(toFile: "\(folder)/manifest.json", atomically: true, encoding: .utf8)
        try instance.ledger.queue.write {
            try $0.execute(literal: "UPDATE frozen_month SET manifest = \(text), sha = \(sha)")
        }
        #expect(try verify(scene).contains { $0.contains("decisions.jsonl") })
        let log = "\(scene.test.configuration.settings.paths.archive)/decisions.jsonl"
        try String(contentsOfFile: log, encoding: .utf8).replacing(frozen.sha, with: sha).write(
            toFile: log, atomically: true, encoding: .utf8)
        #expect(try verify(scene).map { $0.hasPrefix("monthly-2025-03.html：") } == [true])
    }

    /// A row that cannot be read says which month it is and what to do, by whatever command it is met.
    @Test(arguments: ["manifest = '{'", "figures = 'x'", "run = 'many'"])
    func aDamagedRowIsASystemErrorThatNamesTheMonth(_ change: String) throws {
        let scene = try published()
        try scene.test.open().ledger.queue.write { try $0.execute(sql: "UPDATE frozen_month SET \(change)") }
        let error = #expect(throws: SystemError.self) { try verify(scene) }
        #expect(error?.english.contains("2025-03") == true && error?.english.contains("guiji replay") == true)
        guard !change.hasPrefix("manifest") else { return }
        #expect(throws: SystemError.self) {
            try FrozenMonths(scene.test.open()).restate(march, reason: "因", asOf: scene.time("2025-04-05"))
        }
    }

    /// Another version of the program counts the same: worth a note, no difference. Where it does not, the difference is told.
    @Test func anotherProgramIsANoteAsLongAsItCountsTheSame() throws {
        let scene = try MonthScene { $0.owes("fire", .week, since: "2025-03-03") }
        try scene.register(1...1, at: "2025-03-03")
        try scene.take("fire", "a-licence.csv", "2025-03-05", scene.file([scene.licence(1, decided: "2025-03-03")]))
        try FrozenMonths(scene.test.open(), program: "0.0.9").freeze(march, asOf: scene.time("2025-04-01"))
        var notes: [String] = []
        #expect(try FrozenMonths(scene.test.open()).verify(march) { notes.append($0) } == [])
        #expect(notes.count == 1 && notes.first?.contains("0.0.9") == true)
        try scene.test.open().ledger.queue.write {
            try $0.execute(sql: "UPDATE statement SET outcome = 4 WHERE event IS NOT NULL")
        }
        #expect(try verify(scene).contains { $0.hasPrefix("figures.json：fire licence ") })
    }

    /// Another program words a period's note otherwise: a note; the same program cannot, and it is a difference.
    @Test(arguments: [("0.0.9", true), (Program.version, false)])
    func anotherWordingIsANoteWhereTheProgramIsAnother(_ version: String, isNote: Bool) throws {
        let scene = try MonthScene { $0.owes("fire", .week, since: "2025-03-03") }
        try scene.register(1...1, at: "2025-03-03")
        try scene.take("fire", "a-licence.csv", "2025-03-05", scene.file([scene.licence(1, decided: "2025-03-03")]))
        let instance = try scene.test.open()
        try FrozenMonths(instance, program: version).freeze(march, asOf: scene.time("2025-04-01"))
        let frozen = try #require(try FrozenStore(instance.ledger).month("2025-03"))
        let figures = frozen.figures.replacing("本期收件期", with: "本期期限")
        #expect(figures != frozen.figures)
        let folder = FrozenMonths(instance).folder(march)
        try figures.write(toFile: "\(folder)/figures.json", atomically: true, encoding: .utf8)
        var manifest = try FrozenManifest(text: frozen.manifest)
        let place = try #require(manifest.files.firstIndex { $0.name == "figures.json" })
        manifest.files[place] = FrozenManifest.File(
            name: "figures.json", sha: Archive.digest(of: Array(figures.utf8)), size: figures.utf8.count)
        let (text, sha) = manifest.text(digest: Archive.digest(of:))
        try text.write(toFile: "\(folder)/manifest.json", atomically: true, encoding: .utf8)
        try instance.ledger.queue.write {
            try $0.execute(
                literal: "UPDATE frozen_month SET figures = \(figures), manifest = \(text), sha = \(sha)")
        }
        let log = "\(scene.test.configuration.settings.paths.archive)/decisions.jsonl"
        try String(contentsOfFile: log, encoding: .utf8).replacing(frozen.sha, with: sha).write(
            toFile: log, atomically: true, encoding: .utf8)
        var notes: [String] = []
        let differences = try FrozenMonths(scene.test.open()).verify(march) { notes.append($0) }
        #expect(differences.map { $0.hasPrefix("figures.json：") } == (isNote ? [] : [true]), "\(differences)")
        #expect(notes.contains { $0.hasPrefix("figures.json：") } == isNote, "\(notes)")
    }

    /// What is proved of a replay are the figures: neither their wording nor the instance's name or time zone.
    @Test func figuresApartAreNoWords() throws {
        let scene = try MonthScene { $0.owes("fire", .week, since: "2025-03-03") }
        try scene.register(1...1, at: "2025-03-03")
        try scene.take("fire", "a-licence.csv", "2025-03-05", scene.file([scene.licence(1, decided: "2025-03-03")]))
        let report = try scene.report("2025-03", at: "2025-04-01")
        var other = report
        other.instance = "另一个市"
        other.clock = ReportClock(.gmt)
        other.periods[0].note = "另一种说法"
        #expect(other.figuresApart == report.figuresApart && other.frozenDocument != report.frozenDocument)
        other.periods[0].state = .nilReturn
        #expect(other.figuresApart != report.figuresApart)
    }
}

/// A published month does not depend on today's configuration: it is counted with that of its day, which the archive holds.
@Suite struct FrozenConfigurationTests {
    private let march = ReportMonth(year: 2025, month: 3)

    /// Decided on Monday 3 March 2025, received on the 14th: nine working days (4–7, 10–14), two more than the seven allowed.
    private func published() throws -> (scene: MonthScene, rules: ChangedRules) {
        let rules = try ChangedRules()
        let configuration = try rules.configuration()
        let scene = try MonthScene {
            let paths = $0.settings.paths
            $0 = configuration
            $0.settings.paths = paths
        }
        try scene.register(1...1, at: "2025-03-03")
        try scene.take("fire", "a-licence.csv", "2025-03-14", scene.file([scene.licence(1, decided: "2025-03-03")]))
        try FrozenMonths(scene.test.open()).freeze(march, asOf: scene.time("2025-04-01"))
        return (scene, rules)
    }

    @Test func aMonthIsCountedAgainAfterTheConfigurationChanged() throws {
        let (scene, rules) = try published()
        try rules.replace("Mappings/catalogue/licence.yml", "deadline_working_days: 7", "deadline_working_days: 10")
        try rules.remove("Mappings/departments/culture.yml")
        try rules.replace("Mappings/departments/fire.yml", "示例市消防救援支队", "示例市消防局")
        try rules.replace("pipeline.yml", "Asia/Shanghai", "Asia/Urumqi")
        let changed = try TestInstance(rules.configuration(), in: scene.test.folder)
        let instance = try changed.open()
        #expect(try FrozenMonths(instance).verify(march) == [])
        // Today's rules would have it on time; what was published opens to what it counted.
        let today = try Reports(instance).monthly(month: march, asOf: scene.time("2025-04-02"))
        #expect(today.figures("fire", "licence")["on_time"] == 1 && today.figures("fire", "licence")["late"] == nil)
        #expect(try Reports(instance).rows(of: .late, MonthlyRowsFilter(source: "fire"), month: march) { _ in } == 1)

        let archived = instance.archive.path(
            of: Archive.digest(
                of: [UInt8](try Data(contentsOf: URL(filePath: "\(Project.root)/Mappings/calendar/2025.yml")))))
        try FileManager.default.removeItem(atPath: archived)
        let differences = try FrozenMonths(instance).verify(march)
        #expect(differences.count == 1 && differences.first?.contains(archived) == true)
    }

    /// Sums stay, days change: that is told too.
    @Test func daysLateAreRestated() throws {
        let (scene, rules) = try published()
        try rules.replace("Mappings/catalogue/licence.yml", "deadline_working_days: 7", "deadline_working_days: 6")
        let changed = try TestInstance(rules.configuration(), in: scene.test.folder)
        let restated = try FrozenMonths(changed.open()).restate(
            march, reason: "期限更正", asOf: scene.time("2025-04-05"))
        #expect(
            restated.map { "\($0.source) \($0.item) \($0.figure) \($0.old) \($0.new)" } == [
                "fire licence days_late.2 1 0", "fire licence days_late.3 0 1",
            ])
        #expect(try FrozenMonths(changed.open()).verify(march) == [])
        try rules.replace("pipeline.yml", "Asia/Shanghai", "Asia/Urumqi")
        let elsewhere = try TestInstance(rules.configuration(), in: scene.test.folder)
        #expect(try FrozenMonths(elsewhere.open()).verify(march) == [])
        let told = try Reports(changed.open()).monthly(month: march, asOf: scene.time("2025-04-06"))
        #expect(told.csv.isEmpty == false && told.restatements == restated)
        #expect(told.html.contains("迟报 2 个工作日的记录"))
    }

    /// A replay with the rules of the day publishes the same; with a remark in a file, the same figures; with another deadline, others.
    @Test func aReplayHoldsPublicationsAgainstWhatWasLogged() throws {
        let (scene, rules) = try published()
        func replay(_ name: String) throws -> [RepublishedMonth] {
            let configuration = try TestInstance(rules.configuration(), in: scene.test.folder).configuration
            return try Replay(configuration)(to: "\(scene.test.folder.path)/\(name)").otherMonths
        }
        let logged = try FrozenStore(scene.test.open().ledger).month("2025-03")?.sha
        #expect(try replay("same") == [])
        try rules.replace("Mappings/catalogue/licence.yml", "deadline_working_days: 7", "deadline_working_days: 7 # 日")
        let remarked = try replay("remarked")
        #expect(remarked.map(\.hasSameFigures) == [true])
        try rules.replace("Mappings/catalogue/licence.yml", "deadline_working_days: 7", "deadline_working_days: 10")
        let other = try replay("other")
        #expect(other.map(\.hasSameFigures) == [false])
        #expect(other.map(\.month) == ["2025-03"] && other.first?.logged == logged && other.first?.now != logged)
        #expect(other.first?.description.contains("guiji report verify 2025-03") == true)
    }
}

/// A rank is one of all: what one department has confirmed later moves another too, whose own figures are what they were.
@Suite struct RestatedRankTests {
    @Test func ranksAreRestated() throws {
        let march = ReportMonth(year: 2025, month: 3)
        let scene = try MonthScene {
            $0.owes("fire", .week, since: "2025-03-03")
            $0.owes("culture", .week, since: "2025-03-03")
        }
        try scene.register(1...3, at: "2025-03-03")
        // Four weeks are due in March (on the 9th, 16th, 23rd and 30th): the fire brigade delivers in one, culture in two.
        try scene.take("fire", "a-licence.csv", "2025-03-05", scene.file([scene.licence(1, decided: "2025-03-03")]))
        try scene.take("culture", "b-licence.csv", "2025-03-05", scene.file([scene.licence(2, decided: "2025-03-03")]))
        try scene.take("culture", "c-licence.csv", "2025-03-12", scene.file([scene.licence(3, decided: "2025-03-10")]))
        let months = FrozenMonths(try scene.test.open())
        try months.freeze(march, asOf: scene.time("2025-04-01"), forms: { _, _ in })
        for week in ["2025-W11", "2025-W12"] {
            try NilReturnDecision(
                source: "fire", item: "licence", period: week, by: "王科", reason: "无", at: scene.time("2025-04-02"))(
                    scene.test.open())
        }
        // Three of four now, before culture's two.
        let restated = try months.restate(march, reason: "补确认", asOf: scene.time("2025-04-03"))
        let ranks = restated.filter { $0.figure == "rank" }
        #expect(ranks.map(\.source) == ["culture", "fire"] && ranks.map(\.item) == ["", ""])
        #expect(ranks.first?.old == ranks.last?.new && ranks.first?.new == ranks.last?.old)
        #expect(
            restated.filter { $0.figure.hasPrefix("period.") }.map { "\($0.source) \($0.figure) \($0.old) \($0.new)" }
                == [
                    "fire period.2025-03-10/2025-03-16 missed nil", "fire period.2025-03-17/2025-03-23 missed nil",
                ])
        #expect(try months.restate(march, reason: "再看", asOf: scene.time("2025-04-04")) == [])
        #expect(try months.verify(march) == [])
    }
}
