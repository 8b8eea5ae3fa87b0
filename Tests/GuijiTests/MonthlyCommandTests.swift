import Foundation
import Testing

/// The month from the command line: figures, the rows behind one, publication, its proof, a nil return and the restatement it makes.
@Suite struct MonthlyCommandTests {
    private func folder() throws -> CommandFolder {
        let folder = try CommandFolder.withInstance()
        try folder.deliver("market-supervision/2025-03-03-registration.csv")
        try folder.deliver("fire/2025-03-07-licence.csv")
        #expect(try folder.guiji("run", "-C", "demo", "--as-of", "2025-03-07").status == 0)
        return folder
    }

    @Test func publishProveAndRestate() throws {
        let folder = try folder()
        func report(_ arguments: String...) throws -> Guiji.Answer {
            try folder.guiji.run(["report"] + arguments + ["-C", "demo"])
        }
        let document = try report("monthly", "--month", "2025-03", "--as-of", "2025-04-02", "--format", "json").object()
        #expect(document["month"] as? String == "2025-03")
        let received = try report("monthly", "--month", "2025-03", "--rows", "received", "fire", "licence")
        #expect(received.status == 0)
        #expect(received.text.split(separator: "\r\n").count > 5)
        #expect(received.text.contains(",fire,licence,"))
        #expect(!received.text.contains("market-supervision"))
        #expect(try report("monthly", "--month", "2025-03", "--rows", "recieved").status == 64)
        // The month was not over when the last run stood.
        #expect(try report("monthly", "--month", "2025-03", "--freeze").status == 1)
        #expect(try report("verify", "2025-03").status == 1)
        #expect(try report("monthly", "--month", "2025-03", "--freeze", "--as-of", "2025-04-02").status == 0)
        #expect(folder.folder.has("demo/reports/frozen/2025-03/manifest.json"))
        // Today's figures of a published month are called that, on the page and beside it.
        let today = try report("monthly", "--month", "2025-03")
        #expect(today.status == 0 && today.text.contains("定稿见 frozen/2025-03/"))
        #expect(today.error.contains("2025-03 is published; these are today's figures, as published: "))
        let asked = try report("monthly", "--month", "2025-03", "--as-of", "2025-04-02")
        #expect(asked.status == 0 && asked.error.isEmpty && !asked.text.contains("定稿见"))
        #expect(try report("verify", "2025-03").status == 0)
        let confirmed = try folder.guiji(
            "nil-return", "-C", "demo", "--source", "fire", "--item", "licence", "--period", "2025-W12", "--by", "王科",
            "--reason", "本周无许可", "--as-of", "2025-04-03")
        #expect(confirmed.status == 0)
        #expect(
            try folder.guiji(
                "nil-return", "-C", "demo", "--source", "fire", "--item", "licence", "--period", "2025-W99", "--by",
                "王科",
                "--reason", "错"
            ).status == 1)
        let restated = try report("restate", "--month", "2025-03", "--reason", "补确认", "--as-of", "2025-04-03")
        #expect(restated.text.contains("fire licence due_nil：0 → 1"))
        #expect(restated.text.contains("fire licence period.2025-03-17/2025-03-23：missed → nil"))
        #expect(folder.folder.has("demo/reports/frozen/2025-03/restatement-1.json"))
        #expect(try report("verify", "2025-03").status == 0)
        let all = try report("verify", "--all")
        #expect(all.status == 0 && all.text.contains("2025-03："))
        for wrong in [["verify", "2025-03", "--all"], ["monthly", "--all"]] {
            #expect(try folder.guiji.run(["report"] + wrong + ["-C", "demo"]).status == 64)
        }
        try Data().write(
            to: URL(filePath: "\(folder.folder.path)/demo/reports/frozen/2025-03/monthly-2025-03.csv"))
        let forged = try report("verify", "--all")
        #expect(forged.status == 1 && forged.text.contains("2025-03：monthly-2025-03.csv：内容已改 changed"))
        try folder.folder.write("", to: "demo/reports/frozen/2025-02/manifest.json")
        let more = try report("verify", "--all")
        #expect(more.status == 1 && more.text.contains("2025-02：台账 ledger：") && more.text.contains("2025-03：monthly"))
        #expect(try folder.guiji("replay", "-C", "demo", "--to", "rebuilt").status == 0)
        let item = URL(filePath: "\(folder.folder.path)/demo/Mappings/catalogue/licence.yml")
        try String(contentsOf: item, encoding: .utf8).replacing(
            "deadline_working_days: 7", with: "deadline_working_days: 1"
        ).write(to: item, atomically: true, encoding: .utf8)
        let other = try folder.guiji("replay", "-C", "demo", "--to", "other")
        #expect(other.status == 1 && other.text.contains("guiji report verify 2025-03"))
        #expect(other.error.contains("2025-03"))
    }

    /// A publication that a stop kept from the ledger and that cannot be written without pandoc waits; runs go on.
    @Test func aPublicationWaitsForPandoc() throws {
        let folder = try folder()
        let demo = "\(folder.folder.path)/demo"
        let before = try Data(contentsOf: URL(filePath: "\(demo)/ledger.sqlite"))
        let freeze = ["report", "monthly", "--month", "2025-03", "--freeze", "--as-of", "2025-04-02", "-C", "demo"]
        #expect(try folder.guiji.run(freeze).status == 0)
        try before.write(to: URL(filePath: "\(demo)/ledger.sqlite"))
        try FileManager.default.removeItem(atPath: "\(demo)/reports/frozen/2025-03")
        let run = ["run", "-C", "demo", "--as-of", "2025-04-03"]
        let without = try folder.guiji.run(run, path: "/nonexistent")
        #expect(without.status == 0 && without.error.contains("apt install pandoc"), "\(without)")
        #expect(without.error.contains("decision not entered 1：freeze-month 2025-03"))
        #expect(!folder.folder.has("demo/reports/frozen/2025-03"))
        let with = try folder.guiji.run(run)
        #expect(with.status == 0 && !with.error.contains("pandoc"), "\(with)")
        #expect(try folder.guiji("report", "verify", "2025-03", "-C", "demo").status == 0)
    }

    /// One decision that this program cannot enter: a run warns, a replay lists it and ends with 1, and both do all else.
    @Test func aDecisionThatCannotBeEnteredIsListed() throws {
        let folder = try folder()
        try folder.folder.write(
            #"{"action":"unheard-of","at":1743000000,"detail":{},"number":1,"run":1}"# + "\n",
            to: "demo/archive/decisions.jsonl")
        let run = try folder.guiji("run", "-C", "demo", "--as-of", "2025-04-03")
        #expect(run.status == 0 && run.error.contains("unheard-of"), "\(run)")
        let replay = try folder.guiji("replay", "-C", "demo", "--to", "rebuilt")
        #expect(replay.status == 1 && replay.text.contains("decision not entered 1：unheard-of"), "\(replay)")
        #expect(replay.error.contains("decide again") && folder.folder.has("rebuilt/ledger.sqlite"))
    }
}

