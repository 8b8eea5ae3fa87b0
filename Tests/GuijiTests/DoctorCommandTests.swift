import Foundation
import Testing

/// The doctor finds what is wrong, says what to do, and changes nothing.
@Suite struct DoctorCommandTests {
    private func checks(_ text: String) throws -> [String: [[String: String]]] {
        let document = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        var checks: [String: [[String: String]]] = [:]
        for check in try #require(document["checks"] as? [[String: Any]]) {
            checks[try #require(check["check"] as? String)] = check["diagnoses"] as? [[String: String]]
        }
        return checks
    }

    private func filled() throws -> CommandFolder {
        let made = try CommandFolder.withInstance()
        try made.deliver("market-supervision/2025-03-03-registration.csv")
        try #require(try made.guiji.run(["run", "-C", "demo", "--as-of", "2025-03-03"]).status == 0)
        return made
    }

    @Test func aHealthyInstanceIsWell() throws {
        let made = try filled()
        let answer = try made.guiji.run(["doctor", "-C", "demo", "--as-of", "2025-03-04", "--thorough"])
        #expect(answer.status == 0, "\(answer.text)")
        #expect(answer.text.hasSuffix("一切正常 All is well.\n"), "\(answer.text)")
        // A new instance that has not run is well, too, and nothing is made by looking.
        let new = try CommandFolder.withInstance()
        #expect(try new.guiji.run(["doctor", "-C", "demo", "--as-of", "2025-03-04"]).status == 0)
        #expect(!new.folder.has("demo/ledger.sqlite") && !new.folder.has("demo/service.sqlite"))
    }

    @Test func damageIsFoundAndNothingElseIsTouched() throws {
        let made = try filled()
        let path = "\(made.folder.path)/demo/ledger.sqlite"
        var bytes = try Data(contentsOf: URL(filePath: path))
        // A page in the middle that is no page.
        let start = bytes.count / 2 / 8192 * 8192
        bytes.replaceSubrange(start..<(start + 8192), with: Data(repeating: 0xA5, count: 8192))
        try bytes.write(to: URL(filePath: path))
        let answer = try made.guiji.run(["doctor", "-C", "demo", "--as-of", "2025-03-04", "--json"])
        #expect(answer.status == 1)
        let ledger = try #require(try checks(answer.text)["ledger"]?.first)
        #expect(ledger["state"] == "problem" && ledger["mend"]?.contains("guiji replay") == true)
        #expect(try Data(contentsOf: URL(filePath: path)) == bytes)
    }

    /// Such a run gives the disclosure store nothing; that is as it should be.
    @Test func aRunThatOnlyRefusedIsWell() throws {
        let made = try filled()
        try made.deliver("human-resources/2025-03-10-licence.pdf")
        try #require(try made.guiji.run(["run", "-C", "demo", "--as-of", "2025-03-04"]).status == 0)
        let answer = try made.guiji.run(["doctor", "-C", "demo", "--as-of", "2025-03-04", "--json"])
        #expect(try checks(answer.text)["disclosure"]?.map { $0["state"] } == ["well"], "\(answer.text)")
    }

    /// The next start notes it in the disclosure store as done; the ledger is no old copy for that.
    @Test func aRunAfterOneThatOnlyRefusedIsWell() throws {
        let made = try filled()
        try made.deliver("human-resources/2025-03-10-licence.pdf")
        try #require(try made.guiji.run(["run", "-C", "demo", "--as-of", "2025-03-04"]).status == 0)
        try made.deliver("market-supervision/2025-03-03-registration.csv")
        try #require(try made.guiji.run(["run", "-C", "demo", "--as-of", "2025-03-04"]).status == 0)
        let answer = try made.guiji.run(["doctor", "-C", "demo", "--as-of", "2025-03-04", "--json"])
        #expect(try checks(answer.text)["disclosure"]?.map { $0["state"] } == ["well"], "\(answer.text)")
    }

