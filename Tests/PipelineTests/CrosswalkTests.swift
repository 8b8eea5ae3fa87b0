import Foundation
import GRDB
import GuijiConfiguration
import Ledger
import Model
import Pipeline
import Testing

/// A subject known by its old registration number becomes one with the subject of its credit code, whenever that arrives.
@Suite struct CrosswalkTests {
    private let code = Fictions.creditCode(1)
    private let number = Fictions.registrationNumber(1)

    private func old(_ test: TestInstance) throws -> String {
        try test.deliver(
            Fictions.register([Registration(number: number, name: "示例市老字号商店", representative: "甲某")]),
            as: "2025-03-03-registration.csv", from: "market-supervision")
    }

    private func crosswalk(_ test: TestInstance) throws -> String {
        try test.deliver(
            Fictions.register([
                Registration(
                    code: code, number: number, name: "示例市老字号商店", representative: "甲某", approved: "2025-03-10",
                    address: "示例市解放路2号")
            ]), as: "2025-03-12-registration.csv", from: "market-supervision")
    }

    private func licence(_ test: TestInstance) throws -> String {
        try test.deliver(
            Fictions.licences(
                [Licence(number: number, name: "示例市老字号商店", document: "示消许〔2025〕1号")], by: Fictions.fire),
            as: "2025-03-05-licence.csv", from: "fire")
    }

    @Test func aRegistrationNumberAloneMakesASubject() throws {
        let test = try TestInstance()
        let summary = try test.run([old(test), licence(test)])
        #expect(summary.totals.byName == ["published": 2])
        let export = try StoreDump.export(test.open())
        #expect(export["registration"]?.dropFirst().allSatisfy { $0.hasPrefix(number) } ?? false)
        #expect(export["licence"]?.dropFirst().allSatisfy { $0.hasPrefix(number) } ?? false)
        #expect(export["licence"]?.count == 2)
    }

    @Test func theTwoBecomeOneAndKeepBothHistories() throws {
        let test = try TestInstance()
        try test.run([old(test), licence(test)], asOf: "2025-03-06")
        let summary = try test.run([crosswalk(test)], asOf: "2025-03-12")
        #expect(summary.totals.byName == ["updated": 1])
        let instance = try test.open()
        let ledger = instance.ledger
        #expect(try ledger.strings("SELECT DISTINCT subject FROM statement") == [code])
        #expect(try ledger.strings("SELECT merged_into FROM subject WHERE code = ?", [number]) == [code])
        #expect(try ledger.integer("SELECT count(*) FROM statement WHERE current = 1") == 2)
        let explainer = try Explainer(instance)
        for key in [code, number] {
            let registration = try #require(try explainer.explain(key, item: "registration").first)
            #expect(registration.subject == code)
            #expect(registration.voices.map(\.file) == ["2025-03-12-registration.csv", "2025-03-03-registration.csv"])
            #expect(try explainer.explain(key, item: "licence").count == 1)
        }
        // The disclosure store moved: nothing is left under the old number.
        for (table, lines) in try StoreDump.export(instance) where !lines.isEmpty {
            #expect(lines.dropFirst().allSatisfy { $0.hasPrefix(code) }, "\(table)")
        }
    }

    /// Disclosed is the same, whether the crosswalk comes in a run of its own, first, or together with all else.
    @Test func theOrderOfRunsChangesNothing() throws {
        let files = try TestInstance()
        let (one, two, three) = (try old(files), try licence(files), try crosswalk(files))
        var exports: [[String: [String]]] = []
        for runs in [
            [[one, two, three]], [[one, two], [three]], [[three], [one, two]], [[two], [one], [three]],
            [[two], [three], [one]],
        ] {
            let test = try TestInstance()
            for run in runs { try test.run(run) }
            exports.append(try StoreDump.export(test.open()))
        }
        #expect(exports[0]["licence"]?.count == 2)
        for (index, export) in exports.enumerated() {
            expectSame(exports[0], export, "order \(index)")
        }
    }

    /// What is said under the old number later still finds the one subject.
    @Test func laterRowsUnderTheOldNumberFindTheOne() throws {
        let test = try TestInstance()
        try test.run([old(test)], asOf: "2025-03-03")
        try test.run([crosswalk(test)], asOf: "2025-03-12")
        let summary = try test.run([licence(test)])
        #expect(summary.totals.byName == ["published": 1])
        #expect(try test.open().ledger.strings("SELECT DISTINCT subject FROM statement") == [code])
    }

    /// A number that names two subjects attributes nothing.
    @Test func anAmbiguousNumberAttributesNothing() throws {
        let test = try TestInstance()
        let register = try test.deliver(
            Fictions.register([
                Registration(code: Fictions.creditCode(1), number: number, name: "示例市甲店"),
                Registration(code: Fictions.creditCode(2), number: number, name: "示例市乙店"),
            ]), as: "2025-03-03-registration.csv", from: "market-supervision")
        let summary = try test.run([register, licence(test)])
        #expect(summary.totals.byName == ["published": 2, "unattributed": 1])
    }

    /// Two different written numbers are two subjects, however alike they begin.
    @Test func longNumbersAreNotCutShort() throws {
        let test = try TestInstance()
        let register = try test.deliver(
            Fictions.register([
                Registration(number: "企外苏宁承字第1021", name: "示例市塔峰公司代表处"),
                Registration(number: "企外苏宁承字第1024", name: "示例市港澳装饰公司代表处"),
            ]), as: "2025-03-03-registration.csv", from: "market-supervision")
        let summary = try test.run([register])
        #expect(summary.totals.byName == ["published": 2])
        let ledger = try test.open().ledger
        #expect(
            try ledger.strings("SELECT DISTINCT subject FROM statement ORDER BY 1")
                == ["企外苏宁承字第1021", "企外苏宁承字第1024"])
    }
}