/// Cases of comparison by command: what is listed, and that a name nothing has is a mistake rather than an empty list.
@Suite struct MismatchCommandTests {
    @Test func casesAreListedShownAndDecided() throws {
        let made = try CommandFolder.withInstance()
        for delivery in [
            "market-supervision/2025-03-03-registration.csv", "self-disclosure/2025-03-24-annual-report.csv",
        ] { try made.deliver(delivery) }
        #expect(try made.guiji("run", "-C", "demo", "--dated", "--as-of", "2025-03-31").status == 0)
        let list = try made.guiji("mismatch", "list", "-C", "demo", "--responsible", "enterprise")
        let lines = list.text.split(whereSeparator: \.isNewline)
        #expect(list.status == 0 && lines.count == 4)
        let id = try #require(lines.last?.split(separator: ",").first.map(String.init))
        #expect(try made.guiji("mismatch", "show", "-C", "demo", id).text.contains("registry-authority"))
        let waived = try made.guiji(
            "mismatch", "waive", "-C", "demo", id, "--by", "王科", "--reason", "核实中", "--until", "2025-06-30", "--as-of",
            "2025-04-01")
        #expect(waived.status == 0 && waived.text.contains("核实中"))
        let standing = try made.guiji("mismatch", "list", "-C", "demo", "--on", "2025-04-02")
        #expect(standing.text.split(whereSeparator: \.isNewline).count == 3)
        for wrong in [
            ["--responsible", "nobody"], ["--comparison", "licences"], ["--result", "wrong"], ["--state", "closed"],
            ["--on", "2025-02-30"],
        ] { #expect(try made.guiji.run(["mismatch", "list", "-C", "demo"] + wrong).status == 64, "\(wrong)") }
        #expect(try made.guiji("mismatch", "show", "-C", "demo", "a/b/1").status == 1)
        let again = try made.guiji("compare", "-C", "demo", "--json")
        #expect(try again.object()["changed_subjects"] as? Int == 0)
    }
}
