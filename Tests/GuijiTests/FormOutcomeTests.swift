import Foundation
import GRDB
import Testing

/// A row that is filled in as a form is judged as it is in a file, and becomes the same disclosure.
@Suite struct FormOutcomeTests {
    private static let sample = "culture/2025-03-05-licence.csv"
    private static let register = "market-supervision/2025-03-03-registration.csv"

    private func instance() throws -> CommandFolder {
        let made = try CommandFolder.withInstance()
        try made.configure("\(CommandFolder.quickFolders)interface: { port: 0 }\n")
        try made.deliver(Self.register)
        return made
    }

    /// What is disclosed, by the number of the document; without what a form has from the register and the file leaves out.
    private func disclosed(_ made: CommandFolder) throws -> [String: [String: String]] {
        let lines = try made.guiji("export", "licence", "-C", "demo", "--format", "jsonl").text.split(separator: "\n")
        let rows = try lines.map { line in
            var row = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String])
            row["registration_number"] = nil
            return row
        }
        return Dictionary(grouping: rows) { $0["document_number"] ?? "" }.mapValues { $0[0] }
    }

    /// The sample by a file: what is disclosed of it, and rule, field and value of the errors in each row.
    private func byFile() throws -> (disclosed: [String: [String: String]], errors: [Int: [String]]) {
        let made = try instance()
        try made.deliver(Self.sample)
        #expect(try made.guiji("run", "-C", "demo").status == 0)
        let found = try DatabaseQueue(path: "\(made.folder.path)/demo/ledger.sqlite").read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT row, rule || ' ' || ifnull(field, '') || ' ' || value FROM finding
                    WHERE row > 0 AND severity = (SELECT max(severity) FROM finding)
                        AND submission = (SELECT id FROM submission WHERE source = 'culture')
                    """)
        }
        return (
            try disclosed(made), Dictionary(grouping: found) { $0[0] }.mapValues { $0.map { $0[1] }.sorted() }
        )
    }

    /// The sample's rows by the names of the fields, without what the register fills in.
    private func rows(_ form: [String: Any]) throws -> [[String: String]] {
        let fields = try #require(form["fields"] as? [[String: Any]])
        var names = [
            "行政相对人类别": "party_type", "许可决定文书名称": "document_name", "许可决定文书号": "document_number",
            "证照名称": "certificate_name",
        ]
        for field in fields where field["filled_in"] as? Bool == false {
            names[try #require(field["title"] as? String)] = field["name"] as? String
        }
        let lines = try String(contentsOfFile: CommandFolder.sample(Self.sample), encoding: .utf8)
            .split(whereSeparator: \.isNewline)
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        return lines.dropFirst().map { line in
            Dictionary(zip(lines[0], line).compactMap { title, value in names[title].map { ($0, value) } }) { $1 }
        }
    }

    @Test func aFormGivesTheSameAsItsRow() async throws {
        let expected = try byFile()
        let made = try instance()
        #expect(try made.guiji("run", "-C", "demo").status == 0)
        let token = try made.token(of: "culture")
        let service = try RunningService(made.folder)
        try #require(RunningService.wait { service.port != nil })
        let base = "http://127.0.0.1:\(service.port ?? 0)/api/v1"
        let form = try await InterfaceAnswer.to("GET", "\(base)/forms/licence", token: token)
        var (accepted, sentBack): (Set<String>, Int) = ([], 0)
        for (number, values) in try rows(form.members).enumerated() {
            let body = try JSONSerialization.data(withJSONObject: ["values": values])
            let answer = try await InterfaceAnswer.to(
                "POST", "\(base)/entries/licence", token: token, body, type: "application/json")
            guard answer.status != 202 else {
                #expect(expected.errors[number + 1] == nil, "row \(number + 1)")
                accepted.insert(values["document_number"] ?? "")
                continue
            }
            #expect(answer.status == 422 && expected.disclosed[values["document_number"] ?? ""] == nil)
            guard let findings = answer.members["findings"] as? [[String: Any]] else {
                // A code that is wrong, or that the register does not have yet: in a file the row waits or is sent back.
                #expect(answer.text.contains("does not know the credit code"))
                continue
            }
            let errors = findings.filter { $0["severity"] as? String == "error" }.map {
                "\($0["rule"] ?? "") \($0["field"] as? String ?? "") \($0["value"] ?? "")"
            }
            sentBack += 1
            #expect(errors.sorted() == expected.errors[number + 1], "row \(number + 1): \(answer.text)")
        }
        #expect(accepted.count > 10 && sentBack > 1)
        #expect(RunningService.wait { made.receipts(of: "culture").count == accepted.count })
        #expect(service.stop() == 0)
        let found = try disclosed(made)
        #expect(found.count > 10 && Set(found.keys) == accepted.intersection(expected.disclosed.keys))
        for (number, row) in found { #expect(row == expected.disclosed[number]) }
    }
}
