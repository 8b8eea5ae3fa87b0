import Foundation
import Testing

@Suite struct RehearseCommandTests {
    /// An instance of its own with a few deliveries of the sample month, and a copy of its mappings to change.
    private func instance() throws -> CommandFolder {
        let made = try CommandFolder.withInstance()
        let files = [
            "market-supervision/2025-03-03-registration.csv", "culture/2025-03-05-licence.csv",
            "health/2025-03-05-licence.csv", "fire/2025-03-07-licence.csv",
        ].map(CommandFolder.sample)
        let run = try made.guiji.run(["run", "-C", "demo", "--dated", "--as-of", "2025-03-31"] + files)
        guard run.status == 0 else { throw CocoaError(.fileWriteUnknown) }
        try FileManager.default.copyItem(
            atPath: "\(made.folder.path)/demo/Mappings", toPath: "\(made.folder.path)/new")
        try FileManager.default.createDirectory(
            atPath: "\(made.folder.path)/temporary", withIntermediateDirectories: true)
        return made
    }

    private func change(_ made: CommandFolder, _ file: String, _ old: String, _ new: String) throws {
        let text = try made.folder.read(file)
        #expect(text.contains(old))
        try made.folder.write(text.replacing(old, with: new), to: file)
    }

    private func rehearse(_ made: CommandFolder, _ arguments: String...) throws -> Guiji.Answer {
        let answer = try made.guiji.run(
            ["rehearse", "-C", "demo"] + arguments, temporary: "\(made.folder.path)/temporary")
        #expect(made.folder.names("temporary") == [], "nothing is left where temporary files go")
        return answer
    }

    @Test func withoutAChangeItEndsWithZero() throws {
        let made = try instance()
        try made.folder.write("# 说明\n" + made.folder.read("new/authority.yml"), to: "new/authority.yml")
        let answer = try rehearse(made, "--mappings", "new")
        #expect(answer.status == 0 && answer.error.isEmpty, "\(answer)")
        #expect(answer.text.contains("没有变化") && answer.text.contains("Nothing changes"))
        let json = try rehearse(made, "--mappings", "new", "--json")
        #expect(json.status == 0)
        #expect(try json.object()["has_changes"] as? Bool == false)
    }

    @Test func aFallBeyondTheThresholdEndsWithTwoAndNamesTheDepartment() throws {
        let made = try instance()
        try change(
            made, "new/catalogue/licence.yml", "title: 许可内容, required: true, max: 4000",
            "title: 许可内容, required: true, max: 6")
        let before = made.folder.names("demo")
        let answer = try rehearse(made, "--mappings", "new", "--html", "page.html", "--month", "2025-03")
        #expect(answer.status == 2, "\(answer)")
        #expect(answer.text.contains("compliance falls by more than 1.0 points at"))
        #expect(answer.text.contains("fire (−90.00)") && !answer.text.contains("market-supervision (−"))
        #expect(try made.folder.read("page.html").contains("规则排演报告"))
        #expect(made.folder.names("demo") == before)
        let object = try rehearse(made, "--mappings", "new", "--json").object()
        let falls = try #require(object["falls"] as? [String])
        #expect(falls.contains("fire"))
        // As much as it likes.
        #expect(try rehearse(made, "--mappings", "new", "--max-fall", "100").status == 0)
    }

    @Test func theThresholdIsTheInstancesOwn() throws {
        let made = try instance()
        try change(
            made, "new/catalogue/licence.yml", "title: 许可内容, required: true, max: 4000",
            "title: 许可内容, required: true, max: 6")
        try made.folder.write(
            made.folder.read("demo/pipeline.yml") + "rehearsal: { max_compliance_fall: 100 }\n", to: "demo/pipeline.yml"
        )
        #expect(try rehearse(made, "--mappings", "new").status == 0)
        #expect(try rehearse(made, "--mappings", "new", "--max-fall", "0.5").status == 2)
    }

    @Test func aChangedPipelineFileIsRehearsedWithTodaysMappings() throws {
        let made = try instance()
        try made.folder.write(
            made.folder.read("demo/pipeline.yml").replacing(
                "severities: {}", with: "severities: { credit-code-check: warning }"), to: "changed.yml")
        let answer = try rehearse(made, "--pipeline", "changed.yml", "--json")
        #expect(answer.status == 0, "\(answer)")
        let departments = try #require(try answer.object()["departments"] as? [[String: Any]])
        let culture = try #require(departments.first { $0["department"] as? String == "culture" })
        #expect((culture["changed_rows"] as? Int ?? 0) > 0)
    }

    @Test func mistakesAreRefusedAllAtOnce() throws {
        let made = try instance()
        try change(made, "new/catalogue/licence.yml", "max: 128", "maxx: 128")
        try change(made, "new/departments/culture.yml", "certificate_name:", "certificate_nam:")
        let answer = try rehearse(made, "--mappings", "new")
        #expect(answer.status == 1 && answer.output.isEmpty, "\(answer)")
        for word in ["new/catalogue/licence.yml:", "new/departments/culture.yml:", "certificate_name"] {
            #expect(answer.error.contains(word))
        }
        #expect(try rehearse(made, "--mappings", "nowhere").error.contains("nowhere: 缺少文件夹"))
    }

    @Test func anEmptyArchiveAndAMonthWithoutDeliveriesSaySo() throws {
        let made = try CommandFolder.withInstance()
        let before = made.folder.names("demo")
        let empty = try made.guiji("rehearse", "-C", "demo", "--mappings", "demo/Mappings")
        #expect(empty.status == 1 && empty.error.contains("归档中没有报送"), "\(empty)")
        #expect(made.folder.names("demo") == before)
        let month = try rehearse(instance(), "--mappings", "new", "--month", "2024-01")
        #expect(month.status == 1 && month.error.contains("2025-03-03"), "\(month)")
    }

    /// Evidence that is gone, and a page that cannot be written.
    @Test func whatIsBrokenEndsWithOne() throws {
        let made = try instance()
        let page = try rehearse(made, "--mappings", "new", "--html", "nowhere/page.html")
        #expect(page.status == 1 && page.error.contains("nowhere"), "\(page)")
        let archive = "\(made.folder.path)/demo/archive"
        let file = try #require(
            try FileManager.default.subpathsOfDirectory(atPath: archive).first { $0.hasSuffix(".zst") })
        try FileManager.default.removeItem(atPath: "\(archive)/\(file)")
        let lost = try rehearse(made, "--mappings", "new")
        #expect(lost.status == 1 && lost.error.contains(file), "\(lost)")
        #expect(lost.output.isEmpty)
    }
}
