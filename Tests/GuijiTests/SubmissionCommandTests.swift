import Foundation
import Testing

/// Deliveries that are held, from the gate to the steward's word.
@Suite struct SubmissionCommandTests {
    /// An instance whose culture bureau is expected to send many rows of licences.
    private func instance() throws -> CommandFolder {
        let made = try CommandFolder.withInstance()
        let mapping = try made.folder.read("demo/Mappings/departments/culture.yml")
        let bounds = mapping.replacing(#/volume: \{[^}]*\}/#, with: "volume: { min: 1000, max: 5000 }")
        #expect(bounds != mapping)
        try made.folder.write(bounds, to: "demo/Mappings/departments/culture.yml")
        let answer = try made.guiji(
            "run", "-C", "demo", "--as-of", "2025-03-31",
            CommandFolder.sample("market-supervision/2025-03-03-registration.csv"),
            CommandFolder.sample("culture/2025-03-05-licence.csv"))
        #expect(answer.status == 0 && answer.text.contains("暂停 held: culture/2025-03-05-licence.csv"), "\(answer)")
        #expect(answer.text.contains("守恒 conserved: 是"))
        return made
    }

    private func held(_ made: CommandFolder) throws -> String {
        let list = try made.guiji("submission", "list", "-C", "demo", "--state", "held")
        #expect(list.status == 0, "\(list)")
        let lines = list.text.split(separator: "\n")
        #expect(lines.count == 2 && lines[1].contains(",held,culture,licence,2025-03-05-licence.csv,"), "\(list)")
        return String(lines.last?.split(separator: ",").first ?? "")
    }

    @Test func released() throws {
        let made = try instance()
        let id = try held(made)
        let answer = try made.guiji(
            "submission", "release", id, "-C", "demo", "--by", "王科", "--reason", "节后办件少", "--as-of", "2025-04-01")
        #expect(
            answer.status == 0 && answer.text.contains("culture") && answer.text.contains("守恒 conserved: 是"),
            "\(answer)")
        let again = try made.guiji("submission", "release", id, "-C", "demo", "--reason", "再来", "--as-of", "2025-04-01")
        #expect(again.status == 1 && again.error.contains("not held"))
        let volumes = try made.guiji("submission", "volumes", "-C", "demo", "--month", "2025-03")
        #expect(volumes.status == 0 && volumes.text.contains("market-supervision registration"), "\(volumes)")
        #expect(volumes.text.contains("volume: { min: "))
        let free = try CommandFolder.withInstance()
        _ = try free.guiji(
            "run", "-C", "demo", "--as-of", "2025-03-31",
            CommandFolder.sample("market-supervision/2025-03-03-registration.csv"),
            CommandFolder.sample("culture/2025-03-05-licence.csv"))
        let (one, other) = (
            try made.guiji("export", "licence", "-C", "demo"), try free.guiji("export", "licence", "-C", "demo")
        )
        #expect(one.status == 0 && one.output == other.output && one.text.split(separator: "\n").count > 1)
    }

    @Test func refused() throws {
        let made = try instance()
        let answer = try made.guiji("submission", "refuse", try held(made), "-C", "demo", "--reason", "导出不全")
        #expect(answer.status == 0 && answer.text.contains("未收 refused: culture/2025-03-05-licence.csv"), "\(answer)")
        let list = try made.guiji("submission", "-C", "demo")
        #expect(list.text.contains("refused,culture") && list.text.contains("导出不全"))
        #expect(try made.guiji("submission", "list", "-C", "demo", "--state", "lost").status == 64)
        #expect(try made.guiji("submission", "release", "77", "-C", "demo", "--reason", "x").status == 1)
    }
}
