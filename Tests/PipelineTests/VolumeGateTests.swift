import Foundation
import GuijiConfiguration
import Ledger
import Model
import Pipeline
import Reporting
import Testing

/// A delivery with fewer rows than expected waits for a steward; released, all is as if it had never waited.
@Suite struct VolumeGateTests {
    private static let subjects = (1...6).map { Fictions.creditCode(70 + $0) }
    private static let received = ["2025-03-05", "2025-03-12", "2025-03-19"]

    private let march = ReportMonth(year: 2025, month: 3)

    private func bounded(_ configuration: inout Configuration, _ source: String, min: Int?, max: Int? = nil) {
        for department in configuration.departments.indices where configuration.departments[department].id == source {
            for delivery in configuration.departments[department].deliveries.indices {
                configuration.departments[department].deliveries[delivery].minimumRows = min
                configuration.departments[department].deliveries[delivery].maximumRows = max
            }
        }
    }

    private func instance(min: Int?, max: Int? = nil, of source: String = "fire") throws -> TestInstance {
        try TestInstance { bounded(&$0, source, min: min, max: max) }
    }

    /// - Parameter rows: subject and, where it is said anew, content.
    private func licences(_ day: String, _ rows: [(subject: Int, content: String)], _ test: TestInstance) throws
        -> String
    {
        let licences = rows.map { row in
            Licence(
                code: Self.subjects[row.subject], name: "示例市晨曦\(row.subject)有限公司", document: "示消许〔2025〕\(row.subject)号",
                content: row.content, decided: "2025-03-0\(row.subject % 3 + 1)")
        }
        return try test.deliver(
            Fictions.licences(licences, by: Fictions.fire), as: "\(day)-licence.csv", from: "fire")
    }

    private func register(_ test: TestInstance) throws -> String {
        try test.deliver(
            Fictions.register(
                Self.subjects.enumerated().map { Registration(code: $1, name: "示例市晨曦\($0)有限公司") }),
            as: "2025-03-03-registration.csv", from: "market-supervision")
    }

    /// Three deliveries; the second has two rows and says something else of one record, the third again.
    private func deliveries(_ test: TestInstance) throws -> [String] {
        [
            try licences(Self.received[0], [(0, "甲"), (1, "甲"), (2, "甲")], test),
            try licences(Self.received[1], [(1, "乙"), (3, "乙")], test),
            try licences(Self.received[2], [(1, "丙"), (4, "丙"), (5, "丙")], test),
        ]
    }

    private func decide(
        _ kind: SubmissionDecision.Kind, _ id: Int, _ test: TestInstance, at day: String = "2025-03-28"
    ) throws {
        try SubmissionDecision(id: id, kind: kind, by: "王科", reason: "已与部门核实", at: test.morning(day))(test.open())
    }

    private func states(_ test: TestInstance) throws -> [String] {
        try test.open().ledger.strings("SELECT state FROM submission ORDER BY id")
    }

