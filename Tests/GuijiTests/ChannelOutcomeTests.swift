import Foundation
import GRDB
import TestKit
import Testing

/// The same rows by any channel, in any format, have the same outcomes and findings and become the same disclosure.
@Suite(.serialized) struct ChannelOutcomeTests {
    /// What came of the rows.
    private struct Outcome: Equatable {
        var counts: [String: Int]
        /// Rule, row, field and value of each finding.
        var findings: [String]
        var disclosed: String
    }

    private static let sample = CommandFolder.sample("culture/2025-03-05-licence.csv")
    private static let register = "market-supervision/2025-03-03-registration.csv"

    /// The sample's rows, the header first.
    private static func table() throws -> [[String]] {
        let text = try String(contentsOfFile: sample, encoding: .utf8)
        try #require(!text.contains("\""))
        return text.split(whereSeparator: \.isNewline).map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }

    private static func objects() throws -> [String] {
        let table = try table()
        return try table.dropFirst().map { row in
            let object = Dictionary(zip(table[0], row)) { $1 }
            return String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
        }
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    }

    /// The rows in each format that the interface takes.
    private static func bodies() throws -> [(type: String, name: String, body: Data)] {
        let (table, objects) = (try table(), try objects())
        let rows = table.dropFirst().map { row in
            "<ROW>\(zip(table[0], row).map { "<\($0)>\(escaped($1))</\($0)>" }.joined())</ROW>"
        }
        let xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ROWS>\n\(rows.joined(separator: "\n"))\n</ROWS>\n"
        let texts: [(type: String, name: String, text: String)] = [
            ("text/csv", "a.csv", try String(contentsOfFile: sample, encoding: .utf8)),
            ("application/xml", "a.xml", xml),
            ("application/json", "a.json", "[\(objects.joined(separator: ",\n"))]"),
            ("application/x-ndjson", "a.ndjson", objects.map { $0 + "\n" }.joined()),
        ]
        return texts.map { ($0.type, $0.name, Data($0.text.utf8)) }
            + [("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "a.xlsx", workbook(table))]
    }

    /// A workbook of texts (ECMA-376 part 1, 18.3): no cell where there is no text.
    private static func workbook(_ table: [[String]]) -> Data {
        let rows = table.enumerated().map { number, row in
            let cells = row.enumerated().map { column, text in
                let place = "\(UnicodeScalar(UInt8(65 + column)))\(number + 1)"
                return text.isEmpty ? "" : "<c r=\"\(place)\" t=\"inlineStr\"><is><t>\(escaped(text))</t></is></c>"
            }
            return "<row r=\"\(number + 1)\">\(cells.joined())</row>"
        }
        let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
        let kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        let package = "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\""
        func relation(_ kind: String, _ target: String) -> String {
            "<Relationships \(package)><Relationship Id=\"r\" Type=\"\(kinds)/\(kind)\" Target=\"\(target)\"/></Relationships>"
        }
        let parts: [(name: String, text: String)] = [
            ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"),
            ("_rels/.rels", relation("officeDocument", "xl/workbook.xml")),
            (
                "xl/workbook.xml",
                "<workbook \(main) xmlns:r=\"\(kinds)\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r\"/></sheets></workbook>"
            ), ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml")),
            ("xl/worksheets/sheet1.xml", "<worksheet \(main)><sheetData>\(rows.joined())</sheetData></worksheet>"),
        ]
        return Data(
            PackedFiles(parts.map { ($0.name, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + $0.text) }).bytes)
    }

    /// By which the department's rows may come as XML, too.
    private static let mapping = """

          - item: licence
            files: "*.xml"
            preset: double-publicity-2018-licence
            format: xml
            row: [ROWS, ROW]
            columns: { certificate_name: [证照名称] }
            ignore: [经办人]

        """

    private func instance(_ more: String = "") throws -> CommandFolder {
        let made = try CommandFolder.withInstance()
        let department = "demo/Mappings/departments/culture.yml"
        try made.folder.write(made.folder.read(department) + Self.mapping, to: department)
        try made.configure("\(CommandFolder.quickFolders)\(more)")
        return made
    }

    private func outcome(_ made: CommandFolder) throws -> Outcome {
        let name = try #require(made.receipts(of: "culture").first)
        let receipt = try JSONSerialization.jsonObject(
            with: Data(try made.folder.read("demo/outbox/culture/\(name)").utf8))
        let counts = try #require((receipt as? [String: Any])?["outcomes"] as? [String: Int])
        let findings = try DatabaseQueue(path: "\(made.folder.path)/demo/ledger.sqlite").read { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT rule || ' ' || row || ' ' || ifnull(field, '') || ' ' || value FROM finding
                    WHERE row > 0 AND submission = (SELECT max(id) FROM submission WHERE source = 'culture')
                    ORDER BY row, rule, field, value
                    """)
        }
        return Outcome(
            counts: counts, findings: findings, disclosed: try made.guiji("export", "licence", "-C", "demo").text)
    }

    /// What waits in the folders, with the register.
    private func taken(_ made: CommandFolder) throws -> Outcome {
        try made.deliver(Self.register)
        #expect(try made.guiji("run", "-C", "demo").status == 0)
        return try outcome(made)
    }

    private func pulled(_ feed: String) throws -> Outcome {
        let made = try instance("feeds:\n  culture-licence: { department: culture, every: 1h, \(feed) }\n")
        let answer = try made.guiji("feed", "pull", "culture-licence", "-C", "demo")
        #expect(answer.status == 0, "\(answer)")
        return try taken(made)
    }

    private func pushed(_ type: String, _ name: String, _ body: Data) async throws -> Outcome {
        let made = try instance("interface: { port: 0 }\n")
        let token = try made.token(of: "culture")
        try made.deliver(Self.register)
        #expect(try made.guiji("run", "-C", "demo").status == 0)
        let service = try RunningService(made.folder)
        try #require(RunningService.wait { service.port != nil })
        let address = "http://127.0.0.1:\(service.port ?? 0)/api/v1/submissions?name=\(name)"
        let answer = try await InterfaceAnswer.to("POST", address, token: token, body, type: type)
        #expect(answer.status == 202)
        #expect(RunningService.wait { !made.receipts(of: "culture").isEmpty })
        #expect(service.stop() == 0)
        return try outcome(made)
    }

    private func folder() throws -> Outcome {
        let made = try instance()
        try made.deliver("culture/2025-03-05-licence.csv")
        return try taken(made)
    }

    @Test func everyFeedGivesTheSameAsAFolder() async throws {
        let rows = try TestFolder()
        let objects = try Self.objects()
        try rows.write(objects.map { $0 + "\n" }.joined(), to: "rows.ndjson")
        let messages = objects.map { "{\"type\":\"RECORD\",\"stream\":\"rows\",\"record\":\($0)}\n" }.joined()
        try rows.write(
            "{\"type\":\"SCHEMA\",\"stream\":\"rows\",\"schema\":{}}\n\(messages){\"type\":\"STATE\",\"value\":1}\n",
            to: "messages.jsonl")
        let page = "[\(objects.joined(separator: ","))]"
        let server = try await TestServer { _ in TestServer.Reply(body: page) }
        var feeds = [
            "items: [licence], type: exec, command: [cat, \(Self.sample)]",
            "type: exec, format: ndjson, command: [cat, \(rows.path)/rows.ndjson]",
            "type: singer, streams: { rows: licence }, command: [cat, \(rows.path)/messages.jsonl]",
            "items: [licence], type: http, url: '\(server.url)/rows'",
        ]
        if let database = try Self.database() {
            feeds.append(
                "items: [licence], type: odbc, connection: \"Driver=SQLite3;Database=\(database.path)/rows.sqlite\", query: SELECT * FROM licence ORDER BY rowid"
            )
            try compare(feeds)
            return withExtendedLifetime(database) {}
        }
        try compare(feeds)
    }

    private func compare(_ feeds: [String]) throws {
        let expected = try folder()
        #expect((expected.counts["published"] ?? 0) > 10 && (expected.counts["rejected"] ?? 0) > 3)
        #expect(expected.findings.count > 3 && expected.disclosed.utf8.count > 2000)
        for feed in feeds {
            let found = try pulled(feed)
            #expect(found.counts == expected.counts && found.disclosed == expected.disclosed, "\(feed)")
            #expect(found.findings == expected.findings, "\(feed)")
        }
    }

    @Test func everyFormatByPushGivesTheSameAsAFolder() async throws {
        let expected = try folder()
        for (type, name, body) in try Self.bodies() {
            let found = try await pushed(type, name, body)
            #expect(found.counts == expected.counts && found.disclosed == expected.disclosed, "\(type) \(found.counts)")
            #expect(found.findings == expected.findings, "\(type)")
        }
    }

    /// The sample's rows as a table; nil where its driver or program is not installed.
    private static func database() throws -> TestFolder? {
        let drivers = (try? String(contentsOfFile: "/etc/odbcinst.ini", encoding: .utf8)) ?? ""
        guard drivers.contains("[SQLite3]"), FileManager.default.isExecutableFile(atPath: "/usr/bin/sqlite3") else {
            return nil
        }
        let folder = try TestFolder()
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/sqlite3")
        process.arguments = ["\(folder.path)/rows.sqlite", ".mode csv", ".import \(sample) licence"]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return folder
    }
}
