import Foundation
import TestKit
import Testing

@Suite struct CheckCommandTests {
    @Test func badRowsEndWithTwoAndARepairFile() throws {
        let made = try CommandFolder.withInstance()
        let answer = try made.guiji(
            "check", "-C", "demo", "--as-of", "2025-03-31", "--to", "repair",
            CommandFolder.sample("culture/2025-03-05-licence.csv"))
        #expect(answer.status == 2, "\(answer)")
        #expect(answer.text.contains("credit-code-check: 2"))
        #expect(answer.text.contains("culture licence"))
        let repair = try made.folder.read("repair/2025-03-05-licence.repair.csv")
        #expect(repair.split(separator: "\n").count == 6, "the header and five rows")
        #expect(repair.hasPrefix("行政相对人名称,") || repair.hasPrefix("\u{FEFF}行政相对人名称,"))
        let receipt = try made.folder.read("repair/2025-03-05-licence.csv.receipt.json")
        let members = try JSONSerialization.jsonObject(with: Data(receipt.utf8)) as? [String: Any]
        #expect(members?["state"] as? String == "checked")
        #expect((members?["next"] as? [String: String])?["en"]?.contains("nothing is delivered yet") == true)
        #expect(made.folder.has("repair/2025-03-05-licence.csv.receipt.html"))
    }

    @Test func goodRowsEndWithZero() throws {
        let made = try CommandFolder.withInstance()
        let answer = try made.guiji(
            "check", "-C", "demo", "--as-of", "2025-03-31", "--to", "repair",
            CommandFolder.sample("health/2025-03-05-licence.csv"))
        #expect(answer.status == 0, "\(answer)")
        #expect(made.folder.names("repair").allSatisfy { !$0.contains(".repair.") })
    }

    @Test func eachFileInAnArchive() throws {
        let made = try CommandFolder.withInstance()
        let entries = try ["culture/2025-03-05-licence.csv", "health/2025-03-05-licence.csv"].map { name in
            PackedFiles.Entry(
                Array(name.utf8), [UInt8](try Data(contentsOf: URL(filePath: CommandFolder.sample(name)))))
        }
        try made.folder.write(PackedFiles(entries).bytes, to: "三月.zip")
        let answer = try made.guiji("check", "-C", "demo", "--as-of", "2025-03-31", "--to", "repair", "三月.zip")
        #expect(answer.status == 2, "\(answer)")
        #expect(answer.text.contains("三月.zip/culture/2025-03-05-licence.csv：culture licence checked"))
        #expect(answer.text.contains("三月.zip/health/2025-03-05-licence.csv：health licence checked"))
        #expect(made.folder.has("repair/三月.zip-culture-2025-03-05-licence.repair.csv"))
        #expect(made.folder.has("repair/三月.zip-health-2025-03-05-licence.csv.receipt.html"))
    }

    /// Nothing is published, nothing kept: no store, no archive, no outbox.
    @Test func leavesTheInstanceAlone() throws {
        let made = try CommandFolder.withInstance()
        let before = made.folder.names("demo")
        _ = try made.guiji(
            "check", "-C", "demo", "--to", "repair", CommandFolder.sample("culture/2025-03-05-licence.csv"))
        #expect(made.folder.names("demo") == before)
        #expect(try made.guiji("run", "-C", "demo", "--json").object()["conflicts"] as? Int == 0)
    }

    @Test func aRefusedFileEndsWithTwo() throws {
        let made = try CommandFolder.withInstance()
        for name in ["human-resources/2025-03-10-licence.pdf", "urban-management/2025-03-12-penalty.csv"] {
            let answer = try made.guiji("check", "-C", "demo", "--to", "repair", CommandFolder.sample(name))
            #expect(answer.status == 2, "\(answer)")
            #expect(answer.text.contains("refused"))
        }
    }

    @Test func jsonIsThatOfARun() throws {
        let made = try CommandFolder.withInstance()
        let answer = try made.guiji(
            "check", "-C", "demo", "--json", "--as-of", "2025-03-31", "--to", "repair",
            CommandFolder.sample("culture/2025-03-05-licence.csv"),
            CommandFolder.sample("health/2025-03-05-licence.csv"))
        #expect(answer.status == 2)
        let submissions = try #require(try answer.object()["submissions"] as? [[String: Any]])
        #expect(submissions.map { $0["source"] as? String } == ["culture", "health"])
        #expect((submissions.first?["outcomes"] as? [String: Int])?["rejected"] == 5)
    }

    @Test func missingFilesEndWithOne() throws {
        let made = try CommandFolder.withInstance()
        let answer = try made.guiji("check", "-C", "demo", "nowhere.csv")
        #expect(answer.status == 1)
        #expect(answer.error.contains("nowhere.csv"))
    }
}