    private func receipt(_ name: String, _ test: TestInstance) throws -> [String: Any] {
        let path = "\(test.configuration.settings.paths.outbox)/fire/\(name).receipt.json"
        return try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: path))) as? [String: Any] ?? [:]
    }

    @Test func tooFewRowsAreHeldAndNothingIsPublished() throws {
        let test = try instance(min: 3)
        let summary = try test.run([register(test)] + deliveries(test))
        #expect(try states(test) == ["published", "published", "held", "published"])
        let line = try #require(summary.submissions.first { $0.state == "held" })
        #expect(line.received == 2 && line.held == 2 && line.outcomes.total == 0 && summary.isConserved)
        #expect(summary.received == summary.totals.total + 2)
        let ledger = try test.open().ledger
        for table in ["statement", "aside", "finding", "rule_count"] {
            #expect(try ledger.integer("SELECT count(*) FROM \(table) WHERE submission = 3") == 0, "\(table)")
        }
        let answer = try receipt("000003-2025-03-12-licence.csv", test)
        #expect(answer["state"] as? String == "held" && answer["received"] as? Int == 2 && answer["held"] as? Int == 2)
        let reason = try #require(answer["refusal"] as? String)
        #expect(reason.contains("2 行") && reason.contains("3 行") && reason.contains("steward"))
        let html = try String(
            contentsOfFile:
                "\(test.configuration.settings.paths.outbox)/fire/000003-2025-03-12-licence.csv.receipt.html",
            encoding: .utf8)
        #expect(html.contains("请勿重复报送"))
        // The same bytes again are only counted.
        let again = try test.run([licences(Self.received[1], [(1, "乙"), (3, "乙")], test)])
        #expect(again.submissions.map(\.isRepeated) == [true] && again.isConserved)
        #expect(try states(test).count == 4)
        #expect(try ledger.integer("SELECT times FROM submission WHERE id = 3") == 2)
    }

    /// It has no more rows than had to be mended: it is neither held nor taken for what a delivery usually has.
    @Test func aRepairFileIsNeverShort() throws {
        let test = try instance(min: 3)
        try test.run([register(test)] + [licences(Self.received[0], [(0, "甲"), (1, "甲"), (2, "甲")], test)])
        let plain = try licences(Self.received[1], [(1, "乙")], test)
        let lines = try String(contentsOfFile: plain, encoding: .utf8).split(separator: "\n")
        let repair = "\(lines[0]),退回原因,修改建议\n\(lines[1]),日期有误,\n"
        let path = try test.deliver(repair, as: "2025-03-13-licence.repair.csv", from: "fire")
        try test.run([path])
        #expect(try states(test) == ["published", "published", "published"])
        #expect(try test.open().volumes(month: nil).first { $0.source == "fire" }?.deliveries == 1)
        let check = try Check(test.configuration)(
            path, options: RunOptions(), folder: "\(test.folder.path)/checked")
        #expect(check.map(\.hold) == [nil])
    }

    /// A copy that came under another name while the first waited goes with it.
    @Test func copiesOfWhatWaitsArePutAwayWithIt() throws {
        let test = try instance(min: 3)
        let file = try licences(Self.received[1], [(1, "乙"), (3, "乙")], test)
        func drop(_ name: String) throws {
            try FileManager.default.createDirectory(
                atPath: "\(test.configuration.settings.paths.inbox)/fire", withIntermediateDirectories: true)
            try FileManager.default.copyItem(
                atPath: file, toPath: "\(test.configuration.settings.paths.inbox)/fire/\(name)")
        }
        func names(_ folder: String) -> [String] {
            let path = "\(test.folder.path)/\(folder)/fire"
            return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
        }
        for name in ["2025-03-12-licence.csv", "2025-03-13-licence.csv"] {
            try drop(name)
            try test.runInbox()
        }
        #expect(names("held") == ["2025-03-12-licence.csv", "2025-03-13-licence.csv"])
        try decide(.release, 1, test)
        #expect(names("held").isEmpty && names("done") == ["2025-03-12-licence.csv", "2025-03-13-licence.csv"])
    }

    /// Stopped between the decision and its answer: the answer of before does not stay, and the next start gives the new one.
    @Test(arguments: [SubmissionDecision.Kind.release, .refuse])
    func aDecisionThatCouldNotBeAnsweredIsAnsweredLater(_ kind: SubmissionDecision.Kind) throws {
        let test = try instance(min: 3)
        try test.run([register(test)] + deliveries(test))
        let name = "\(test.configuration.settings.paths.outbox)/fire/000003-2025-03-12-licence.csv.receipt"
        // A folder where the receipt is written.
        let obstacle = "\(name).json.part"
        try FileManager.default.createDirectory(atPath: obstacle, withIntermediateDirectories: true)
        #expect(throws: (any Error).self) { try decide(kind, 3, test) }
        #expect(!FileManager.default.fileExists(atPath: "\(name).html"))
        try FileManager.default.removeItem(atPath: obstacle)
        try test.open().resume()
        let state = kind == .release ? "published" : "refused"
        #expect(try states(test)[2] == state)
        #expect(try receipt("000003-2025-03-12-licence.csv", test)["state"] as? String == state)
        #expect(FileManager.default.fileExists(atPath: "\(name).html"))
    }

    /// With the gate or without, in one run or three, released early or late: what is disclosed and how timely it was is the same.
    @Test(arguments: [[0], [1], [2], [0, 1], [1, 2], [0, 2], [2, 1, 0], [0, 1, 2]])
    func releasedItIsAsIfItHadNeverWaited(_ held: [Int]) throws {
        let free = try instance(min: nil)
        try free.run([register(free)] + deliveries(free))
        let test = try instance(min: nil)
        let gated = try TestInstance(test.configuration, in: test.folder) { bounded(&$0, "fire", min: 100) }
        try test.run([register(test)])
        for (number, file) in try deliveries(test).enumerated() {
            try (held.contains(number) ? gated : test).run([file], asOf: Self.received[number])
        }
        for number in held { try decide(.release, number + 2, test) }
        #expect(try states(test) == ["published", "published", "published", "published"])
        try expectSame(StoreDump.export(free.open()), StoreDump.export(test.open()))
        let figures =
            "SELECT id || ' ' || received || ' ' || rows || ' ' || dated || ' ' || on_time FROM submission ORDER BY id"
        #expect(try test.open().ledger.strings(figures) == free.open().ledger.strings(figures))
        let current =
            "SELECT subject || ' ' || item || ' ' || submission || ' ' || row FROM statement WHERE current ORDER BY 1"
        #expect(try test.open().ledger.strings(current) == free.open().ledger.strings(current))
        for id in 1...4 {
            let sums = "SELECT sum(rows) FROM outcome_count WHERE submission = \(id)"
            #expect(try test.open().ledger.integer(sums) == free.open().ledger.integer(sums))
        }
        let answer = try receipt("000002-2025-03-05-licence.csv", test)
        #expect(answer["state"] as? String == "published" && answer["accepted"] as? Int == 3)
    }

    /// A register that came with few rows: those who waited for its subjects find them when it is released.
    @Test func aRegisterThatIsReleasedIsKnownToTheRowsThatWait() throws {
        let test = try instance(min: 100, of: "market-supervision")
        try test.run([register(test)] + deliveries(test))
        #expect(
            try test.open().ledger.integer("SELECT sum(rows) FROM outcome_count WHERE outcome = 'unattributed'") == 8)
        try decide(.release, 1, test)
        let free = try instance(min: nil)
        try free.run([register(free)] + deliveries(free))
        try expectSame(StoreDump.export(free.open()), StoreDump.export(test.open()))
        let counts = "SELECT submission, sum(rows) FROM outcome_count GROUP BY submission"
        #expect(try test.open().ledger.strings(counts) == free.open().ledger.strings(counts))
        #expect(
            try test.open().ledger.integer("SELECT sum(rows) FROM outcome_count WHERE outcome = 'unattributed'") == 0)
    }

    @Test func refusedItLeavesNothing() throws {
        let test = try instance(min: 3)
        let files = try [register(test)] + deliveries(test)
        try test.run(files)
        try decide(.refuse, 3, test)
        #expect(try states(test) == ["published", "published", "refused", "published"])
        let answer = try receipt("000003-2025-03-12-licence.csv", test)
        #expect((answer["refusal"] as? String)?.contains("已与部门核实") == true && answer["received"] as? Int == 0)
        let without = try instance(min: 3)
        try without.run([files[0], files[1], files[3]])
        try expectSame(StoreDump.export(without.open()), StoreDump.export(test.open()))
        #expect(throws: SystemError.self) { try decide(.release, 3, test) }
        #expect(throws: SystemError.self) { try decide(.refuse, 2, test) }
        #expect(throws: SystemError.self) { try decide(.refuse, 9, test) }
    }

    /// A check reads all rows, and says that they would wait.
    @Test func aCheckTellsOfTheHold() throws {
        let test = try instance(min: 3)
        let file = try licences(Self.received[1], [(1, "乙"), (3, "乙")], test)
        var options = RunOptions()
        options.asOf = try test.morning(Self.received[1])
        let folder = "\(test.folder.path)/checked"
        let short = try #require(try Check(test.configuration)(file, options: options, folder: folder).first)
        #expect(short.line.state == "checked" && short.line.received == 2 && short.hold?.contains("2 rows") == true)
        let receipt = try String(
            contentsOfFile: #require(short.files.first { $0.hasSuffix(".receipt.json") }), encoding: .utf8)
        #expect(receipt.contains("\"state\": \"checked\"") && receipt.contains("would be held"))
        let enough = try Check(instance(min: 2).configuration)(file, options: options, folder: folder)
        #expect(enough.map(\.hold) == [nil])
    }

    @Test func tooManyRowsAreTakenWithAWarning() throws {
        let test = try instance(min: nil, max: 2)
        try test.run([register(test), licences(Self.received[0], [(0, "甲"), (1, "甲"), (2, "甲")], test)])
        #expect(try states(test) == ["published", "published"])
        #expect(try test.open().ledger.findings(of: 2) == ["unusual-volume": 1])
        #expect(
            try test.open().ledger.strings("SELECT value || ' ' || expected FROM finding WHERE rule = 'unusual-volume'")
                == ["3 ≤ 2"])
    }

    @Test func aReplayHoldsReleasesAndRefuses() throws {
        let test = try instance(min: 4)
        try test.run([register(test)] + deliveries(test))
        try decide(.release, 3, test)
        try decide(.refuse, 4, test)
        try test.run([licences("2025-03-29", (0...4).map { ($0, "丁") }, test)])
        let folder = "\(test.folder.path)/rebuilt"
        #expect(try Replay(test.configuration)(to: folder).problems.isEmpty)
        let rebuilt = try TestInstance(test.configuration) {
            $0.settings.paths.ledger = "\(folder)/ledger.sqlite"
            $0.settings.paths.disclosure = "\(folder)/disclosure.sqlite"
        }.open()
        try expectSame(StoreDump.export(test.open()), StoreDump.export(rebuilt))
        let without: Set = ["run.seconds", "run.is_as_of_given", "audit"]
        try expectSame(
            StoreDump.ledger(test.open().ledger, without: without), StoreDump.ledger(rebuilt.ledger, without: without))
        #expect(
            try rebuilt.ledger.strings("SELECT state FROM submission ORDER BY id") == [
                "published", "held", "published", "refused", "published",
            ])
    }

    /// Stopped between the log and the ledger, or between the ledger and the disclosure store: the next start finishes it.
    @Test(arguments: [SubmissionDecision.Kind.release, .refuse]) func aStopIsMadeUpFor(_ kind: SubmissionDecision.Kind)
        throws
    {
        let test = try instance(min: 3)
        try test.run([register(test)] + deliveries(test))
        let paths = test.configuration.settings.paths
        let stores = [paths.ledger, paths.disclosure].map { URL(filePath: $0) }
        let before = try stores.map { try Data(contentsOf: $0) }
        try decide(kind, 3, test)
        let without: Set = ["run.seconds", "job_known"]
        let after = try StoreDump.ledger(test.open().ledger, without: without)
        let disclosed = try StoreDump.export(test.open())
        for stopped in [stores, [stores[1]]] {
            for (store, data) in zip(stores, before) where stopped.contains(store) { try data.write(to: store) }
            let outbox = try StoreDump.files(paths.outbox)
            try FileManager.default.removeItem(atPath: paths.outbox)
            try test.open().resume()
            expectSame(after, try StoreDump.ledger(test.open().ledger, without: without))
            expectSame(disclosed, try StoreDump.export(test.open()))
            let name = "fire/000003-2025-03-12-licence.csv.receipt.json"
            #expect(try StoreDump.files(paths.outbox)[name] == outbox[name] && outbox[name] != nil)
        }
        try test.open().resume()
        expectSame(after, try StoreDump.ledger(test.open().ledger, without: without))
    }

    private func owing(min: Int?) throws -> MonthScene {
        let scene = try MonthScene {
            $0.owes("fire", .week, since: "2025-03-03")
            bounded(&$0, "fire", min: min)
        }
        try scene.register(1...1, at: "2025-03-03")
        try scene.take("fire", "a-licence.csv", "2025-03-05", scene.file([scene.licence(1, decided: "2025-03-03")]))
        return scene
    }

    /// While it is held a delivery counts in no figure of its month; released it counts as of the day it came, refused it fulfils nothing.
    @Test func whatIsOwedWaitsForTheSteward() throws {
        func report(_ scene: MonthScene) throws -> MonthlyReport { try scene.report("2025-03", at: "2025-04-01") }
        let scene = try owing(min: 2)
        let held = try report(scene)
        #expect(held.figures("fire", "licence")["deliveries", default: 0] == 0)
        try decide(.release, 2, scene.test, at: "2025-03-27")
        let (released, free) = (try report(scene), try report(owing(min: nil)))
        #expect(released.periods("fire") == free.periods("fire") && released.periods("fire") != held.periods("fire"))
        #expect(released.figures("fire", "licence") == free.figures("fire", "licence"))
        let refused = try owing(min: 2)
        try decide(.refuse, 2, refused.test, at: "2025-03-27")
        #expect(try report(refused).periods.map(\.state) == held.periods.map(\.state))
    }

    /// A month that was published while a delivery waited stays what it was; the release is a later arrival to be restated.
    @Test func aPublishedMonthStays() throws {
        let scene = try owing(min: 2)
        try FrozenMonths(scene.test.open()).freeze(march, asOf: scene.time("2025-04-01"))
        #expect(throws: SystemError.self) { try decide(.release, 2, scene.test, at: "2025-03-27") }
        try decide(.release, 2, scene.test, at: "2025-04-02")
        #expect(try FrozenMonths(scene.test.open()).verify(march) == [])
        #expect(try states(scene.test) == ["published", "published"])
    }

    @Test func theInboxKeepsAHeldFileApart() throws {
        let test = try instance(min: 3)
        for file in try [register(test)] + deliveries(test) {
            let parts = file.split(separator: "/").suffix(2)
            _ = try test.folder.copy(file, to: "inbox/\(parts.joined(separator: "/"))")
        }
        try test.runInbox()
        func has(_ folder: String) -> Bool {
            FileManager.default.fileExists(atPath: "\(test.folder.path)/\(folder)/fire/2025-03-12-licence.csv")
        }
        #expect(has("held") && !has("done") && !has("refused"))
        try decide(.refuse, try test.open().submissions(in: .held).first?.id ?? 0, test)
        #expect(!has("held") && has("refused"))
    }

    @Test func boundsFollowFromHealthyDeliveries() throws {
        let test = try instance(min: nil)
        try test.run([register(test)] + deliveries(test))
        let volumes = try test.open().volumes(month: "2025-03")
        let fire = try #require(volumes.first { $0.source == "fire" })
        #expect(fire.deliveries == 3 && fire.median == 3 && fire.minimum == 1 && fire.maximum == 6)
        #expect(try test.open().volumes(month: "2025-02").isEmpty)
        #expect(throws: SystemError.self) { try test.open().volumes(month: "三月") }
    }
}
