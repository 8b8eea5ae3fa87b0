import Foundation
import GuijiConfiguration
import Ledger
import Model
import Pipeline
import Testing

/// Rows without a usable code find their subject through the register: now, or when it grows; never by a name alone.
@Suite struct AttributionTests {
    private static let code = Fictions.creditCode(7)
    private static let number = Fictions.registrationNumber(7)
    private static let name = "示例市晨曦文化有限公司"

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var licence: Licence
        init(_ description: String, _ licence: Licence) {
            testDescription = description
            self.licence = licence
        }
    }

    private static let cases = [
        Case("by code", Licence(code: code, name: name, document: "示文许〔2025〕1号")),
        Case("by registration number", Licence(number: number, name: name, document: "示文许〔2025〕2号")),
        Case(
            "by name and legal representative",
            Licence(number: Fictions.registrationNumber(99), name: name, representative: "乙某", document: "示文许〔2025〕3号")),
        Case(
            "by the registration number in the code's column",
            Licence(code: number, name: name, document: "示文许〔2025〕4号")),
        Case(
            "by the organisation code in the code's column",
            Licence(code: Fictions.organisationCode(7), name: name, document: "示文许〔2025〕5号")),
        Case(
            "by the name's other spelling",
            Licence(
                number: Fictions.registrationNumber(99), name: "示例市晨曦文化有限责任公司", representative: "乙某",
                document: "示文许〔2025〕6号")),
    ]

    private func register(_ test: TestInstance) throws -> String {
        try test.deliver(
            Fictions.register([
                Registration(code: Self.code, number: Self.number, name: Self.name, representative: "乙某"),
                Registration(code: Fictions.creditCode(8), name: "示例市晚霞文化有限公司", representative: "丙某"),
            ]), as: "2025-03-10-registration.csv", from: "market-supervision")
    }

    private func deliver(_ licence: Licence, _ test: TestInstance, day: String = "2025-03-05") throws -> String {
        try test.deliver(Fictions.licences([licence], by: Fictions.culture), as: "\(day)-licence.csv", from: "culture")
    }

    private func expectAttributed(_ test: TestInstance) throws {
        let instance = try test.open()
        #expect(
            try instance.ledger.strings(
                "SELECT t.subject FROM statement t JOIN item i ON i.id = t.item WHERE i.name = 'licence'") == [
                    Self.code
                ])
        #expect(try instance.ledger.integer("SELECT count(*) FROM aside") == 0)
        #expect(try StoreDump.export(instance)["licence"]?.last?.hasPrefix(Self.code) == true)
    }

    @Test(arguments: cases) func inTheSameRun(_ one: Case) throws {
        let test = try TestInstance()
        let summary = try test.run([deliver(one.licence, test), register(test)])
        #expect(summary.totals.byName == ["published": 3])
        try expectAttributed(test)
    }

    @Test(arguments: cases) func afterTheRegister(_ one: Case) throws {
        let test = try TestInstance()
        try test.run([register(test)])
        let summary = try test.run([deliver(one.licence, test)])
        #expect(summary.totals.byName == ["published": 1])
        try expectAttributed(test)
    }

    @Test(arguments: cases) func whenTheRegisterGrows(_ one: Case) throws {
        let test = try TestInstance()
        let first = try test.run([deliver(one.licence, test)], asOf: "2025-03-05")
        #expect(first.totals.byName == ["unattributed": 1])
        let second = try test.run([register(test)], asOf: "2025-03-10")
        #expect(second.attributedLate == 1)
        try expectAttributed(test)
        // The earlier submission's counts follow, and still add up.
        let ledger = try test.open().ledger
        #expect(
            try ledger.strings("SELECT outcome FROM outcome_count WHERE submission = 1 AND rows > 0") == ["published"])
    }

    /// The register knew the subject already and learns its number now.
    @Test func whenTheRegisterLearnsANumber() throws {
        let waiting = Licence(number: Self.number, name: Self.name, document: "示文许〔2025〕2号")
        let test = try TestInstance()
        let bare = try test.deliver(
            Fictions.register([Registration(code: Self.code, name: Self.name)]), as: "2025-03-03-registration.csv",
            from: "market-supervision")
        try test.run([bare], asOf: "2025-03-03")
        #expect(try test.run([deliver(waiting, test)], asOf: "2025-03-05").totals.byName == ["unattributed": 1])
        #expect(try test.run([register(test)], asOf: "2025-03-10").attributedLate == 1)
        try expectAttributed(test)
    }

    /// The same, in one run with the row in question.
    @Test func aNumberLearntInTheSameRun() throws {
        let test = try TestInstance()
        let bare = try test.deliver(
            Fictions.register([Registration(code: Self.code, name: Self.name)]), as: "2025-03-03-registration.csv",
            from: "market-supervision")
        try test.run([bare], asOf: "2025-03-03")
        let row = Licence(number: Self.number, name: Self.name, document: "示文许〔2025〕2号")
        let summary = try test.run([register(test), deliver(row, test)])
        #expect(summary.totals[.unattributed] == 0)
        try expectAttributed(test)
    }

    @Test func aNameAloneNeverAttributes() throws {
        let row = Licence(number: Fictions.registrationNumber(99), name: Self.name, document: "示文许〔2025〕9号")
        var other = row
        other.representative = "丁某"
        other.document = "示文许〔2025〕10号"
        for licence in [row, other] {
            let test = try TestInstance()
            let summary = try test.run([register(test), deliver(licence, test)])
            #expect(summary.totals.byName == ["published": 2, "unattributed": 1])
            #expect(try StoreDump.export(test.open())["licence"] == [])
            #expect(try test.run([register(test)]).attributedLate == 0)
        }
    }

    /// A change of name does not take away what was, or would have been, attributed by the former one.
    @Test func aFormerNameStaysGoodForAttribution() throws {
        let files = try TestInstance()
        let before = try register(files)
        let renamed = try files.deliver(
            Fictions.register([
                Registration(
                    code: Self.code, number: Self.number, name: "示例市旭日文化有限公司", representative: "乙某",
                    approved: "2025-03-14")
            ]), as: "2025-03-17-registration.csv", from: "market-supervision")
        let row = try deliver(
            Licence(
                number: Fictions.registrationNumber(99), name: Self.name, representative: "乙某", document: "示文许〔2025〕3号"),
            files, day: "2025-03-12")
        var exports: [[String: [String]]] = []
        for runs in [
            [[before, row, renamed]], [[before], [row], [renamed]], [[before], [renamed], [row]],
            [[renamed], [row], [before]],
        ] {
            let test = try TestInstance()
            for run in runs { try test.run(run) }
            exports.append(try StoreDump.export(test.open()))
        }
        #expect(exports[1]["licence"]?.count == 2)
        for (index, export) in exports.enumerated() {
            expectSame(exports[1], export, "order \(index)")
        }
    }
}
