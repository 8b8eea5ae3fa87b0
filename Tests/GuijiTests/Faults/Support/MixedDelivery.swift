import Foundation
import TestKit

/// One delivery on its way to the instance.
struct FaultDelivery: Sendable {
    enum Channel: Sendable, CaseIterable {
        /// Dropped into the watched folder.
        case folder
        /// Posted as a file.
        case push
        /// Posted as a form of one record.
        case form
        /// A page of a feed.
        case feed
    }

    var channel: Channel
    var department: String
    /// The file's name; a form's item; a feed's page, counted from 1.
    var name: String
    var bytes: [UInt8]
}

/// Twenty-two deliveries of all sorts, and more than one file in an archive: good, damaged, refused, mended, repeated, in conflict.
///
/// They come in stages: those of one say nothing about each other's records, so that it does not matter in which order they are received
/// (design §3, promise 3: labels such as `published` tell what a row did when its turn came). What bears on an earlier delivery comes a stage later.
enum MixedDelivery {
    static let stages: [[FaultDelivery]] = [
        [
            folder("culture", "licence.csv", sample("culture/2025-03-05-licence.csv")),
            push("transport", "licence.csv", sample("transport/2025-03-14-licence.csv")),
            folder("human-resources", "licence.pdf", sample("human-resources/2025-03-10-licence.pdf")),
            feed("ecology", 1, rows("ecology/2025-03-21-inspection.csv", 1..<4)),
            form("culture", "licence", licence(1, "示文许〔2025〕901号")),
            folder("housing", "licence.xlsx", sample("housing/2025-03-06-licence.xlsx")),
            push("transport", "penalty.csv", sample("transport/2025-03-14-penalty.csv")),
            feed("tax", 1, rows("tax/2025-03-14-penalty.csv", 1..<5)),
            folder("culture", "三月.zip", archive),
            folder("fire", "licence.csv", sample("fire/2025-03-07-licence.csv")),
            push("urban-management", "penalty.csv", sample("urban-management/2025-03-12-penalty.csv")),
            feed("ecology", 2, rows("ecology/2025-03-21-inspection.csv", 4..<99)),
            folder("health", "licence.csv", sample("health/2025-03-05-licence.csv")),
            form("culture", "licence", licence(2, "示文许〔2025〕902号")),
            push("culture", "large.csv", large),
            folder("emergency", "penalty.csv", sample("emergency/2025-03-21-penalty.csv")),
        ],
        [
            folder("credit-platform", "licence.xml", sample("credit-platform/2025-03-10-licence.xml")),
            push("market-supervision", "inspection.csv", sample("market-supervision/2025-03-20-inspection.csv")),
            folder("culture", "mended.csv", sample("culture/2025-03-12-licence-mended.csv")),
            feed("tax", 2, rows("tax/2025-03-14-penalty.csv", 5..<99)),
        ],
        [
            folder("gsxt", "licence.csv", sample("gsxt/2025-03-20-licence.csv")),
            // The same bytes again: counted once more, and once only.
            push("fire", "again.csv", sample("fire/2025-03-07-licence.csv")),
        ],
    ]

    /// What the register knows before.
    static let register = [
        "market-supervision/2025-03-03-registration.csv", "civil-affairs/2025-03-03-registration.csv",
        "tax/2025-03-04-registration.csv",
    ]

    /// Departments that have a token.
    static let senders = ["transport", "culture", "urban-management", "market-supervision", "fire"]

    /// Feeds by their departments.
    static let feeds = ["ecology": "inspection", "tax": "penalty"]

    private static func sample(_ path: String) -> [UInt8] {
        // A sample that is missing fails every test that uses it.
        (try? Data(contentsOf: URL(filePath: CommandFolder.sample(path)))).map(Array.init) ?? []
    }

    private static func folder(_ department: String, _ name: String, _ bytes: [UInt8]) -> FaultDelivery {
        FaultDelivery(channel: .folder, department: department, name: name, bytes: bytes)
    }

    private static func push(_ department: String, _ name: String, _ bytes: [UInt8]) -> FaultDelivery {
        FaultDelivery(channel: .push, department: department, name: name, bytes: bytes)
    }

    private static func form(_ department: String, _ item: String, _ bytes: [UInt8]) -> FaultDelivery {
        FaultDelivery(channel: .form, department: department, name: item, bytes: bytes)
    }

    private static func feed(_ department: String, _ page: Int, _ bytes: [UInt8]) -> FaultDelivery {
        FaultDelivery(channel: .feed, department: department, name: String(page), bytes: bytes)
    }

    /// The header of a sample and some of its rows.
    private static func rows(_ path: String, _ numbers: Range<Int>) -> [UInt8] {
        let lines = sample(path).split(separator: UInt8(ascii: "\n"))
        let kept = lines.prefix(1) + lines.enumerated().filter { numbers.contains($0.offset) }.map(\.element)
        return Array(kept.joined(separator: [UInt8(ascii: "\n")])) + [UInt8(ascii: "\n")]
    }

    /// More than is kept with a request's note: it comes as a file of its own.
    private static let large: [UInt8] = {
        let lines = String(decoding: sample("culture/2025-03-05-licence.csv"), as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false
        ).map(String.init)
        // The licence of the first row, under other numbers.
        let rows = (1000..<1300).map {
            lines[1].replacing("〔2025〕100号", with: "〔2025〕\($0)号").replacing("00100,", with: "0\($0),")
        }
        return Array(([lines[0]] + rows).joined(separator: "\n").utf8) + [UInt8(ascii: "\n")]
    }()

    private static let archive = PackedFiles([
        .init("说明.txt", "请查收\n"), .init(Array("处罚.csv".utf8), sample("culture/2025-03-19-penalty.csv")),
    ]).bytes

    /// A form about the subject in this row of the register.
    private static func licence(_ row: Int, _ number: String) -> [UInt8] {
        let lines = String(decoding: sample(register[0]), as: UTF8.self).split(whereSeparator: \.isNewline)
        let labels = lines[0].split(separator: ",", omittingEmptySubsequences: false)
        let column = labels.firstIndex { $0.contains("统一社会信用代码") } ?? 0
        let code = lines[row].split(separator: ",", omittingEmptySubsequences: false)[column]
        let values = [
            "credit_code": String(code), "party_type": "法人及非法人组织", "document_name": "准予许可决定书",
            "document_number": number, "licence_type": "普通", "content": "经营性演出", "decision_date": "2025-03-10",
            "valid_from": "2025-03-10", "valid_to": "2027-03-09", "authority": "示例市文化和旅游局", "status": "有效",
        ]
        return (try? JSONSerialization.data(withJSONObject: ["values": values])).map(Array.init) ?? []
    }
}
