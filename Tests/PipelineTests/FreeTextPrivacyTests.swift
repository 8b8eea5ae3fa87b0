import Foundation
import GuijiConfiguration
import Ledger
import Loading
import Model
import Pipeline
import Testing

/// Numbers of persons that departments write where they do not belong: into texts, and into fields for something else (promise 6).
@Suite struct FreeTextPrivacyTests {
    /// The standard's own example (GB 11643), and a made-up mobile number.
    private static let citizen = "11010519491231002X"
    private static let phone = "13812345678"
    /// The same in full width and with separators.
    private static let dressed = ["１１０１０５１９４９１２３１００２Ｘ", "110105-19491231-002X", "138 1234 5678", "１３８１２３４５６７８"]

    private let code = Fictions.creditCode(31)
    private let name = "示例市晨曦文化有限公司"

    private func deliveries(_ test: TestInstance) throws -> [String] {
        let persons = "负责人身份证\(Self.citizen)，电话\(Self.phone)"
        func licence(_ number: Int, _ change: (inout Licence) -> Void) -> Licence {
            var row = Licence(code: code, name: name, document: "示文许〔2025〕\(number)号")
            change(&row)
            return row
        }
        let rows = [
            licence(1) { $0.content = "演出。\(persons)" },
            licence(2) { $0.content = "\(Self.phone)" },
            licence(3) { $0.content = "\(Self.citizen.lowercased())" },
            licence(4) { $0.code = Self.citizen },
            licence(5) { $0.decided = Self.citizen },
            licence(6) { $0.representative = Self.citizen },
            licence(7) { $0.number = Self.citizen },
            licence(14) { $0.number = "甲\(Self.citizen)乙" },
            licence(15) { $0.number = "电话:\(Self.phone),联系" },
            licence(16) { $0.content = "演出（三）。电话+86\(Self.phone)" },
            licence(8) { $0.name = "\(name) \(Self.phone)" },
            licence(9) { $0.content = String(repeating: "长", count: 4000) + persons },
            licence(10) { $0.document = "示文许〔2025〕\(Self.citizen)号" },
            licence(13) { $0.content = "演出（二）。经办人\(Self.dressed.joined(separator: "、"))" },
            licence(11) {
                $0.code = "\(code.dropLast())\(code.hasSuffix("1") ? 2 : 1)"
                $0.name = persons
            },
        ]
        let text = Fictions.licences(rows, by: Fictions.culture)
        // One row whose cells are too many, with a number in what is too much.
        let ragged = text + "\(name),\(code),,,示文许〔2025〕12号,普通,演出,2025-03-03,机关,,有效,2025-03-03,\(persons),多\n"
        // Another source contradicts the first row: both values are noted with the conflict.
        let other = Fictions.licences(
            [licence(1) { $0.content = "展览。\(persons)" }], by: Fictions.culture)
        return [
            try test.deliver(
                Fictions.register([Registration(code: code, name: name, address: "示例市建设路1号 \(persons)")]),
                as: "2025-03-03-registration.csv", from: "market-supervision"),
            try test.deliver(ragged, as: "2025-03-05-licence.csv", from: "culture"),
            try test.deliver(other, as: "2025-03-06-licence.csv", from: "approval-bureau"),
            try test.deliver(
                "企业名称,统一社会信用代码,许可文件编号,许可机关,取得日期,许可内容\n\(name),\(code),示文许〔2025〕1号,示例市文化广电和旅游局,2025-03-03,集市。\(persons)\n",
                as: "2025-03-07-self-licence.csv", from: "self-disclosure"),
        ]
    }

    @Test func noneIsSeenAnywhere() throws {
        let test = try TestInstance()
        let summary = try test.run(deliveries(test))
        #expect(summary.totals[.published] >= 4 && summary.totals[.rejected] >= 4, "\(summary.totals.byName)")
        #expect(summary.conflicts >= 1)
        let instance = try test.open()
        var seen = [
            "disclosure.sqlite": try Data(contentsOf: URL(filePath: instance.store.path)),
            "ledger.sqlite": try Data(contentsOf: URL(filePath: instance.ledger.path)),
        ]
        for (name, bytes) in try StoreDump.files(instance.settings.paths.reports) { seen[name] = bytes }
        for (name, bytes) in try StoreDump.files(instance.settings.paths.outbox) where name.contains(".receipt.") {
            seen[name] = bytes
        }
        var explained = ""
        for explanation in try Explainer(instance).explain(code) { explained += "\(explanation)\n" }
        seen["explain"] = Data(explained.utf8)
        var compared = ""
        try Reports(instance).comparisonRows { compared += "\($0)\n" }
        seen["comparison"] = Data(compared.utf8)
        for (name, bytes) in seen.sorted(by: { $0.key < $1.key }) {
            for (kind, secret) in [
                ("citizen", Self.citizen), ("citizen", Self.citizen.lowercased()), ("phone", Self.phone),
            ] + Self.dressed.map({ ("dressed", $0) }) {
                guard let range = bytes.range(of: Data(secret.utf8)) else { continue }
                let around = bytes[max(0, range.lowerBound - 60)..<range.lowerBound]
                Issue.record("\(name) holds the \(kind) number after “\(String(decoding: around, as: UTF8.self))”")
            }
        }
    }

    /// What may be read around the number stays, and the mask keeps the number's beginning.
    @Test func theTextAroundStays() throws {
        let test = try TestInstance()
        try test.run(deliveries(test))
        let licences = try StoreDump.export(test.open())["licence"] ?? []
        #expect(licences.contains { $0.contains("演出。负责人身份证110105************，电话138********") })
        #expect(licences.contains { $0.contains("演出（二）。经办人１１０１０５************、110105") })
    }
}
