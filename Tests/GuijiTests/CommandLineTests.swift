import Foundation
import Testing

/// What holds for every subcommand: help, wrong usage, exit status (design §5).
@Suite struct CommandLineTests {
    static let commands = [
        "init", "run", "check", "peek", "explain", "sample", "subject", "report", "export", "replay", "schedule",
        "rehearse", "compare", "mismatch", "nil-return",
        "rules", "feed",
    ]

    private let guiji = Guiji(directory: NSTemporaryDirectory())

    @Test func helpNamesEveryCommand() throws {
        let answer = try guiji("--help")
        #expect(answer.status == 0)
        for command in Self.commands { #expect(answer.text.contains("\n  \(command) "), "\(command)") }
        #expect(try guiji("--version").text.hasPrefix("guiji "))
    }

    /// Each command's help says what it does in both languages and gives an example.
    @Test(arguments: commands) func helpExplains(_ command: String) throws {
        let answer = try guiji(command, "--help")
        #expect(answer.status == 0)
        #expect(answer.text.contains("USAGE: guiji \(command)"))
        #expect(answer.text.contains("  guiji \(command) "), "an example")
        #expect(answer.text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) })
        #expect(answer.text.split(separator: "\n").first?.contains(/[a-z]{3}/) ?? false)
        #expect(answer.error.isEmpty)
    }

    @Test(arguments: [
        ["init", "dir"], ["run"], ["check", "file"], ["peek", "file"], ["explain", "code"],
        ["sample", "--rows", "9", "dir"],
        ["subject", "code"], ["report", "quality"], ["export"], ["replay", "--to", "dir"], ["rules"],
        ["schedule", "list"], ["schedule", "next"], ["schedule", "run", "name"], ["schedule", "tick"],
        ["schedule", "history"],
        ["rehearse", "--mappings", "dir"], ["compare"], ["mismatch", "list"], ["mismatch", "show", "a/b/1"],
        ["feed", "list"], ["feed", "pull", "name"],
    ]) func anUnknownOptionIsWrongUsage(_ command: [String]) throws {
        let answer = try guiji.run(command + ["--no-such-option"])
        #expect(answer.status == 64)
        #expect(answer.error.contains("--no-such-option") && answer.error.contains("--help"))
        #expect(answer.output.isEmpty)
    }

    /// Missing or ill-formed arguments.
    @Test(arguments: [
        ["nonsense"], ["init"], ["check"], ["peek"], ["explain"], ["subject"], ["report"], ["report", "nonsense"],
        ["sample", "dir"], ["sample", "--rows", "0", "dir"], ["sample", "--rows", "many", "dir"],
        ["sample", "--rows", "10", "--dirt", "1.5", "dir"], ["sample", "--rows", "10", "--departments", "1", "dir"],
        ["sample", "--rows", "10", "--encoding", "latin1", "dir"], ["replay"], ["export", "--format", "xlsx"],
        ["peek", "--format", "xlsx", "file"], ["peek", "--rows", "many", "file"],
        ["schedule", "run"], ["schedule", "next", "-n", "0"], ["schedule", "next", "-n", "many"],
        ["schedule", "history", "-n", "0"], ["schedule", "nonsense"], ["feed", "pull"], ["feed", "nonsense"],
        ["rehearse"], ["rehearse", "--mappings", "dir", "--max-fall", "-1"],
        ["rehearse", "--mappings", "dir", "--max-fall", "100.1"],
        ["rehearse", "--mappings", "dir", "--month", "2025-3"],
        ["rehearse", "--mappings", "dir", "--examples", "-1"],
    ]) func wrongUsage(_ arguments: [String]) throws {
        let answer = try guiji.run(arguments)
        #expect(answer.status == 64, "\(answer)")
        #expect(!answer.error.isEmpty)
        #expect(answer.output.isEmpty)
    }

    /// Without an instance: broken (1), with the file that is missing.
    @Test(arguments: [
        ["run"], ["check", "/dev/null"], ["explain", "91110000600037341L"], ["subject", "91110000600037341L"],
        ["report", "quality"], ["export", "licence"], ["replay", "--to", "rebuilt"],
        ["schedule", "list"], ["schedule", "next"], ["schedule", "run", "name"], ["schedule", "tick"],
        ["schedule", "history"],
        ["rehearse", "--mappings", "elsewhere"],
    ]) func withoutAnInstance(_ arguments: [String]) throws {
        let folder = try TestFolder()
        let answer = try Guiji(directory: folder.path).run(arguments)
        #expect(answer.status == 1, "\(answer)")
        #expect(answer.error.contains("pipeline.yml"))
        #expect(answer.output.isEmpty)
        #expect(folder.names() == [], "nothing is made on the way")
    }

    @Test func rulesPrintsTheDocument() throws {
        let answer = try guiji("rules")
        #expect(answer.status == 0)
        #expect(answer.text.contains("credit-code-check"))
        #expect(try answer.text == String(contentsOfFile: "\(Guiji.project)/Documentation/Rules.md", encoding: .utf8))
    }
}
