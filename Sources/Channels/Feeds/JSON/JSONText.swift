import Foundation

/// A JSON text (RFC 8259) that is looked at in place: a value is the range of its bytes, so that numbers keep every digit.
struct JSONText {
    /// Where the text is no JSON.
    struct Mistake: Error, Equatable {
        /// Offset of the byte, from 0.
        var offset: Int
    }

    let bytes: [UInt8]
    /// The whole value.
    let root: Range<Int>

    /// Deepest nesting that is read.
    private static let depthLimit = 256

    init(_ bytes: some Collection<UInt8>) throws(Mistake) {
        self.bytes = Array(bytes)
        var reader = JSONReader(self.bytes)
        reader.skipBlanks()
        let start = reader.place
        try reader.skipValue(JSONText.depthLimit)
        root = start..<reader.place
        reader.skipBlanks()
        guard reader.isAtEnd else { throw Mistake(offset: reader.place) }
    }

    func isObject(_ value: Range<Int>) -> Bool { bytes[value.lowerBound] == UInt8(ascii: "{") }
    func isArray(_ value: Range<Int>) -> Bool { bytes[value.lowerBound] == UInt8(ascii: "[") }

    /// The members of an object, in order; none for what is no object.
    func members(of value: Range<Int>) -> [(name: String, value: Range<Int>)] {
        guard isObject(value) else { return [] }
        var found: [(String, Range<Int>)] = []
        var reader = JSONReader(bytes, at: value.lowerBound + 1)
        while let name = reader.nextElement() {
            reader.skipToMember()
            let start = reader.place
            try? reader.skipValue(JSONText.depthLimit)
            found.append((string(name) ?? "", start..<reader.place))
        }
        return found
    }

    /// The elements of an array, in order; none for what is no array.
    func elements(of value: Range<Int>) -> [Range<Int>] {
        guard isArray(value) else { return [] }
        var found: [Range<Int>] = []
        var reader = JSONReader(bytes, at: value.lowerBound + 1)
        while let element = reader.nextElement() { found.append(element) }
        return found
    }

    /// A string's text; nil for another value, and where it is no Unicode.
    func string(_ value: Range<Int>) -> String? {
        guard bytes[value.lowerBound] == UInt8(ascii: "\"") else { return nil }
        let inner = bytes[(value.lowerBound + 1)..<(value.upperBound - 1)]
        if !inner.contains(UInt8(ascii: "\\")) { return String(validating: inner, as: UTF8.self) }
        return try? JSONDecoder().decode(String.self, from: Data(bytes[value]))
    }

    /// A string's text, or a number as it is written; nil for everything else.
    func scalar(_ value: Range<Int>) -> String? {
        let first = bytes[value.lowerBound]
        if first == UInt8(ascii: "-") || (48...57).contains(first) {
            return String(decoding: bytes[value], as: UTF8.self)
        }
        return string(value)
    }

    /// What a JSON pointer (RFC 6901) names; nil where there is nothing.
    func value(at pointer: String) -> Range<Int>? {
        guard !pointer.isEmpty else { return root }
        guard pointer.hasPrefix("/") else { return nil }
        var place = root
        for part in pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            let name = part.replacing("~1", with: "/").replacing("~0", with: "~")
            if isArray(place) {
                let all = elements(of: place)
                guard let index = Int(name), all.indices.contains(index), String(index) == name else { return nil }
                place = all[index]
            } else {
                guard let member = members(of: place).first(where: { $0.name == name }) else { return nil }
                place = member.value
            }
        }
        return place
    }
}

/// Walks over JSON, byte by byte.
private struct JSONReader {
    private let bytes: [UInt8]
    private(set) var place: Int

    init(_ bytes: [UInt8], at place: Int = 0) {
        self.bytes = bytes
        self.place = place
    }

    var isAtEnd: Bool { place == bytes.count }

    private var current: UInt8? { place < bytes.count ? bytes[place] : nil }

