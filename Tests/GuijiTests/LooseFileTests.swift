import Foundation
import Testing

/// A loose file finds its source by its folder, by `--source`, or by its header where only one department fits.
@Suite struct LooseFileTests {
    private let register = "market-supervision/2025-03-03-registration.csv"

    private func copy(_ delivery: String, to name: String, _ made: CommandFolder) throws -> String {
        try made.folder.write(try Data(contentsOf: URL(filePath: CommandFolder.sample(delivery))), to: name)
    }

    private func line(_ answer: Guiji.Answer) throws -> [String: Any] {
        try #require((try answer.object()["submissions"] as? [[String: Any]])?.first)
    }

    private func run(_ made: CommandFolder, _ arguments: String...) throws -> Guiji.Answer {
        try made.guiji.run(["run", "-C", "demo", "--json", "--as-of", "2025-03-31"] + arguments)
    }

    @Test func byFolder() throws {
        let made = try CommandFolder.withInstance()
        let file = try copy("culture/2025-03-19-penalty.csv", to: "mail/culture/2025-03-19-penalty.csv", made)
        let found = try line(run(made, file))
        #expect(found["source"] as? String == "culture")
        #expect(found["item"] as? String == "penalty")
    }

    @Test func bySource() throws {
        let made = try CommandFolder.withInstance()
        let file = try copy("culture/2025-03-19-penalty.csv", to: "mail/附件1.csv", made)
        let found = try line(run(made, "--source", "transport", file))
        #expect(found["source"] as? String == "transport")
    }

    /// The caller knows better than the folder.
    @Test func sourceOverFolder() throws {
        let made = try CommandFolder.withInstance()
        let file = try copy("culture/2025-03-19-penalty.csv", to: "mail/culture/2025-03-19-penalty.csv", made)
        #expect(try line(run(made, "--source", "health", file))["source"] as? String == "health")
    }

    @Test(arguments: [
        ("self-disclosure/2025-03-24-annual-report.csv", "self-disclosure", "annual-report"),
        ("tax/2025-03-04-registration.csv", "tax", "registration"),
        ("market-supervision/2025-03-18-change.csv", "market-supervision", "registration-change"),
        ("self-disclosure/2025-03-26-contribution.csv", "self-disclosure", "contribution"),
    ])
    func byHeaderWhereOneFits(_ delivery: String, _ source: String, _ item: String) throws {
        let made = try CommandFolder.withInstance()
        let file = try copy(delivery, to: "mail/附件2.csv", made)
        let found = try line(run(made, file))
        #expect(found["source"] as? String == source, "\(found)")
        #expect(found["item"] as? String == item)
    }

    @Test func severalFitIsSaidWithTheirNames() throws {
        let made = try CommandFolder.withInstance()
        let file = try copy("culture/2025-03-05-licence.csv", to: "mail/附件3.csv", made)
        let found = try line(run(made, file))
        #expect(found["state"] as? String == "refused")
        let refusal = try #require(found["refusal"] as? String)
        #expect(refusal.contains("--source"))
        #expect(refusal.contains("culture") && refusal.contains("transport"))
    }

    /// Labels are told where some of them are known: otherwise they may be a person's row.
    @Test func noneFitsIsSaidWithTheHeader() throws {
        let made = try CommandFolder.withInstance()
        func refusal(_ text: String) throws -> String {
            let file = try made.folder.write(text, to: "mail/附件4.csv")
            return try #require(try line(run(made, file))["refusal"] as? String)
        }
        let known = try refusal("行政相对人名称,许可编号,爱好\n甲,1,棋\n")
        #expect(known.contains("爱好") && known.contains("guiji peek"))
        let unknown = try refusal("甲,1990-01-01,棋\n乙,1990-01-02,书\n")
        #expect(!unknown.contains("甲") && unknown.contains("3 列") && unknown.contains("guiji peek"))
    }

    @Test func anUnknownSourceIsNamed() throws {
        let made = try CommandFolder.withInstance()
        let answer = try run(made, "--source", "cultur", CommandFolder.sample("culture/2025-03-19-penalty.csv"))
        #expect("\(answer.text)\(answer.error)".contains("cultur"))
        #expect(!answer.text.contains("\"state\" : \"published\""))
    }
}
