import Foundation

/// Suspicions as they lie beside published figures: they are of the disclosure store of that day, which cannot be had again.
extension Suspicion {
    package static func document(_ suspicions: [Suspicion]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(suspicions), as: UTF8.self) + "\n"
    }

    package static func read(_ document: [UInt8]) throws -> [Suspicion] {
        try JSONDecoder().decode([Suspicion].self, from: Data(document))
    }
}
