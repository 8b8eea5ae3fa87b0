import Foundation
import TestKit
import Testing

/// The service, as an operator meets it.
@Suite(.serialized) struct ServeCommandTests {
    private func instance() throws -> CommandFolder {
        let made = try CommandFolder.withInstance()
        try made.configure(CommandFolder.quickFolders)
        return made
    }

    private func isEmpty(_ made: CommandFolder) -> Bool {
        for inbox in ["demo/inbox", "demo/inbox.claimed"] {
            for department in made.folder.names(inbox) where !department.hasPrefix(".") {
                if !made.folder.names("\(inbox)/\(department)").isEmpty { return false }
            }
        }
        return true
    }

    @Test func aFileIsAnsweredAndPutAway() throws {
        let made = try instance()
        let service = try RunningService(made.folder)
        try made.deliver("market-supervision/2025-03-03-registration.csv")
        #expect(RunningService.wait { made.folder.has("demo/done/market-supervision/2025-03-03-registration.csv") })
        try made.deliver("human-resources/2025-03-10-licence.pdf")
        #expect(RunningService.wait { made.folder.has("demo/refused/human-resources/2025-03-10-licence.pdf") })
        #expect(made.receipts().count == 2 && isEmpty(made))
        #expect(service.stop() == 0)
        // Each line of the log is an object, and none tells what stands in a row.
        let lines = try made.folder.read("service.log").split(separator: "\n")
        for line in lines {
            #expect((try? JSONSerialization.jsonObject(with: Data(line.utf8))) is [String: Any], "\(line)")
        }
        #expect(
            lines.contains {
                $0.contains("\"message\":\"submission\"") && $0.contains("\"department\":\"market-supervision\"")
            })
        #expect(!lines.contains { $0.contains("有限公司") })
    }

    /// What is in hand is finished before the service ends: nothing is left for the next start.
    @Test func whatIsInHandIsFinishedAtTheEnd() throws {
        let made = try instance()
        let lines = try String(contentsOfFile: CommandFolder.sample("culture/2025-03-05-licence.csv"), encoding: .utf8)
            .split(separator: "\n").map(String.init)
        let rows = (100_000..<130_000).map { lines[1].replacing("〔2025〕100号", with: "〔2025〕\($0)号") }
        let service = try RunningService(made.folder)
        #expect(RunningService.wait { service.log.contains("\"started\"") })
        try made.folder.write(([lines[0]] + rows).joined(separator: "\n"), to: "demo/inbox/culture/bulk.csv")
        #expect(RunningService.wait { !made.folder.names("demo/inbox.claimed/culture").isEmpty })
        #expect(service.stop() == 0)
        #expect(made.folder.has("demo/done/culture/bulk.csv") && isEmpty(made) && made.receipts().count == 1)
        #expect(service.log.contains("\"received\":\"30000\""))
    }

    @Test func aSecondServiceIsRefused() throws {
        let made = try instance()
        let service = try RunningService(made.folder)
        #expect(RunningService.wait { (try? made.folder.read("service.log"))?.contains("started") == true })
        let second = try RunningService(made.folder, log: "second.log")
        #expect(second.status() == 1)
        #expect(try made.folder.read("second.log").contains("already"))
        #expect(service.stop(SIGINT) == 0)
    }

    @Test func aBadConfigurationIsToldAndTheOldOneGoesOn() throws {
        let made = try instance()
        let service = try RunningService(made.folder)
        #expect(RunningService.wait { (try? made.folder.read("service.log"))?.contains("started") == true })
        let good = try made.folder.read("demo/pipeline.yml")
        try made.folder.write(good.replacing("workers: 2", with: "workers: two"), to: "demo/pipeline.yml")
        service.signal(SIGHUP)
        #expect(
            RunningService.wait { (try? made.folder.read("service.log"))?.contains("configuration refused") == true })
        try made.deliver("market-supervision/2025-03-03-registration.csv")
        #expect(RunningService.wait { made.folder.has("demo/done/market-supervision/2025-03-03-registration.csv") })
        try made.folder.write(good, to: "demo/pipeline.yml")
        service.signal(SIGHUP)
        #expect(
            RunningService.wait { (try? made.folder.read("service.log"))?.contains("configuration read again") == true }
        )
        #expect(service.stop() == 0)
    }

    /// Where the stores lie cannot change beneath a service; when a file is complete can.
    @Test func whatAReloadCannotChangeIsRefused() throws {
        let made = try instance()
        let service = try RunningService(made.folder)
        #expect(RunningService.wait { service.log.contains("\"started\"") })
        let good = try made.folder.read("demo/pipeline.yml")
        try made.folder.write(good + "stores: { ledger: elsewhere/ledger.sqlite }\n", to: "demo/pipeline.yml")
        service.signal(SIGHUP)
        #expect(RunningService.wait { service.log.contains("configuration refused") })
        try made.deliver("market-supervision/2025-03-03-registration.csv")
        #expect(RunningService.wait { made.folder.has("demo/done/market-supervision/2025-03-03-registration.csv") })
        #expect(!made.folder.has("demo/elsewhere"))
        // Longer than the test waits, had it not been read.
        try made.folder.write(
            good.replacing("settle_seconds: 0.1", with: "settle_seconds: 900")
                .replacing("quiet_seconds: 0.2", with: "quiet_seconds: 900"), to: "demo/pipeline.yml")
        service.signal(SIGHUP)
        #expect(RunningService.wait { service.log.contains("configuration read again") })
        try made.deliver("civil-affairs/2025-03-03-registration.csv")
        #expect(!RunningService.wait(seconds: 3) { made.folder.has("demo/done/civil-affairs") })
        try made.folder.write(good, to: "demo/pipeline.yml")
        service.signal(SIGHUP)
        #expect(RunningService.wait { made.folder.has("demo/done/civil-affairs/2025-03-03-registration.csv") })
        #expect(service.stop() == 0)
    }

    /// The job of the night comes while a department is still writing.
    @Test func aJobTakesNothingThatIsNotComplete() throws {
        let made = try instance()
        let settings = try made.folder.read("demo/pipeline.yml")
        try made.folder.write(
            settings.replacing("quiet_seconds: 0.2", with: "quiet_seconds: 900")
                .replacing("nightly-run: { at: \"30 2 * * *\"", with: "nightly-run: { at: \"* * * * *\""),
            to: "demo/pipeline.yml")
        let service = try RunningService(made.folder)
        #expect(RunningService.wait { service.log.contains("\"started\"") })
        // Never closed, so that nobody but time says that it is complete.
        let path = "\(made.folder.path)/demo/inbox/culture/a.csv"
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        let writer = try #require(FileHandle(forWritingAtPath: path))
        try writer.write(contentsOf: Data("半".utf8))
        #expect(
            RunningService.wait(seconds: 150) {
                service.log.contains("nightly-run") || service.log.contains("succeeded")
            })
        #expect(made.folder.has("demo/inbox/culture/a.csv") && made.receipts().isEmpty)
        try writer.close()
        #expect(service.stop() == 0)
    }

    /// A file that cannot be archived stays in hand; those with it and behind it are taken, and it follows when it can.
    @Test func aFileThatFailsKeepsNoOtherWaiting() throws {
        let made = try instance()
        let text = try Data(contentsOf: URL(filePath: CommandFolder.sample("culture/2025-03-05-licence.csv")))
        try made.folder.write(text, to: "file")
        let sum = Process()
        let pipe = Pipe()
        sum.executableURL = URL(filePath: "/usr/bin/sha256sum")
        sum.arguments = ["\(made.folder.path)/file"]
        sum.standardOutput = pipe
        try sum.run()
        let digest = String(decoding: try #require(try pipe.fileHandleForReading.readToEnd()), as: UTF8.self)
        sum.waitUntilExit()
        // A file where the archive wants a folder.
        let obstacle = "demo/archive/\(digest.prefix(2))"
        try made.folder.write("x", to: obstacle)
        try made.deliver("culture/2025-03-05-licence.csv")
        try made.deliver("market-supervision/2025-03-03-registration.csv")
        let service = try RunningService(made.folder)
        #expect(RunningService.wait { made.folder.has("demo/done/market-supervision/2025-03-03-registration.csv") })
        try made.deliver("civil-affairs/2025-03-03-registration.csv")
        #expect(RunningService.wait { made.folder.has("demo/done/civil-affairs/2025-03-03-registration.csv") })
        #expect(made.folder.names("demo/inbox.claimed/culture").count == 1)
        try FileManager.default.removeItem(atPath: "\(made.folder.path)/\(obstacle)")
        // Nor does it wait until nothing else comes.
        for number in 0..<2400 where !made.folder.has("demo/done/culture/2025-03-05-licence.csv") {
            try made.folder.write("序号\n\(number)\n", to: "demo/inbox/fire/\(number).csv")
            usleep(50_000)
        }
        #expect(made.folder.has("demo/done/culture/2025-03-05-licence.csv"))
        #expect(service.stop() == 0)
    }

    /// What the service may not read is put away and its sender told; root may read anything unless that right is taken from it.
    @Test(
        .enabled(
            if: geteuid() != 0 || FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv"), "needs setpriv"))
    func aFileThatTheServiceMayNotReadIsRefused() throws {
        let made = try instance()
        try made.deliver("culture/2025-03-05-licence.csv")
        chmod("\(made.folder.path)/demo/inbox/culture/2025-03-05-licence.csv", 0)
        try made.deliver("market-supervision/2025-03-03-registration.csv")
        let launcher = ["/usr/bin/setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
        let service = try RunningService(made.folder, launcher: geteuid() == 0 ? launcher : [])
        #expect(RunningService.wait { made.receipts().count == 2 && isEmpty(made) })
        #expect(service.stop() == 0)
        #expect(made.folder.has("demo/done/market-supervision/2025-03-03-registration.csv"))
        #expect(made.folder.has("demo/refused/culture/2025-03-05-licence.csv.not-a-file.txt"))
        let receipt = try made.folder.read("demo/outbox/culture/\(#require(made.receipts(of: "culture").first))")
        #expect(receipt.contains("\"state\": \"refused\"") && receipt.contains("read"))
    }

    /// Killed at many moments and started again: every file is taken once, and what is disclosed is that of one quiet run.
    @Test func killedAtAnyMomentNothingIsLostOrDoubled() throws {
        let deliveries = [
            "market-supervision/2025-03-03-registration.csv", "civil-affairs/2025-03-03-registration.csv",
            "culture/2025-03-05-licence.csv", "ecology/2025-03-06-licence.csv", "fire/2025-03-07-licence.csv",
            "emergency/2025-03-21-penalty.csv", "gsxt/2025-03-20-licence.csv", "human-resources/2025-03-10-licence.pdf",
        ]
        // An archive of a delivery and of what is none.
        let archive = PackedFiles([
            .init("说明.txt", "请查收\n"),
            .init(
                Array("处罚.csv".utf8),
                [UInt8](try Data(contentsOf: URL(filePath: CommandFolder.sample("culture/2025-03-19-penalty.csv"))))),
        ]).bytes
        let quiet = try instance()
        for delivery in deliveries { try quiet.deliver(delivery) }
        try quiet.folder.write(archive, to: "demo/inbox/culture/三月.zip")
        #expect(try quiet.guiji("run", "-C", "demo").status == 0)

        let made = try instance()
        var state: UInt64 = 20_251_123
        for (number, delivery) in (deliveries + deliveries).enumerated() {
            if number < deliveries.count { try made.deliver(delivery) }
            if number == 2 { try made.folder.write(archive, to: "demo/inbox/culture/三月.zip") }
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let service = try RunningService(made.folder)
            usleep(UInt32(state >> 33) % 700_000)
            _ = service.stop(SIGKILL)
        }
        let service = try RunningService(made.folder)
        #expect(RunningService.wait { service.log.contains("\"started\"") && isEmpty(made) })
        #expect(service.stop() == 0)

        #expect(made.receipts().count == deliveries.count + 2 && made.folder.has("demo/done/culture/三月.zip"))
        for item in ["registration", "licence", "penalty"] {
            let (one, other) = (
                try quiet.guiji("export", item, "-C", "demo"), try made.guiji("export", item, "-C", "demo")
            )
            #expect(one.status == 0 && one.output.count > 200 && one.output == other.output, "\(item)")
        }
        // The bytes of none came twice.
        for name in made.receipts() {
            let path = made.folder.names("demo/outbox").map { "demo/outbox/\($0)/\(name)" }.first(
                where: made.folder.has)
            let receipt = try JSONSerialization.jsonObject(with: Data(made.folder.read(try #require(path)).utf8))
            #expect((receipt as? [String: Any])?["times_delivered"] as? Int == 1, "\(name)")
        }
    }
}
