import Foundation
import GRDB
import Testing

/// `guiji run` where no service is there: what the interface accepted before a loss of power is taken in whole, and its senders are told.
@Suite struct RunByHandTests {
    private static let delivery = "market-supervision/2025-03-03-registration.csv"

    /// An instance whose service accepted a small delivery, of which only the note with its bytes is sure to have reached the disk.
    /// - Parameter torn: what stands in the spool of it.
    private func scene(torn: Data) throws -> (made: CommandFolder, store: DatabaseQueue) {
        let made = try CommandFolder.withInstance()
        _ = try made.token(of: "market-supervision")
        let files = FileManager.default.enumerator(atPath: made.folder.path)?.compactMap { $0 as? String } ?? []
        let path = try #require(files.first { $0.hasSuffix("service.sqlite") })
        let store = try DatabaseQueue(path: "\(made.folder.path)/\(path)")
        let whole = try Data(contentsOf: URL(filePath: CommandFolder.sample(Self.delivery)))
        let claim = "market-supervision/1774233600-0001.3w5e11264sgsf-registration.csv"
        try store.write { db in
            try db.execute(
                sql:
                    "INSERT INTO arrival VALUES ('a1','t','market-supervision','push','registration.csv','d',?,?,NULL,?,NULL,'r',1,?)",
                arguments: [whole.count, 1_774_233_600, claim, whole])
        }
        try made.folder.write(torn, to: "demo/inbox.claimed/\(claim)")
        return (made, store)
    }

    /// What the doctor says of what the interface accepted.
    private func accepted(_ made: CommandFolder) throws -> String? {
        let answer = try made.guiji("doctor", "-C", "demo", "--json")
        let document = try JSONSerialization.jsonObject(with: Data(answer.text.utf8)) as? [String: Any]
        let checks = document?["checks"] as? [[String: Any]] ?? []
        let diagnoses = checks.first { $0["check"] as? String == "arrivals" }?["diagnoses"] as? [[String: Any]]
        return diagnoses?.first?["state"] as? String
    }

    /// A system's timer calls it in the service's place: the job takes in what waits as a run by hand does.
    @Test(arguments: [["run", "nightly-run"], ["tick", "--as-of", "2026-03-31T03:00"]])
    func aJobOfTheScheduleDoesSoToo(command: [String]) throws {
        let (made, store) = try scene(torn: Data())
        if command[0] == "tick" {
            // What is due is seen from the second look on.
            try #require(try made.guiji("schedule", "tick", "-C", "demo", "--as-of", "2026-03-30T01:00").status == 0)
        }
        let done = try made.guiji.run(["schedule", command[0], "-C", "demo"] + command.dropFirst())
        #expect(done.status == 0 && done.text.contains("收到 received 63"), "\(done.text)\(done.error)")
        let left = try store.read { db in
            try Row.fetchOne(db, sql: "SELECT is_open, content IS NULL, (SELECT count(*) FROM part) FROM arrival")
        }
        #expect(left.map { [$0[0], $0[1], $0[2]] } == [0, 1, 1])
    }

    @Test(arguments: ["", "统一社会信用代码,企业名称\n9111", nil])
    func aTornDeliveryIsTakenInWhole(torn: String?) throws {
        let whole = try Data(contentsOf: URL(filePath: CommandFolder.sample(Self.delivery)))
        let (made, store) = try scene(torn: torn.map { Data($0.utf8) } ?? whole)
        #expect(try accepted(made) == "warning")
        let run = try made.guiji("run", "-C", "demo", "--json")
        #expect(run.status == 0, "\(run.error)")
        let direct = try CommandFolder.withInstance()
        let expected = try direct.guiji(
            "run", "-C", "demo", CommandFolder.sample(Self.delivery), "--source", "market-supervision", "--json")
        func counts(_ text: String) throws -> NSDictionary {
            let document = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
            let totals = document?["totals"] as? [String: Any]
            return try #require(totals?["outcomes"] as? NSDictionary, "\(text)")
        }
        #expect(try counts(run.text) == counts(expected.text))
        #expect(try accepted(made) == "well")
        // Settled for its sender, its bytes given back.
        let left = try store.read { db in
            try Row.fetchOne(db, sql: "SELECT is_open, content IS NULL, (SELECT count(*) FROM part) FROM arrival")
        }
        #expect(left.map { [$0[0], $0[1], $0[2]] } == [0, 1, 1])
        // The same again takes nothing.
        let again = try made.guiji("run", "-C", "demo", "--json")
        let taken = try counts(again.text).allValues.compactMap { $0 as? Int }
        #expect(again.status == 0 && taken.allSatisfy { $0 == 0 } && !taken.isEmpty)
    }
}
