import Model

/// Compact JSON as the ledger keeps lists of fields; keys stand in the order they are given.
package enum JSONText {
    package static func of(_ list: [KeyValuePairs<String, String>]) -> String {
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

    /// The objects of such a list; nil for anything that ``of(_:)`` does not write.
    package static func objects(_ text: String) -> [[String: String]]? {
        var text = text
        return text.withUTF8 { bytes in
            var reader = Reader(bytes: bytes)
            return reader.list()
        }
    }

    private struct Reader {
        let bytes: UnsafeBufferPointer<UInt8>
        var place = 0

        mutating func list() -> [[String: String]]? {
            var objects: [[String: String]] = []
            guard take("[") else { return nil }
            while !take("]") {
                guard objects.isEmpty || take(","), let object = object() else { return nil }
                objects.append(object)
            }
            return place == bytes.count ? objects : nil
        }

        private mutating func object() -> [String: String]? {
            var object: [String: String] = [:]
            guard take("{") else { return nil }
            while !take("}") {
                guard object.isEmpty || take(","), let key = string(), take(":"), let value = string() else {
                    return nil
                }
                object[key] = value
            }
            return object
        }

        private mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
            place += 1
            return true
        }

        private mutating func string() -> String? {
            guard take("\"") else { return nil }
            var text = plain()
            while !take("\"") {
                guard take("\\"), let scalar = escaped() else { return nil }
                text.unicodeScalars.append(scalar)
                text += plain()
            }
            return text
        }

        /// What stands before the next quote or backslash.
        private mutating func plain() -> String {
            let start = place
            while place < bytes.count, bytes[place] != UInt8(ascii: "\""), bytes[place] != UInt8(ascii: "\\") {
                place += 1
            }
            return String(decoding: bytes[start..<place], as: UTF8.self)
        }

        private mutating func escaped() -> Unicode.Scalar? {
            guard place < bytes.count else { return nil }
            let character = Unicode.Scalar(bytes[place])
            place += 1
            switch character {
            case "\"", "\\": return character
            case "n": return "\n"
            case "r": return "\r"
            case "t": return "\t"
            case "u":
                guard place + 4 <= bytes.count else { return nil }
                defer { place += 4 }
                let digits = String(decoding: bytes[place..<place + 4], as: UTF8.self)
                guard digits.allSatisfy(\.isHexDigit) else { return nil }
                return UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init)
            default: return nil
            }
        }
    }
}
