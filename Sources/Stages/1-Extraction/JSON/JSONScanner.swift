import Bytes
import Model

/// What a value is that is neither object nor array.
enum JSONScalar { case string, number, yes, no, null }

/// What a JSON text is made of, in order. Texts are as they stand, in the file's encoding, strings and names without their quotes.
protocol JSONEvents {
    /// - Parameter place: offset of the bracket in the text that is scanned.
    mutating func begin(isObject: Bool, at place: Int)
    /// - Parameter place: offset behind the bracket.
    mutating func end(isObject: Bool, at place: Int)
    /// - Parameter isPlain: whether no character is escaped.
    mutating func name(_ text: ByteSlice, isPlain: Bool)
    mutating func scalar(_ kind: JSONScalar, _ text: ByteSlice, isPlain: Bool)
}

/// For finding out how far a value goes.
struct JSONSilence: JSONEvents {
    mutating func begin(isObject: Bool, at place: Int) {}
    mutating func end(isObject: Bool, at place: Int) {}
    mutating func name(_ text: ByteSlice, isPlain: Bool) {}
    mutating func scalar(_ kind: JSONScalar, _ text: ByteSlice, isPlain: Bool) {}
}

/// Reads one object or array by the grammar of RFC 8259 and nothing else; whether the bytes of strings are text is not its concern.
struct JSONScanner<Units: JSONUnits> {
    enum End: Equatable {
        /// The value ends before this offset.
        case whole(Int)
        /// Here is what may not stand here.
        case wrong(Int, Damage)
        /// The text ends inside the value.
        case cut
    }

    private enum Due { case value, valueOrEnd, name, nameOrEnd, colon, separator }

    private let depthLimit: Int
    /// A line break that may not stand between tokens, 0 where white space may be any.
    private let forbiddenBreak: UInt8
    /// For each open bracket whether it is an object's.
    private var open: [Bool] = []

    init(depthLimit: Int, forbiddenBreak: UInt8 = 0) {
        self.depthLimit = depthLimit
        self.forbiddenBreak = forbiddenBreak
    }

    /// Scans the value whose bracket stands at `start`.
    mutating func scan<Events: JSONEvents>(_ text: ByteSlice, from start: Int = 0, into events: inout Events) -> End {
        let base = text.base
        let end = text.count
        var index = start
        var due = Due.value
        open.removeAll(keepingCapacity: true)
        while true {
            guard index &+ Units.width <= end else { return .cut }
            let byte = Units.ascii(base, index)
            if JSONScanner.isBlank(byte) {
                if byte == forbiddenBreak { return .wrong(index, .malformed) }
                index &+= Units.width
                continue
            }
            let place = index
            switch (byte, due) {
            case (UInt8(ascii: "\""), .value), (UInt8(ascii: "\""), .valueOrEnd), (UInt8(ascii: "\""), .name),
                (UInt8(ascii: "\""), .nameOrEnd):
                var isPlain = true
                if let problem = JSONScanner.passString(base, &index, end, &isPlain) { return problem }
                let first = place &+ Units.width
                let content = text[first..<index &- Units.width]
                if due == .name || due == .nameOrEnd {
                    events.name(content, isPlain: isPlain)
                    due = .colon
                } else {
                    events.scalar(.string, content, isPlain: isPlain)
                    due = .separator
                }
            case (UInt8(ascii: ":"), .colon):
                index &+= Units.width
                due = .value
            case (UInt8(ascii: ","), .separator):
                index &+= Units.width
                due = open[open.count - 1] ? .name : .value
            case (UInt8(ascii: "{"), .value), (UInt8(ascii: "{"), .valueOrEnd), (UInt8(ascii: "["), .value),
                (UInt8(ascii: "["), .valueOrEnd):
                guard open.count < depthLimit else { return .wrong(place, .malformed) }
                let isObject = byte == UInt8(ascii: "{")
                open.append(isObject)
                events.begin(isObject: isObject, at: place)
                index &+= Units.width
                due = isObject ? .nameOrEnd : .valueOrEnd
            case (UInt8(ascii: "}"), .separator), (UInt8(ascii: "}"), .nameOrEnd), (UInt8(ascii: "]"), .separator),
                (UInt8(ascii: "]"), .valueOrEnd):
                let isObject = byte == UInt8(ascii: "}")
                guard open[open.count - 1] == isObject else { return .wrong(place, .malformed) }
                open.removeLast()
                index &+= Units.width
                events.end(isObject: isObject, at: index)
                if open.isEmpty { return .whole(index) }
                due = .separator
            case (UInt8(ascii: "-"), .value), (UInt8(ascii: "-"), .valueOrEnd),
                (UInt8(ascii: "0")...UInt8(ascii: "9"), .value), (UInt8(ascii: "0")...UInt8(ascii: "9"), .valueOrEnd):
                if let problem = JSONScanner.passNumber(base, &index, end) { return problem }
                events.scalar(.number, text[place..<index], isPlain: true)
                due = .separator
            case (UInt8(ascii: "t"), .value), (UInt8(ascii: "t"), .valueOrEnd):
                if let problem = JSONScanner.passWord("true", base, &index, end) { return problem }
                events.scalar(.yes, text[place..<index], isPlain: true)
                due = .separator
            case (UInt8(ascii: "f"), .value), (UInt8(ascii: "f"), .valueOrEnd):
                if let problem = JSONScanner.passWord("false", base, &index, end) { return problem }
                events.scalar(.no, text[place..<index], isPlain: true)
                due = .separator
            case (UInt8(ascii: "n"), .value), (UInt8(ascii: "n"), .valueOrEnd):
                if let problem = JSONScanner.passWord("null", base, &index, end) { return problem }
                events.scalar(.null, text[place..<index], isPlain: true)
                due = .separator
            default: return .wrong(place, byte == 0 ? .nul : .malformed)
            }
        }
    }