    mutating func skipBlanks() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { place += 1 }
    }

    private mutating func expect(_ byte: UInt8) throws(JSONText.Mistake) {
        guard current == byte else { throw JSONText.Mistake(offset: place) }
        place += 1
    }

    /// In an object or array that is well formed: the range of the next name or element; nil at its end.
    mutating func nextElement() -> Range<Int>? {
        skipBlanks()
        if current == UInt8(ascii: ",") {
            place += 1
            skipBlanks()
        }
        guard let byte = current, byte != UInt8(ascii: "]"), byte != UInt8(ascii: "}") else { return nil }
        let start = place
        guard (try? skipValue(1 << 16)) != nil else { return nil }
        return start..<place
    }

    /// From behind a member's name to its value.
    mutating func skipToMember() {
        skipBlanks()
        if current == UInt8(ascii: ":") { place += 1 }
        skipBlanks()
    }

    mutating func skipValue(_ depth: Int) throws(JSONText.Mistake) {
        guard depth > 0, let byte = current else { throw JSONText.Mistake(offset: place) }
        switch byte {
        case UInt8(ascii: "{"):
            place += 1
            skipBlanks()
            if current == UInt8(ascii: "}") {
                place += 1
                return
            }
            while true {
                skipBlanks()
                try skipString()
                skipBlanks()
                try expect(UInt8(ascii: ":"))
                skipBlanks()
                try skipValue(depth - 1)
                skipBlanks()
                if current == UInt8(ascii: "}") {
                    place += 1
                    return
                }
                try expect(UInt8(ascii: ","))
            }
        case UInt8(ascii: "["):
            place += 1
            skipBlanks()
            if current == UInt8(ascii: "]") {
                place += 1
                return
            }
            while true {
                skipBlanks()
                try skipValue(depth - 1)
                skipBlanks()
                if current == UInt8(ascii: "]") {
                    place += 1
                    return
                }
                try expect(UInt8(ascii: ","))
            }
        case UInt8(ascii: "\""): try skipString()
        case UInt8(ascii: "t"): try skipWord("true")
        case UInt8(ascii: "f"): try skipWord("false")
        case UInt8(ascii: "n"): try skipWord("null")
        default: try skipNumber()
        }
    }

    private mutating func skipWord(_ word: StaticString) throws(JSONText.Mistake) {
        for index in 0..<word.utf8CodeUnitCount { try expect(word.utf8Start[index]) }
    }

    private mutating func skipString() throws(JSONText.Mistake) {
        try expect(UInt8(ascii: "\""))
        while let byte = current {
            place += 1
            switch byte {
            case UInt8(ascii: "\""): return
            case 0..<0x20: throw JSONText.Mistake(offset: place - 1)
            case UInt8(ascii: "\\"):
                guard let escaped = current else { throw JSONText.Mistake(offset: place) }
                place += 1
                if escaped == UInt8(ascii: "u") {
                    for _ in 0..<4 {
                        guard let digit = current, isHexDigit(digit) else { throw JSONText.Mistake(offset: place) }
                        place += 1
                    }
                } else if !"\"\\/bfnrt".utf8.contains(escaped) {
                    throw JSONText.Mistake(offset: place - 1)
                }
            default: continue
            }
        }
        throw JSONText.Mistake(offset: place)
    }

    private func isHexDigit(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
    }

    private mutating func skipDigits() throws(JSONText.Mistake) {
        let start = place
        while let byte = current, (48...57).contains(byte) { place += 1 }
        guard place > start else { throw JSONText.Mistake(offset: place) }
    }

    private mutating func skipNumber() throws(JSONText.Mistake) {
        if current == UInt8(ascii: "-") { place += 1 }
        if current == UInt8(ascii: "0") { place += 1 } else { try skipDigits() }
        if current == UInt8(ascii: ".") {
            place += 1
            try skipDigits()
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            place += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { place += 1 }
            try skipDigits()
        }
    }
}
