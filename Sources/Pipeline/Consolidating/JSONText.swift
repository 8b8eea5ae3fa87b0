import Foundation
import Model

/// Compact JSON as the ledger keeps lists of fields; keys stand in the order they are given.
enum JSONText {
    static func of(_ list: [KeyValuePairs<String, String>]) -> String {
        var text = "["
        for object in list {
            text += text.utf8.count == 1 ? "{" : ",{"
            for (index, (key, value)) in object.enumerated() {
                if index > 0 { text += "," }
                text.appendJSON(key)
                text += ":"
                text.appendJSON(value)
            }
            text += "}"
        }
        return text + "]"
    }

    /// The objects of such a list; nil for anything else.
    static func objects(_ text: String) -> [[String: String]]? {
        (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? [[String: String]]
    }
}
