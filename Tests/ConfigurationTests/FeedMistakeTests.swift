import Foundation
import Model
import Testing

@testable import GuijiConfiguration

@Suite struct FeedMistakeTests {
    private static let kinds = [
        FeedKind(
            type: "exec",
            keys: [
                FeedKey("command", .texts, isRequired: true), FeedKey("directory", .path), FeedKey("env", .variables),
                FeedKey("token", .secret), FeedKey("format", .choice(["csv", "ndjson"])),
            ]),
        FeedKind(
            type: "odbc",
            keys: [
                FeedKey("connection", .text, isRequired: true, beforeSecrets: ["pwd="]), FeedKey("query", .text),
                FeedKey("table", .text), FeedKey("watermark", .text, excludes: ["mark"]),
                FeedKey("mark", .section([FeedKey("column", .text, isRequired: true)]), needs: ["table"]),
                FeedKey("streams", .items),
            ], oneOf: [["query", "table"]]),
    ]

    private static let good = """
        feeds:
          culture-program:
            department: culture
            items: [licence]
            type: exec
            every: 15m
            command: [sh, fetch.sh]
            directory: programs
            env: { MODE: all, TOKEN: { env: CULTURE_TOKEN } }
            token: { file: secrets/culture }
          registry-table:
            department: market-supervision
            type: odbc
            at: "每月第3个工作日 09:00"
            time_zone: Europe/London
            timeout: 90s
            page_bytes: 5000
            connection: Driver=SQLite3;Database=a.db
            table: rows
            watermark: changed
            streams: { rows: registration }

        """

    private func text(_ change: (inout String) -> Void) -> InstanceFolder {
        var text = Self.good
        change(&text)
        var instance = InstanceFolder()
        instance["pipeline.yml"] = text + (instance["pipeline.yml"] ?? "")
        return instance
    }

    private func load(_ instance: InstanceFolder) throws -> (Configuration, String) {
        try instance.withFolder { folder in
            var known = InstanceFolder.known(rules: InstanceFolder.rules)
            known.feeds = Self.kinds
            return (try Configuration.load(directory: folder, known: known) { _ in "" }, folder)
        }
    }

    @Test func readsTheFeeds() throws {
        let (configuration, folder) = try load(text { _ in })
        let feeds = configuration.settings.feeds
        #expect(feeds.map(\.name) == ["culture-program", "registry-table"] && feeds.map(\.type) == ["exec", "odbc"])
        #expect(
            feeds.map(\.department) == ["culture", "market-supervision"] && feeds.map(\.items) == [["licence"], nil])
        #expect(feeds[0].rhythm == .every(900) && feeds[1].rhythm.text == "每月第3个工作日 09:00")
        #expect(feeds.map(\.timeout) == [600, 90] && feeds.map(\.pageBytes) == [256 << 20, 5000])
        #expect(feeds[0].options.texts("command") == ["sh", "fetch.sh"])
        #expect(feeds[0].options.text("directory") == "\(folder)/programs" && feeds[0].folder == folder)
        #expect(feeds[0].options.secret("token") == .file("\(folder)/secrets/culture"))
        #expect(
            feeds[0].options.pairs("env") == ["MODE": .text("all"), "TOKEN": .secret(.environment("CULTURE_TOKEN"))])
        #expect(feeds[1].options.names("streams") == ["rows": "registration"])
        #expect(try InstanceFolder().load().settings.feeds == [])
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let old: String
        let new: String
        let line: Int
        let key: String
        let problem: ConfigurationProblem
        let nearest: String?
        init(
            _ old: String, _ new: String, _ line: Int, _ key: String, _ problem: ConfigurationProblem,
            nearest: String? = nil
        ) {
            (self.old, self.new, self.line, self.key) = (old, new, line, key)
            (self.problem, self.nearest) = (problem, nearest)
        }
        var testDescription: String { "\(old) → \(new)" }
    }

    @Test(arguments: [
        Case(
            "department: culture\n", "department: cultur\n", 3, "feeds.culture-program.department",
            .unknown(.department), nearest: "culture"),
        Case("[licence]", "[penalty]", 4, "feeds.culture-program.items", .unknown(.item)),
        Case(
            "type: exec", "type: exce", 5, "feeds.culture-program.type",
            .wrongShape(expected: .choice(["exec", "odbc"])), nearest: "exec"),
        Case("every: 15m", "every: 15", 6, "feeds.culture-program.every", .wrongShape(expected: .duration)),
        Case("every: 15m", "every: 0m", 6, "feeds.culture-program.every", .wrongShape(expected: .duration)),
        Case("    every: 15m\n", "", 3, "feeds.culture-program", .oneOf(keys: ["every", "at"])),
        Case(
            "every: 15m", "every: 15m\n    at: \"@daily\"", 3, "feeds.culture-program", .oneOf(keys: ["every", "at"])),
        Case("    command: [sh, fetch.sh]\n", "", 3, "feeds.culture-program.command", .missingKey),
        Case("[sh, fetch.sh]", "[]", 7, "feeds.culture-program.command", .wrongShape(expected: .list)),
        Case("directory:", "directry:", 8, "feeds.culture-program.directry", .unknownKey, nearest: "directory"),
        Case("{ file: secrets/culture }", "hunter2", 10, "feeds.culture-program.token", .wrongShape(expected: .secret)),
        Case(
            "{ file: secrets/culture }", "{ file: a, env: B }", 10, "feeds.culture-program.token",
            .oneOf(keys: ["env", "file"])),
        Case("Database=a.db", "Pwd=hunter2", 18, "feeds.registry-table.connection", .secretInPlain),
        Case("    table: rows\n", "", 12, "feeds.registry-table", .oneOf(keys: ["query", "table"])),
        Case(
            "watermark: changed", "mark: { colum: taken }", 20, "feeds.registry-table.mark.colum", .unknownKey,
            nearest: "column"),
        Case(
            "watermark: changed", "watermark: changed\n    mark: { column: taken }", 20,
            "feeds.registry-table.watermark", .excludes(key: "mark")),
        Case(
            "{ rows: registration }", "{ rows: registraton }", 21, "feeds.registry-table.streams.rows", .unknown(.item),
            nearest: "registration"),
    ])
    func mistakes(_ one: Case) throws {
        var errors: [ConfigurationError] = []
        do {
            _ = try load(
                text {
                    #expect($0.contains(one.old))
                    $0 = $0.replacing(one.old, with: one.new)
                })
        } catch let found as ConfigurationErrors { errors = found.errors }
        let expected = ConfigurationError(
            file: "pipeline.yml", line: one.line, key: one.key, problem: one.problem, nearest: one.nearest)
        #expect(errors.contains(expected), "\(errors)")
        // A secret in the wrong place is not repeated.
        #expect(!errors.description.contains("hunter2"))
    }

    @Test(arguments: [("90s", 90), ("15m", 900), ("6h", 21_600), ("1d", 86_400)])
    func lengthsOfTime(_ text: String, _ seconds: Int) {
        #expect(Durations.parse(text) == seconds && Durations.parse(Durations.text(seconds)) == seconds)
    }

    @Test(arguments: ["", "m", "-1m", "+1m", "1", "1.5h", "1w", "99999d", "٣m"]) func noLengthsOfTime(_ text: String) {
        #expect(Durations.parse(text) == nil)
    }
}
