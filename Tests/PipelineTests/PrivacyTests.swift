import Bytes
import Extraction
import Foundation
import GRDB
import GuijiConfiguration
import Ledger
import Loading
import Model
import Pipeline
import Reporting
import Testing

/// Nothing private stands in the disclosure store, in reports, in receipts or in the ledger (promise 6).
///
/// Repair files are left out: they go back to the sender with what it sent.
@Suite struct PrivacyTests {
    /// What must not be seen, taken from the sample month as its files were received.
    private static let secrets = Result { try Secrets(SampleMonth.run()) }

    private static func all() throws -> [String] { try secrets.get().all }

    @Test func theSamplesHoldPrivateValues() throws {
        let secrets = try Self.secrets.get()
        #expect(secrets.citizenNumbers.count >= 3)
        #expect(secrets.phones.count >= 1)
        #expect(secrets.personal.count >= 5)
        #expect(secrets.persons.count >= 2)
    }

    @Test func theDisclosureStoreHoldsNone() throws {
        let month = try SampleMonth.run()
        try expectNone(try Data(contentsOf: URL(filePath: month.instance.store.path)), "disclosure.sqlite")
        for (table, lines) in try StoreDump.export(month.instance) {
            try expectNone(Data(lines.joined(separator: "\n").utf8), table)
        }
    }

    @Test func reportsHoldNone() throws {
        let month = try SampleMonth.fresh()
        let march = ReportMonth(year: 2025, month: 3)
        _ = try Reports(month.open()).writeMonth(march, isFrozen: true, asOf: month.morning("2025-04-02"))
        let files = try StoreDump.files(month.configuration.settings.paths.reports)
        // The run's quality, the month's, six forms, the frozen six with their figures, suspicions and manifest.
        #expect(files.count == 17)
        for (name, bytes) in files { try expectNone(bytes, name) }
    }

    /// Where a file has no header, what it says of persons is read as one: the refusal does not repeat it.
    @Test func aRefusalRepeatsNoRow() throws {
        let test = try TestInstance()
        let row = "欧阳秘密,护照,E71234567,准予行政许可决定书,示文许人〔2025〕1号,认可,导游资格,2025-03-03,2028-03-01,示例市文化广电和旅游局,有效\n"
        let path = try test.deliver(row, as: "2025-03-05-persons-xk.csv", from: "culture")
        let summary = try test.run([path])
        #expect(summary.submissions.map(\.state) == ["refused"])
        let paths = test.configuration.settings.paths
        let files = try StoreDump.files(paths.outbox).merging(StoreDump.files(paths.reports)) { first, _ in first }
        #expect(files.count > 2)
        var texts = files.mapValues { String(decoding: $0, as: UTF8.self) }
        texts["ledger"] = String(decoding: try Data(contentsOf: URL(filePath: paths.ledger)), as: UTF8.self)
        for (name, text) in texts { #expect(!text.contains("欧阳秘密") && !text.contains("E71234567"), "\(name)") }
    }

    @Test func receiptsHoldNone() throws {
        let files = try StoreDump.files(try SampleMonth.run().instance.settings.paths.outbox)
        let receipts = files.filter { $0.key.hasSuffix(".receipt.json") || $0.key.hasSuffix(".receipt.html") }
        #expect(receipts.count >= 90)
        for (name, bytes) in receipts { try expectNone(bytes, name) }
    }

    /// Findings and all else: the file's bytes, so that no table is forgotten.
    @Test func theLedgerHoldsNone() throws {
        let month = try SampleMonth.run()
        let findings = try month.instance.ledger.strings(
            "SELECT rule || ' ' || value || ' ' || expected || ' ' || suggestion FROM finding")
        #expect(!findings.isEmpty)
        try expectNone(Data(findings.joined(separator: "\n").utf8), "findings")
        try expectNone(try Data(contentsOf: URL(filePath: month.instance.ledger.path)), "ledger.sqlite")
    }

    @Test func explanationsHoldNone() throws {
        let month = try SampleMonth.run()
        let explainer = try Explainer(month.instance)
        var text = ""
        for subject in try month.instance.ledger.strings("SELECT DISTINCT subject FROM statement") {
            for explanation in try explainer.explain(subject) {
                for voice in explanation.voices { text += voice.values.values.joined(separator: "\n") + "\n" }
                text += explanation.fields.map(\.value).joined(separator: "\n") + "\n"
            }
        }
        #expect(text.count > 10_000)
        try expectNone(Data(text.utf8), "explanations")
    }

    @Test func theComparisonReportHoldsNone() throws {
        let month = try SampleMonth.run()
        var text = ""
        try Reports(month.instance).comparisonRows { text += "\($0)\n" }
        #expect(!text.isEmpty)
        try expectNone(Data(text.utf8), "comparison")
    }

    /// What its department marked 不公示, and natural persons' rows, have no row in the disclosure store.
    @Test func whatIsWithheldIsNotDisclosed() throws {
        let month = try SampleMonth.run()
        let withheld = try month.instance.ledger.queue.read {
            try Row.fetchAll(
                $0,
                sql: """
                    SELECT t.subject, t.key, i.name FROM statement t JOIN item i ON i.id = t.item
                    WHERE t.current = 1 AND t.outcome = ?
                    """, arguments: [Outcome.withheld.rawValue])
        }
        #expect(!withheld.isEmpty)
        for row in withheld {
            let (subject, key, name): (String, Int64, String) = (row[0], row[1], row[2])
            let item = try #require(month.instance.configuration.catalogue.item(name))
            let count = try month.instance.store.queue.read {
                try Int.fetchOne(
                    $0, sql: "SELECT count(*) FROM \"\(item.table)\" WHERE credit_code = ? AND record = ?",
                    arguments: [subject, key])
            }
            #expect(count == 0, "\(subject) \(name)")
        }
        #expect(
            try month.instance.ledger.integer(
                "SELECT count(*) FROM aside WHERE outcome = ?", [Outcome.withheld.rawValue]) >= 2)
    }

    private func expectNone(_ bytes: Data, _ place: String) throws {
        for secret in try Self.all() where bytes.range(of: Data(secret.utf8)) != nil {
            // Not in full: a test's log is a log, too.
            Issue.record("\(place) holds the private value \(secret.prefix(3))… of \(secret.count) characters")
        }
    }
}
