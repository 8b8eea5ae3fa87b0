import Foundation
import Testing

@Suite struct RunCommandTests {
    private let outcomes = [
        "published", "updated", "unchanged", "duplicate", "stale", "overruled", "unattributed", "withheld", "rejected",
    ]

    @Test func jsonIsOneObject() throws {
        let made = try CommandFolder.withInstance()
        let answer = try made.guiji(
            "run", "-C", "demo", "--dated", "--as-of", "2025-03-31", "--json", "--json-to", "run.json",
            CommandFolder.sample("market-supervision/2025-03-03-registration.csv"),
            CommandFolder.sample("culture/2025-03-05-licence.csv"))
        #expect(answer.status == 0, "\(answer)")
        #expect(answer.error.isEmpty)
        let object = try answer.object()
        for key in ["submissions", "totals", "findings", "conflicts", "mismatches", "seconds"] {
            #expect(object[key] != nil, "\(key)")
        }
        let submissions = try #require(object["submissions"] as? [[String: Any]])
        #expect(submissions.count == 2)
        for submission in submissions {
            for key in ["id", "source", "item", "file", "state", "received", "outcomes"] {
                #expect(submission[key] != nil, "\(key)")
            }
            let counts = try #require(submission["outcomes"] as? [String: Int])
            #expect(counts.keys.sorted() == outcomes.sorted())
            #expect(counts.values.reduce(0, +) == submission["received"] as? Int)
        }
        let totals = try #require(object["totals"] as? [String: Any])
        let counts = try #require(totals["outcomes"] as? [String: Int])
        #expect(counts.values.reduce(0, +) == totals["received"] as? Int)
        let findings = try #require(object["findings"] as? [String: [String: Int]])
        #expect(Set(findings.keys) == ["by_severity", "by_rule"])
        #expect(findings["by_rule"]?["credit-code-check"] == 3)
        #expect(findings["by_severity"]?.values.reduce(0, +) == findings["by_rule"]?.values.reduce(0, +))
        let mismatches = try #require(object["mismatches"] as? [String: Int])
        #expect(Set(mismatches.keys) == ["match", "mismatch", "enterprise_only", "government_only", "not_comparable"])
        // The same object beside it.
        let written = try JSONSerialization.jsonObject(with: Data(made.folder.read("run.json").utf8)) as? NSDictionary
        #expect(written == object as NSDictionary)
    }

    @Test func theInboxIsEmptiedIntoDone() throws {
        let made = try CommandFolder.withInstance()
        try made.deliver("market-supervision/2025-03-03-registration.csv")
        try made.deliver("human-resources/2025-03-10-licence.pdf")
        try made.folder.write("half", to: "demo/inbox/culture/upload.csv.part")
        let answer = try made.guiji("run", "-C", "demo", "--dated", "--as-of", "2025-03-31")
        #expect(answer.status == 0, "\(answer)")
        #expect(made.folder.has("demo/done/market-supervision/2025-03-03-registration.csv"))
        #expect(made.folder.has("demo/refused/human-resources/2025-03-10-licence.pdf"))
        #expect(made.folder.has("demo/inbox/culture/upload.csv.part"), "what is still being written waits")
        #expect(made.folder.names("demo/inbox/market-supervision") == [])
        #expect(answer.text.contains("refused"))
        // The sender is answered, also where nothing could be read.
        #expect(made.folder.names("demo/outbox/human-resources").contains { $0.hasSuffix(".receipt.html") })
        #expect(made.folder.has("demo/reports/quality.html"))
        #expect(made.folder.has("demo/reports/quality.html"))
    }

    @Test(arguments: ["2025-13-01", "yesterday", "2025-03-31T25:00", "2025-02-30", ""])
    func wrongTimes(_ time: String) throws {
        let made = try CommandFolder.withInstance()
        let answer = try made.guiji("run", "-C", "demo", "--as-of", time)
        #expect(answer.status == 64, "\(answer)")
        #expect(answer.error.contains("YYYY-MM-DD"))
    }

    @Test func missingFilesAreNamed() throws {
        let made = try CommandFolder.withInstance()
        let answer = try made.guiji("run", "-C", "demo", "nowhere/许可.csv")
        #expect(answer.status == 1)
        #expect(answer.error.contains("nowhere/许可.csv"))
        #expect(answer.output.isEmpty)
    }

    @Test func outPutsTheStoresElsewhere() throws {
        let made = try CommandFolder.withInstance()
        let file = CommandFolder.sample("market-supervision/2025-03-03-registration.csv")
        let answer = try made.guiji("run", "-C", "demo", "--out", "elsewhere", "--as-of", "2025-03-31", file)
        #expect(answer.status == 0, "\(answer)")
        #expect(made.folder.names("elsewhere").contains("ledger.sqlite"))
        #expect(!made.folder.has("demo/ledger.sqlite"))
    }

    /// Files that are no deliveries at all: refused with a reason, never a crash.
    @Test(
        arguments: [
            ("empty.csv", []), ("zero.csv", [UInt8](repeating: 0, count: 5000)),
            ("noise.csv", (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ $0 / 7) }),
            ("zip.csv", [0x50, 0x4B, 3, 4] + [UInt8](repeating: 7, count: 100)),
            (
                "bomb.xml",
                Array(
                    "<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><ROWS><ROW><XK_XDR_MC>&b;</XK_XDR_MC></ROW></ROWS>"
                        .utf8)
            ),
            ("quote.csv", Array("行政相对人名称,许可内容\n\"甲".utf8)), ("header.csv", Array("行政相对人名称,许可内容".utf8)),
        ] as [(String, [UInt8])])
    func hostileFilesAreRefused(_ name: String, _ bytes: [UInt8]) throws {
        let made = try CommandFolder.withInstance()
        try made.folder.write(bytes, to: "demo/inbox/culture/\(name)")
        let answer = try made.guiji("run", "-C", "demo", "--json", "--as-of", "2025-03-31")
        #expect(answer.status == 0, "\(answer)")
        let submissions = try #require(try answer.object()["submissions"] as? [[String: Any]])
        #expect(submissions.count == 1)
        #expect(submissions.first?["state"] as? String == "refused", "\(answer)")
        #expect(submissions.first?["source"] as? String == "culture")
        #expect((submissions.first?["refusal"] as? String)?.isEmpty == false)
        #expect(made.folder.has("demo/refused/culture/\(name)"))
    }
}
