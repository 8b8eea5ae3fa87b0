import Bytes
import Foundation
import GRDB
import GuijiConfiguration
import Ledger
import Loading
import Model
import Pipeline
import Testing

/// Real registrations, kept outside of the project: skipped where they are absent.
@Suite(.enabled(if: Registry.isPresent, "the registry is absent: ../shared/data/registry, or xz to unpack it"))
struct RegistryTests {
    @Test func everyRealRegistrationLoads() throws {
        let test = try TestInstance()
        let file = "\(test.folder.path)/registry-archive/2025-03-03-registration.csv"
        try Registry.unpack("registry_sample_dev.csv.xz", to: file)
        let summary = try test.run([file])
        let line = try #require(summary.submissions.first)
        #expect(line.received == 29_455)
        #expect(line.outcomes[.rejected] == 0)
        #expect(summary.isConserved)
        let instance = try test.open()
        let errors = try instance.ledger.strings(
            "SELECT line || ' ' || rule FROM finding WHERE severity = ?", [Severity.error.rawValue])
        #expect(errors == [])
        let disclosed = try instance.store.queue.read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM registration") ?? 0
        }
        #expect(try disclosed == instance.ledger.integer("SELECT count(DISTINCT subject) FROM statement"))
        #expect(disclosed > 29_000)
    }

    /// The rows whose code is no proper credit code, as a file in the registry export's columns.
    @Test func everyAnomalyGetsItsKind() throws {
        let anomalies = try Registry.anomalies()
        #expect(anomalies.count == 4235)
        let test = try TestInstance()
        let rows = anomalies.map { "\"\($0.name)\",\($0.code),\($0.day),N/A,N/A,N/A,N/A,\($0.province),N/A,N/A" }
        let header = "企业名称,统一社会信用代码,注册日期,企业类型,法人代表,注册资金,经营范围,所在省份,地区,注册地址"
        let file = try test.deliver(
            ([header] + rows).joined(separator: "\n") + "\n", as: "2025-03-03-registration.csv",
            from: "registry-archive")
        let summary = try test.run([file])
        #expect(summary.received == anomalies.count)
        let ledger = try test.open().ledger
        let found = try Found(ledger)
        var wrong: [String: [String]] = [:]
        for (index, anomaly) in anomalies.enumerated() {
            if let problem = anomaly.problem(row: index + 1, found) { wrong[anomaly.kind, default: []].append(problem) }
        }
        for (kind, problems) in wrong {
            Issue.record("\(kind): \(problems.count) rows\n\(problems.prefix(8).joined(separator: "\n"))")
        }
    }

    /// What the ledger says of each row.
    fileprivate struct Found {
        var rules: [Int: Set<String>] = [:]
        var subjects: [Int: String] = [:]
        var outcomes: [Int: String]

        init(_ ledger: LedgerStore) throws {
            outcomes = try ledger.outcomes(of: 1)
            (rules, subjects) = try ledger.queue.read { db in
                var rules: [Int: Set<String>] = [:]
                for row in try Row.fetchAll(db, sql: "SELECT row, rule FROM finding") {
                    rules[row[0], default: []].insert(row[1])
                }
                let subjects = try Row.fetchAll(db, sql: "SELECT row, subject FROM statement").map {
                    ($0[0], $0[1]) as (Int, String)
                }
                return (rules, Dictionary(uniqueKeysWithValues: subjects))
            }
        }
    }
}

extension Registry.Anomaly {
    /// What is wrong with how the row was taken; nil where nothing is.
    fileprivate func problem(row: Int, _ found: RegistryTests.Found) -> String? {
        let upper = code.uppercased()
        let bytes = Array(upper.utf8)
        let isCode = bytes.withSlice { CreditCode.isValid($0) }
        switch kind {
        case "regno15", "regno13":
            return expect(row, found, "registration-number-in-code-field", subject: upper)
        case "lowercase_fixable" where isCode:
            return expect(row, found, "lower-case", subject: upper)
        case "lowercase_fixable":
            return expect(row, found, "credit-code-check", subject: nil)
        case "badcheck18"
        where bytes.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x41 && $0 <= 0x5A) }
            && bytes.withSlice { IdentifierKind.classify($0) } == .unknown:
            return expect(row, found, "credit-code-check", subject: nil)
        default:
            switch bytes.withSlice({ IdentifierKind.classify($0) }) {
            case .registrationNumber: return expect(row, found, "registration-number-in-code-field", subject: upper)
            case .organisationCode:
                // Moved to its own field, by which the row waits for the register.
                return expect(row, found, "organisation-code-in-code-field", subject: nil, outcome: "unattributed")
            case .unknown where code == "无": return expect(row, found, "placeholder", subject: nil)
            case .unknown: return expect(row, found, "credit-code-form", subject: nil)
            default: return "row \(row): \(code) is of no kind that stands here"
            }
        }
    }

    /// - Parameter subject: whom the row is attributed to; nil where it is rejected.
    private func expect(
        _ row: Int, _ found: RegistryTests.Found, _ rule: String, subject: String?, outcome: String = "rejected"
    ) -> String? {
        let rules = found.rules[row] ?? []
        guard rules.contains(rule) else { return "row \(row) \(code): no \(rule), but \(rules.sorted())" }
        if let subject {
            return found.subjects[row] == subject
                ? nil : "row \(row) \(code): under \(found.subjects[row] ?? found.outcomes[row] ?? "nobody")"
        }
        return found.outcomes[row] == outcome ? nil : "row \(row) \(code): \(found.outcomes[row] ?? "nothing")"
    }
}

/// `../shared/data/registry` beside the project.
enum Registry {
    private static let folder = URL(filePath: Project.root).deletingLastPathComponent()
        .appending(path: "shared/data/registry").path()

    static let isPresent =
        ["\(folder)/registry_sample_dev.csv.xz", "\(folder)/code_anomalies_dev.tsv", "/usr/bin/xz"].allSatisfy {
            FileManager.default.fileExists(atPath: $0)
        }

    static func unpack(_ name: String, to path: String) throws {
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        let target = try FileHandle(forWritingTo: URL(filePath: path))
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/xz")
        process.arguments = ["-dc", "\(folder)/\(name)"]
        process.standardOutput = target
        try process.run()
        process.waitUntilExit()
        try target.close()
        guard process.terminationStatus == 0 else { throw CocoaError(.fileReadCorruptFile) }
    }

    struct Anomaly {
        var kind: String
        var code: String
        var name: String
        var day: String
        var province: String
    }

    static func anomalies() throws -> [Anomaly] {
        let text = try String(contentsOfFile: "\(folder)/code_anomalies_dev.tsv", encoding: .utf8)
        return text.split(separator: "\n").dropFirst().map { line in
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            return Anomaly(
                kind: cells[0], code: cells[2], name: cells[3].replacing("\"", with: "\"\""), day: cells[4],
                province: cells[5])
        }
    }
}
