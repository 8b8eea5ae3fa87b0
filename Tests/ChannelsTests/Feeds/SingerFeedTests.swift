import Foundation
import Model
import Testing

@testable import Channels

/// Taps, real and made up.
@Suite struct SingerFeedTests {
    private let streams = FeedOptions.Value.pairs(["licences": .text("licence"), "fines": .text("penalty")])

    private func pull(_ scene: FeedScene, _ program: FeedOptions.Value, pageBytes: Int = 1 << 20) async throws
        -> FeedRunner.Summary
    {
        try await scene.runner(
            "singer", ["command": program, "streams": streams], items: nil, pageBytes: pageBytes
        ).pull()
    }

    private static let schemas = """
        {"type": "SCHEMA", "stream": "licences", "schema": {"properties": {}}, "key_properties": ["n"]}
        {"type": "SCHEMA", "stream": "fines", "schema": {}, "key_properties": []}
        {"type": "SCHEMA", "stream": "others", "schema": {}, "key_properties": []}
        """

    private func tap(_ scene: FeedScene, _ messages: String, then: String = "exit 0") throws -> FeedOptions.Value {
        try scene.program("cat <<'END'\n\(Self.schemas)\n\(messages)\nEND\n\(then)")
    }

    @Test func eachStreamIsAnItem() async throws {
        let scene = try FeedScene()
        let summary = try await pull(
            scene,
            tap(
                scene,
                """
                {"type": "RECORD", "stream": "licences", "record": {"名称": "甲", "费用": 1.10}, "time_extracted": "2025-03-01T00:00:00Z"}
                {"type":"RECORD","stream":"fines","record":{"n":2},"version":5}
                {"type": "ACTIVATE_VERSION", "stream": "fines", "version": 5}

                {"record": {"n": 3} , "stream": "licences", "type": "RECORD"}
                {"type": "RECORD", "stream": "others", "record": {"n": 4}}
                {"type": "STATE", "value": {"bookmarks": {"licences": 3}}}
                """))
        #expect(try scene.new().sorted() == ["{\"n\":2}\n", "{\"名称\": \"甲\", \"费用\": 1.10}\n{\"n\": 3}\n"])
        let notes = Dictionary(uniqueKeysWithValues: scene.taken.map { ($0.name, $0.note) })
        #expect(
            notes == [
                "feed-licences-000001.ndjson": DeliveryNote(channel: "singer", items: ["licence"]),
                "feed-fines-000002.ndjson": DeliveryNote(channel: "singer", items: ["penalty"]),
            ])
        #expect(summary.pages == 2 && summary.notices.count == 2)
        #expect(summary.notices[0].contains("others") && summary.notices[1].contains("ACTIVATE_VERSION"))
        #expect(try scene.state.cursor == "{\"bookmarks\": {\"licences\": 3}}")
    }

    /// The state comes back as `--state`, the settings as the files that they are.
    @Test func aTapGetsItsFiles() async throws {
        let scene = try FeedScene()
        let config = try scene.write("{}", to: "config.json")
        let program = try scene.program(
            """
            [ "$1" = --config ] && [ -r "$2" ] && [ "$3" = --catalog ] && [ "$4" = "\(config)" ] || exit 8
            n=0
            if [ "$5" = --state ]; then n=$(cat "$6"); stat -c %a "$6" >&2; fi
            n=$((n + 1))
            echo '{"type":"SCHEMA","stream":"licences","schema":{}}'
            echo '{"type":"RECORD","stream":"licences","record":{"n":'$n'}}'
            printf '{"type":"STATE","value":'$n'}'
            """)
        let runner = scene.runner(
            "singer", ["command": program, "streams": streams, "config": .text(config), "catalog": .text(config)])
        for number in 1...3 {
            _ = try await runner.pull()
            #expect(try scene.new() == ["{\"n\":\(number)}\n"] && scene.state.cursor == "\(number)")
        }
        #expect(try String(contentsOfFile: "\(scene.path)/claimed/.feeds/feed.stderr", encoding: .utf8) == "600\n")
        #expect(scene.names("claimed/.feeds") == ["feed.incoming", "feed.json", "feed.lock", "feed.stderr"])
    }

    private static func record(_ number: Int) -> String {
        #"{"type":"RECORD","stream":"licences","record":{"n":\#(number),"text":"\#(String(repeating: "字", count: 20))"}}"#
    }

    /// What was taken up to a state stays; what comes behind it does not.
    @Test(arguments: [
        "nonsense", "{", "[]", "{}", #"{"type":"RECORD"}"#, #"{"type":"RECORD","stream":"licences"}"#,
        #"{"type":"RECORD","stream":"licences","record":[]}"#, #"{"type":"RECORD","stream":"unknown","record":{}}"#,
        #"{"type":"STATE"}"#, #"{"type":"SCHEMA","stream":"licences"}"#, #"{"type":"BATCH","stream":"licences"}"#,
        #"{"type":"RECORD","stream":"licences","record":{"n":01}}"#,
    ])
    func whatIsMalformedTakesNothingSinceTheState(_ message: String) async throws {
        let scene = try FeedScene()
        var lines: [String] = []
        for number in 1...4 {
            lines.append(Self.record(number))
            lines.append(#"{"type":"STATE","value":{"n":\#(number)}}"#)
        }
        lines += [Self.record(5), message]
        let program = try tap(scene, lines.joined(separator: "\n"))
        // A record takes 78 bytes and more: two fill half a page of 300.
        let found = try #require(try await failure { try await pull(scene, program, pageBytes: 300) })
        #expect(!found.isTemporary && found.english.contains("Message 13 "))
        let pages = try scene.new()
        #expect(pages.count == 2 && pages.joined().split(separator: "\n").count == 4)
        #expect(try scene.state.cursor == "{\"n\":4}" && scene.state.failures == 1)
    }

    /// A tap that fails at its end keeps only what a state committed.
    @Test func aTapThatFailsKeepsWhatWasCommitted() async throws {
        let scene = try FeedScene()
        let lines =
            [1, 2].map(Self.record) + [#"{"type":"STATE","value":2}"#, Self.record(3), #"{"type":"STATE","value":3}"#]
        let program = try tap(scene, lines.joined(separator: "\n"), then: "exit 1")
        let found = try await failure { try await pull(scene, program, pageBytes: 300) }
        #expect(found?.isTemporary == true)
        #expect(try scene.new().joined().split(separator: "\n").count == 2 && scene.state.cursor == "2")
    }

    @Test func aStateWithoutRecordsIsKept() async throws {
        let scene = try FeedScene()
        _ = try await pull(scene, tap(scene, #"{"type":"STATE","value":{}}"#))
        #expect(try scene.new().isEmpty && scene.state.cursor == "{}")
    }

    @Test func aMessageThatIsTooLongIsRefused() async throws {
        let scene = try FeedScene()
        let found = try await failure { try await pull(scene, scene.program("yes | tr -d '\\n'"), pageBytes: 10_000) }
        #expect(found?.english.contains("10000 bytes") == true)
    }

    /// `pip install tap-jsonl`; its folder in PATH or in `GUIJI_TAPS`.
    static let realTap: String? = {
        let environment = ProcessInfo.processInfo.environment
        let folders =
            [environment["GUIJI_TAPS"]].compactMap(\.self)
            + (environment["PATH"] ?? "").split(separator: ":").map(String.init)
        return folders.map { "\($0)/tap-jsonl" }.first(where: FileManager.default.isExecutableFile)
    }()

    /// A tap from PyPI built on the Singer SDK: discovers, delivers, and goes on from its state.
    @Test(
        .enabled(if: realTap != nil, "tap-jsonl is not installed (pip install tap-jsonl; GUIJI_TAPS names its folder)"))
    func aRealTapDelivers() async throws {
        let scene = try FeedScene()
        try FileManager.default.createDirectory(atPath: "\(scene.path)/rows", withIntermediateDirectories: true)
        _ = try scene.write(
            "{\"许可编号\": \"甲1\", \"行政相对人名称\": \"示例市云溪科技有限公司\", \"费用\": 12.5}\n{\"许可编号\": \"甲2\", \"行政相对人名称\": \"示例市清岚餐饮管理有限公司\", \"费用\": 3}\n",
            to: "rows/licences.jsonl")
        let config = try scene.write(
            "{\"path\": \"\(scene.path)/rows/licences.jsonl\", \"stream_name\": \"licences\"}", to: "config.json")
        let tap = try #require(Self.realTap)
        let runner = scene.runner(
            "singer", ["command": .texts([tap]), "config": .text(config), "streams": streams], timeout: 120)
        let summary = try await runner.pull()
        let pages = try scene.new()
        #expect(summary.pages == 1 && pages.count == 1)
        let rows = try pages.joined().split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(rows.map { $0["许可编号"] as? String } == ["甲1", "甲2"])
        #expect(try scene.state.cursor != nil)
        _ = try await runner.pull()
    }
}