    /// SQLite's own check finds NULL in tables that have none (former_aside, moved).
    @Test func rowsThatFoundTheirSubjectAreNoDamage() throws {
        let made = try CommandFolder.withInstance()
        for delivery in ["culture/2025-03-05-licence.csv", "market-supervision/2025-03-03-registration.csv"] {
            try made.deliver(delivery)
            try #require(try made.guiji.run(["run", "-C", "demo", "--as-of", "2025-03-05"]).status == 0)
        }
        for more in [[], ["--thorough"]] {
            let answer = try made.guiji.run(["doctor", "-C", "demo", "--as-of", "2025-03-06", "--json"] + more)
            #expect(try checks(answer.text)["ledger"]?.map { $0["state"] } == ["well"], "\(answer.text)")
        }
    }

    /// Who reads that the disclosure store is damaged moves it away: only what is damaged is called so.
    @Test(arguments: ["ledger", "disclosure"]) func onlyTheDamagedStoreIsCalledSo(_ store: String) throws {
        let made = try filled()
        let path = "demo/\(store).sqlite"
        var bytes = Data(try #require(FileManager.default.contents(atPath: "\(made.folder.path)/\(path)")))
        bytes.replaceSubrange(0..<14, with: Data("garbagegarbage".utf8))
        try made.folder.write(bytes, to: path)
        let answer = try made.guiji.run(["doctor", "-C", "demo", "--as-of", "2025-03-04", "--json"])
        let problems = try checks(answer.text).filter { $0.value.contains { $0["state"] == "problem" } }
        #expect(Array(problems.keys) == [store], "\(answer.text)")
        #expect(problems[store]?.first?["en"]?.contains("\(store).sqlite is damaged") == true, "\(answer.text)")
    }

    /// The remedy that is told works, whichever of the two receipts is gone.
    @Test(arguments: ["json", "html"]) func aReceiptThatIsGoneIsWrittenAgain(_ ending: String) throws {
        let made = try filled()
        let folder = "demo/outbox/market-supervision"
        let name = try #require(made.folder.names(folder).first { $0.hasSuffix(".receipt.\(ending)") })
        try FileManager.default.removeItem(atPath: "\(made.folder.path)/\(folder)/\(name)")
        func receipts() throws -> String? {
            let answer = try made.guiji.run(["doctor", "-C", "demo", "--as-of", "2025-03-04", "--json"])
            return try checks(answer.text)["outbox"]?.first?["state"]
        }
        #expect(try receipts() == "warning")
        try #require(try made.guiji.run(["run", "-C", "demo", "--as-of", "2025-03-04"]).status == 0)
        #expect(try receipts() == "well" && made.folder.has("\(folder)/\(name)"))
    }

    @Test func whatIsMissingOrLateIsTold() throws {
        let made = try filled()
        let archive = made.folder.names("demo/archive").filter { $0.count == 2 }
        try FileManager.default.removeItem(atPath: "\(made.folder.path)/demo/archive/\(try #require(archive.first))")
        try made.folder.write("x", to: "demo/inbox/nobody/a.csv")
        try made.folder.write("x", to: "demo/inbox/culture/a.csv")
        try made.folder.write("x", to: "demo/inbox.claimed/culture/1000-0001-a.csv")
        try made.folder.write("x", to: "demo/inbox/astray.csv")
        let settings = try made.folder.read("demo/pipeline.yml")
        try made.folder.write(
            settings
                + "\nfeeds: { broken: { department: culture, items: [licence], type: exec, every: 1h, command: [\"false\"] } }\n",
            to: "demo/pipeline.yml")
        #expect(try made.guiji.run(["feed", "pull", "broken", "-C", "demo"]).status == 1)
        let answer = try made.guiji.run(["doctor", "-C", "demo", "--as-of", "2099-11-04", "--json"])
        #expect(answer.status == 1)
        let found = try checks(answer.text)
        func states(_ check: String) -> [String] { (found[check] ?? []).compactMap { $0["state"] } }
        #expect(states("archive") == ["problem"])
        #expect(states("calendar") == ["problem", "warning"])
        #expect(states("inbox") == ["warning", "warning", "warning"] && states("spool") == ["warning"])
        #expect(states("feeds") == ["warning"] && "\(found["feeds"] ?? [])".contains("failed 1 times"))
        // Before the last run.
        let run = try made.guiji.run(["run", "-C", "demo"])
        #expect(run.status == 0)
        let back = try made.guiji.run(["doctor", "-C", "demo", "--as-of", "2020-01-01", "--json"])
        #expect(try checks(back.text)["clock"]?.first?["state"] == "problem")
    }
}
