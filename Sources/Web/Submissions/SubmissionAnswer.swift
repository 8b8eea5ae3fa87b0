import Foundation
import GuijiConfiguration
import Model
import Reporting

/// What is told of a delivery that came by the interface.
struct SubmissionAnswer {
    private let arrival: Arrival
    private let clock: ReportClock

    init(_ arrival: Arrival, site: Site) {
        self.arrival = arrival
        clock = ReportClock(site.settings.timeZone)
    }

    /// - Parameter receipts: of what the delivery became; empty while it waits.
    func value(_ receipts: [ReceiptDocument]) -> JSONValue {
        let own = "/api/v1/submissions/\(arrival.id)"
        var members: [(key: String, value: JSONValue)] = [
            ("id", .string(arrival.id)), ("state", .string(state(receipts))),
            ("department", .string(arrival.department)), ("channel", .string(arrival.channel)),
            ("name", .string(arrival.name)), ("received_at", .string(clock.iso(arrival.received))),
            ("bytes", .int(arrival.size)), ("sha256", .string(arrival.digest)),
        ]
        if receipts.count == 1 {
            members += receipts[0].summary
        } else if !receipts.isEmpty {
            let parts = receipts.enumerated().map { index, receipt in
                JSONValue.object(
                    [("state", .string(receipt.state)), ("file", .optional(receipt.file))] + receipt.summary
                        + [("links", links(receipt, own, query: "?part=\(index + 1)"))])
            }
            members.append(("parts", .array(parts)))
        }
        return .object(members + [("links", links(receipts.count == 1 ? receipts[0] : nil, own, query: ""))])
    }

    private func links(_ receipt: ReceiptDocument?, _ own: String, query: String) -> JSONValue {
        var links: [(key: String, value: JSONValue)] = [("self", .string(own))]
        if let receipt {
            links.append(("receipt", .string("\(own)/receipt\(query)")))
            // Those of a dry run are in its receipt.
            if arrival.channel != DeliveryRow.checkChannel {
                links.append(("findings", .string("\(own)/findings\(query)")))
            }
            if receipt.repairFile != nil { links.append(("repair", .string("\(own)/repair\(query)"))) }
        }
        return .object(links)
    }

    /// Of an archive: what one of its members waits for; what was published of it; else what all of them are.
    private func state(_ receipts: [ReceiptDocument]) -> String {
        let states = receipts.map(\.state)
        return ["held", "published", "checked"].first(where: states.contains) ?? states.first ?? "received"
    }
}

/// A receipt in the outbox as it was written.
struct ReceiptDocument {
    let data: Data
    private let members: [String: Any]

    /// nil where it is not there or is none.
    init?(path: String) {
        guard let data = FileManager.default.contents(atPath: path),
            let members = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
        else { return nil }
        self.data = data
        self.members = members
    }

    var state: String { members["state"] as? String ?? "" }
    var item: String? { members["item"] as? String }
    var file: String? { members["file"] as? String }
    /// Name of the file beside it with the rows to mend.
    var repairFile: String? { members["repair_file"] as? String }

    /// What its sender wants to know first.
    var summary: [(key: String, value: JSONValue)] {
        func text(_ key: String) -> JSONValue { .optional(members[key] as? String) }
        func number(_ key: String) -> JSONValue { .int(members[key] as? Int ?? 0) }
        let outcomes = (members["outcomes"] as? [String: Int] ?? [:]).sorted { $0.key < $1.key }
        let findings = members["findings"] as? [String: Any]
        let next = members["next"] as? [String: String] ?? [:]
        return [
            ("item", text("item")), ("refusal", text("refusal")), ("received", number("received")),
            ("accepted", number("accepted")), ("outcomes", .object(outcomes.map { ($0.key, .int($0.value)) })),
            ("findings", .int(findings?["total"] as? Int ?? 0)),
            ("next", .object([("zh", .optional(next["zh"])), ("en", .optional(next["en"]))])),
        ]
    }
}