    @inline(__always)
    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    /// Passes a string from its opening quote to behind its closing one (RFC 8259 §7).
    @inline(__always)
    private static func passString(
        _ base: UnsafePointer<UInt8>, _ index: inout Int, _ end: Int, _ isPlain: inout Bool
    ) -> End? {
        index &+= Units.width
        while true {
            Units.skipPlain(base, &index, end)
            guard index &+ Units.width <= end else { return .cut }
            let byte = Units.ascii(base, index)
            if byte == UInt8(ascii: "\"") {
                index &+= Units.width
                return nil
            }
            if byte == UInt8(ascii: "\\") {
                isPlain = false
                if let problem = passEscape(base, &index, end) { return problem }
            } else if byte < 0x20 {
                return .wrong(index, byte == 0 ? .nul : .malformed)
            } else {
                let length = byte < 0x80 ? Units.width : Units.length(base, index, end)
                guard length > 0 else { return .cut }
                index &+= length
            }
        }
    }

    private static func passEscape(_ base: UnsafePointer<UInt8>, _ index: inout Int, _ end: Int) -> End? {
        var place = index &+ Units.width
        guard place &+ Units.width <= end else { return .cut }
        switch Units.ascii(base, place) {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            break
        case UInt8(ascii: "u"):
            for _ in 0..<4 {
                place &+= Units.width
                guard place &+ Units.width <= end else { return .cut }
                guard JSONEscapes.digit(Units.ascii(base, place)) != nil else { return .wrong(place, .malformed) }
            }
        default: return .wrong(place, .malformed)
        }
        index = place &+ Units.width
        return nil
    }

    /// Passes a number (RFC 8259 §6). It ends before what is none of its characters, so the text must go on.
    private static func passNumber(_ base: UnsafePointer<UInt8>, _ index: inout Int, _ end: Int) -> End? {
        func byte() -> UInt8? { index &+ Units.width <= end ? Units.ascii(base, index) : nil }
        func passDigits() -> End? {
            guard let first = byte() else { return .cut }
            guard isDigit(first) else { return .wrong(index, .malformed) }
            while let next = byte(), isDigit(next) { index &+= Units.width }
            return nil
        }
        if byte() == UInt8(ascii: "-") { index &+= Units.width }
        if byte() == UInt8(ascii: "0") {
            index &+= Units.width
        } else if let problem = passDigits() {
            return problem
        }
        if byte() == UInt8(ascii: ".") {
            index &+= Units.width
            if let problem = passDigits() { return problem }
        }
        if byte() == UInt8(ascii: "e") || byte() == UInt8(ascii: "E") {
            index &+= Units.width
            if byte() == UInt8(ascii: "+") || byte() == UInt8(ascii: "-") { index &+= Units.width }
            if let problem = passDigits() { return problem }
        }
        return byte() == nil ? .cut : nil
    }

    private static func passWord(
        _ word: StaticString, _ base: UnsafePointer<UInt8>, _ index: inout Int, _ end: Int
    ) -> End? {
        for place in 0..<word.utf8CodeUnitCount {
            guard index &+ Units.width <= end else { return .cut }
            guard Units.ascii(base, index) == word.utf8Start[place] else { return .wrong(index, .malformed) }
            index &+= Units.width
        }
        return nil
    }

    @inline(__always)
    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}
