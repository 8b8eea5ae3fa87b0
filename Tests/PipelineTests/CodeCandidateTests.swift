import Foundation
import GRDB
import GuijiConfiguration
import Ledger
import Model
import Pipeline
import Testing

/// A wrong code for which the register has exactly one candidate with the same name: suggested, or applied where allowed.
@Suite struct CodeCandidateTests {
    private let code = Fictions.creditCode(11)
    private let name = "示例市晨曦文化有限公司"

    /// The code with two neighbours swapped.
    private var swapped: String {
        var characters = Array(code)
        characters.swapAt(13, 14)
        return String(characters)
    }

    /// The code with its last character wrong.
    private var mistyped: String { code.dropLast() + (code.hasSuffix("3") ? "4" : "3") }

    private func test(applies: Bool) throws -> TestInstance {
        try TestInstance { $0.settings.validation.appliesCodeCandidates = applies }
    }

    private func run(_ test: TestInstance, _ wrong: String, name: String) throws -> RunSummary {
        let register = try test.deliver(
            Fictions.register([Registration(code: code, name: self.name)]), as: "2025-03-03-registration.csv",
            from: "market-supervision")
        let licence = try test.deliver(
            Fictions.licences([Licence(code: wrong, name: name, document: "示文许〔2025〕1号")], by: Fictions.culture),
            as: "2025-03-05-licence.csv", from: "culture")
        return try test.run([register, licence])
    }

    @Test(arguments: [true, false]) func isSuggested(isSwapped: Bool) throws {
        let test = try test(applies: false)
        let wrong = isSwapped ? swapped : mistyped
        #expect(wrong != code)
        let summary = try run(test, wrong, name: name)
        #expect(summary.totals.byName == ["published": 1, "rejected": 1])
        let instance = try test.open()
        #expect(try instance.ledger.findings(of: 2) == ["credit-code-check": 1, "code-candidate": 1])
        #expect(
            try instance.ledger.strings("SELECT DISTINCT suggestion FROM finding WHERE rule = 'code-candidate'") == [
                code
            ])
        #expect(try StoreDump.export(instance)["licence"] == [])
        let outbox = try StoreDump.files(instance.settings.paths.outbox)
        let repair = try #require(outbox["culture/000002-2025-03-05-licence.repair.csv"])
        #expect(String(decoding: repair, as: UTF8.self).contains(code))
    }

    @Test(arguments: [true, false]) func isAppliedWhereAllowed(isSwapped: Bool) throws {
        let test = try test(applies: true)
        let summary = try run(test, isSwapped ? swapped : mistyped, name: name)
        #expect(summary.totals.byName == ["published": 2])
        let instance = try test.open()
        #expect(try StoreDump.export(instance)["licence"]?.last?.hasPrefix(code) == true)
        // The repair is still told: nothing is mended in silence, and no error is left.
        #expect(try instance.ledger.integer("SELECT count(*) FROM finding WHERE rule = 'code-candidate'") == 1)
        #expect(
            try instance.ledger.integer("SELECT count(*) FROM finding WHERE severity = ?", [Severity.error.rawValue])
                == 0)
    }

    @Test(arguments: [true, false]) func anotherNameIsNoCandidate(applies: Bool) throws {
        let test = try test(applies: applies)
        let summary = try run(test, swapped, name: "示例市晚霞文化有限公司")
        #expect(summary.totals.byName == ["published": 1, "rejected": 1])
        #expect(try test.open().ledger.findings(of: 2) == ["credit-code-check": 1])
    }

    /// What was repaired is disclosed the same whether it is read again later or not.
    @Test func anAppliedCandidateLastsThroughLaterRuns() throws {
        let test = try test(applies: true)
        _ = try run(test, swapped, name: name)
        let before = try StoreDump.export(test.open())
        let again = try test.deliver(
            Fictions.licences(
                [Licence(code: code, name: name, document: "示文许〔2025〕1号", content: "另一内容", decided: "2025-03-01")],
                by: Fictions.culture), as: "2025-03-12-licence.csv", from: "culture")
        let summary = try test.run([again])
        #expect(summary.totals.byName == ["stale": 1])
        try expectSame(before, StoreDump.export(test.open()))
    }
}
