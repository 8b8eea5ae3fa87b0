import Foundation
import Testing

/// Feeds, as an operator meets them.
@Suite(.serialized) struct FeedCommandTests {
    private func instance(_ feeds: String) throws -> CommandFolder {
        let made = try CommandFolder.withInstance()
        try configure(made, feeds)
        return made
    }

    private func configure(_ made: CommandFolder, _ feeds: String) throws {
        if !made.folder.has("demo/pipeline.original") {
            try made.folder.write(made.folder.read("demo/pipeline.yml"), to: "demo/pipeline.original")
        }
        try made.folder.write(
            made.folder.read("demo/pipeline.original")
                + CommandFolder.quickFolders
                + (feeds.isEmpty ? "" : "feeds:\n\(feeds)"),
            to: "demo/pipeline.yml")
    }

    private static func licences(_ command: String, every: String = "1h", name: String = "culture-licence") -> String {
        """
          \(name): { department: culture, items: [licence], type: exec, every: \(every), command: [sh, -c, '\(command)'] }

        """
    }

    private static let sample = CommandFolder.sample("culture/2025-03-05-licence.csv")

    private func receipts(_ made: CommandFolder) throws -> [[String: Any]] {
        try made.receipts(of: "culture").map {
            let data = Data(try made.folder.read("demo/outbox/culture/\($0)").utf8)
            return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        }
    }

    private func list(_ made: CommandFolder) throws -> [[String: Any]] {
        let answer = try made.guiji("feed", "list", "--json", "-C", "demo")
        #expect(answer.status == 0, "\(answer)")
        return try JSONSerialization.jsonObject(with: answer.output) as? [[String: Any]] ?? []
    }

    @Test func aFeedIsPulledLookedAtAndListed() throws {
        let made = try instance(Self.licences("cat \(Self.sample)"))
        #expect(try list(made).first?["state"] as? String == "new")
        let look = try made.guiji("feed", "pull", "culture-licence", "--to", "look.csv", "-C", "demo")
        #expect(look.status == 0 && look.text.contains("1 页"))
        #expect(try made.folder.read("look.csv") == String(contentsOfFile: Self.sample, encoding: .utf8))
        #expect(made.folder.names("demo/inbox.claimed/culture").isEmpty)
        let pull = try made.guiji("feed", "pull", "culture-licence", "-C", "demo")
        #expect(pull.status == 0)
        #expect(try made.guiji("run", "-C", "demo").status == 0)
        let receipt = try #require(try receipts(made).first)
        #expect(receipt["file"] as? String == "culture-licence-000001.csv" && receipt["received"] as? Int == 20)
        #expect(made.folder.has("demo/done/culture/culture-licence-000001.csv"))
        let listed = try #require(try list(made).first)
        #expect(listed["state"] as? String == "well" && listed["pages"] as? Int == 1)
        #expect(listed["last_success"] != nil && listed["next"] != nil)
        #expect(try made.guiji("feed", "-C", "demo").text.contains("正常 well"))
    }

    @Test func aFeedThatFailsSaysSo() throws {
        let made = try instance(Self.licences("echo 赵建国 >&2; exit 7"))
        let pull = try made.guiji("feed", "pull", "culture-licence", "-C", "demo")
        #expect(pull.status == 1 && pull.error.contains("状态 7") && !pull.error.contains("赵建国"))
        let listed = try #require(try list(made).first)
        #expect(listed["state"] as? String == "failing" && listed["failures"] as? Int == 1)
        #expect((listed["error"] as? String)?.contains("状态 7") == true)
        let unknown = try made.guiji("feed", "pull", "culture-licenec", "-C", "demo")
        #expect(unknown.status == 1 && unknown.error.contains("culture-licence"))
    }

    /// Stopped by hand, a pull ends with the program that it runs.
    @Test func aPullThatIsStoppedEndsItsProgram() throws {
        let made = try instance(Self.licences("echo $$ > self; exec sleep 600"))
        let process = Process()
        process.executableURL = Guiji.executable
        process.arguments = ["feed", "pull", "culture-licence", "-C", "demo"]
        process.currentDirectoryURL = URL(filePath: made.folder.path)
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        #expect(RunningService.wait { (try? made.folder.read("demo/self"))?.isEmpty == false })
        process.terminate()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 1)
        let number = try made.folder.read("demo/self").trimmingCharacters(in: .whitespacesAndNewlines)
        let program = try #require(Int32(number))
        #expect(kill(program, 0) != 0)
        #expect(try list(made).first?["state"] as? String == "new")
    }

    /// The service pulls each feed by itself; one that fails and one that hangs cost no other, and both end with the service.
    @Test func theServicePullsWhateverElseFails() throws {
        let feeds =
            Self.licences("exit 3", every: "1s", name: "failing") + Self.licences("sleep 1000", name: "hanging")
            + Self.licences("cat \(Self.sample)")
        let made = try instance(feeds)
        let service = try RunningService(made.folder)
        #expect(RunningService.wait { made.folder.has("demo/done/culture/culture-licence-000001.csv") })
        let log = { (try? made.folder.read("service.log")) ?? "" }
        #expect(RunningService.wait { log().contains("feed failed") && log().contains("feed pulled") })
        // Configured anew, another feed is pulled without a new start.
        try configure(made, Self.licences("head -3 \(Self.sample)", name: "later"))
        service.signal(SIGHUP)
        #expect(RunningService.wait { made.folder.has("demo/done/culture/later-000001.csv") })
        #expect(service.stop() == 0)
        for line in log().split(separator: "\n") {
            #expect((try? JSONSerialization.jsonObject(with: Data(line.utf8))) is [String: Any], "\(line)")
        }
        #expect(!log().contains("有限公司"))
    }

    /// Killed at many moments and started again: no page is lost, none is taken twice.
    @Test func killedAtAnyMomentNoPageIsLostOrDoubled() throws {
        let count = 19
        // Each pull brings the row behind the cursor.
        let script = """
            n=$((${GUIJI_CURSOR:-0} + 1)); [ $n -gt \(count) ] && exit 0; head -1 \(Self.sample); sed -n "$((n + 1))p" \(Self.sample); echo $n > "$GUIJI_CURSOR_FILE"
            """
        let made = try instance("")
        try made.folder.write(script, to: "demo/pull.sh")
        try configure(
            made,
            "  culture-licence: { department: culture, items: [licence], type: exec, every: 1s, command: [sh, pull.sh] }\n"
        )
        var state: UInt64 = 20_261_123
        for _ in 0..<24 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let service = try RunningService(made.folder)
            usleep(300_000 + UInt32(state >> 33) % 900_000)
            _ = service.stop(SIGKILL)
        }
        let service = try RunningService(made.folder)
        #expect(
            RunningService.wait(seconds: 90) {
                (try? receipts(made).count) == count && made.folder.names("demo/inbox.claimed/culture").isEmpty
            })
        #expect(service.stop() == 0)
        let all = try receipts(made)
        #expect(all.count == count)
        for receipt in all { #expect(receipt["times_delivered"] as? Int == 1 && receipt["received"] as? Int == 1) }
        let names = Set(all.compactMap { $0["file"] as? String })
        #expect(names.count == count)
        #expect(made.folder.names("demo/done/culture").count == count)
    }
}
