import Foundation
import Testing

/// A wrong pipeline.yml or mapping is refused before anything runs, with file, line, key and the nearest valid name.
@Suite struct ConfigurationMistakeTests {
    struct Mistake: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var file: String
        var old: String
        var new: String
        /// What the message must hold.
        var says: [String]
        init(_ description: String, _ file: String, _ old: String, _ new: String, _ says: String...) {
            testDescription = description
            self.file = file
            self.old = old
            self.new = new
            self.says = says
        }
    }

    @Test(arguments: [
        Mistake(
            "a misspelt key", "pipeline.yml", "batch_rows:", "batch_row:", "pipeline.yml:14", "batch_row", "batch_rows"),
        Mistake("a misspelt store", "pipeline.yml", "  ledger:", "  ledgers:", "pipeline.yml:7", "ledgers", "ledger"),
        Mistake(
            "an unknown rule", "pipeline.yml", "severities: {}", "severities: { credit-code-chek: warning }",
            "pipeline.yml:15", "credit-code-chek", "credit-code-check"),
        Mistake(
            "an unknown severity", "pipeline.yml", "severities: {}", "severities: { required: warnin }",
            "pipeline.yml:15", "warnin", "warning"),
        Mistake("a number too small", "pipeline.yml", "workers: 2", "workers: 0", "pipeline.yml:13", "workers"),
        Mistake("no YAML", "pipeline.yml", "limits: {", "limits: {{", "pipeline.yml:1"),
        Mistake(
            "an unknown field", "Mappings/departments/culture.yml", "certificate_name:", "certificate_nam:",
            "Mappings/departments/culture.yml:18", "certificate_nam", "certificate_name"),
        Mistake(
            "an unknown preset", "Mappings/departments/culture.yml", "preset: double-publicity-2018-penalty\n",
            "preset: double-publicity-2018-penalti\n", "Mappings/departments/culture.yml:28", "preset",
            "double-publicity-2018-penalty"),
    ])
    func isRefused(_ mistake: Mistake) throws {
        let made = try CommandFolder.withInstance()
        let text = try made.folder.read("demo/\(mistake.file)")
        #expect(text.contains(mistake.old))
        try made.folder.write(text.replacing(mistake.old, with: mistake.new), to: "demo/\(mistake.file)")
        try made.deliver("market-supervision/2025-03-03-registration.csv")
        for command in [
            ["run"], ["export", "licence"], ["check", CommandFolder.sample("culture/2025-03-19-penalty.csv")],
        ] {
            let answer = try made.guiji.run(command + ["-C", "demo"])
            #expect(answer.status == 1, "\(answer)")
            for word in mistake.says { #expect(answer.error.contains(word), "\(word) in: \(answer.error)") }
            #expect(answer.output.isEmpty)
        }
        #expect(!made.folder.has("demo/ledger.sqlite"), "nothing ran")
        #expect(made.folder.names("demo/inbox/market-supervision").count == 1)
    }

    /// Every mistake at once, not one a run.
    @Test func allMistakesAreToldTogether() throws {
        let made = try CommandFolder.withInstance()
        let text = try made.folder.read("demo/pipeline.yml")
        try made.folder.write(
            text.replacing("workers: 2", with: "workers: two").replacing(
                "time_zone: Asia/Shanghai", with: "time_zone: Asia/Shanghei"),
            to: "demo/pipeline.yml")
        let error = try made.guiji("run", "-C", "demo").error
        #expect(error.contains("pipeline.yml:3") && error.contains("Asia/Shanghai"))
        #expect(error.contains("pipeline.yml:13"))
    }

    /// The run takes the file and says what is missing; the report, which needs the year, ends with 1 and names it.
    @Test func aCalendarYearThatIsMissingIsNamed() throws {
        let made = try CommandFolder.withInstance()
        try FileManager.default.removeItem(atPath: "\(made.folder.path)/demo/Mappings/calendar/2025.yml")
        try made.deliver("culture/2025-03-05-licence.csv")
        let answer = try made.guiji("run", "-C", "demo", "--as-of", "2025-03-31")
        #expect(answer.status == 0)
        #expect(answer.text.contains("Mappings/calendar/2025.yml"))
        #expect(made.folder.names("demo/inbox/culture").isEmpty, "the file is taken")
        let report = try made.guiji("report", "monthly", "-C", "demo", "--month", "2025-03")
        #expect(report.status == 1)
        #expect(report.error.contains("Mappings/calendar/2025.yml"))
    }
}
