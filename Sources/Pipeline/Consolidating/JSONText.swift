import Foundation

/// Compact JSON with keys in order, as the ledger keeps lists of fields.
enum JSONText {
    static func of(_ list: [[String: String]]) throws -> String {
        let data = try JSONSerialization.data(withJSONObject: list, options: [.sortedKeys, .withoutEscapingSlashes])
        return String(decoding: data, as: UTF8.self)
    }
}
