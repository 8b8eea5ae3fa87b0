import Bytes
import Model

/// How characters stand in the bytes of an encoding: as much as JSON's own characters, which are ASCII, need.
protocol JSONUnits {
    /// Bytes of an ASCII character.
    static var width: Int { get }
    /// ASCII code of the character at `index`, 0x80 or more where it is another one. All `width` bytes are there.
    static func ascii(_ base: UnsafePointer<UInt8>, _ index: Int) -> UInt8
    /// Length of the character at `index`; 0 where it goes on behind `end`.
    static func length(_ base: UnsafePointer<UInt8>, _ index: Int, _ end: Int) -> Int
    /// Passes characters that mean nothing inside a string, as far as that is quick.
    static func skipPlain(_ base: UnsafePointer<UInt8>, _ index: inout Int, _ end: Int)
}

extension JSONUnits {
    static func skipPlain(_ base: UnsafePointer<UInt8>, _ index: inout Int, _ end: Int) {}
}

enum UTF8Units: JSONUnits {
    static let width = 1

    @inline(__always)
    static func ascii(_ base: UnsafePointer<UInt8>, _ index: Int) -> UInt8 { base[index] }

    /// A byte: those of one character are all no ASCII.
    @inline(__always)
    static func length(_ base: UnsafePointer<UInt8>, _ index: Int, _ end: Int) -> Int { index < end ? 1 : 0 }

    /// Eight bytes at a time, until one is a quote, a backslash or a control character.
    @inline(__always)
    static func skipPlain(_ base: UnsafePointer<UInt8>, _ index: inout Int, _ end: Int) {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        let raw = UnsafeRawPointer(base)
        while index &+ 8 <= end {
            let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let quote = word ^ (ones &* 0x22)
            let slash = word ^ (ones &* 0x5C)
            let found = ((quote &- ones) & ~quote) | ((slash &- ones) & ~slash) | ((word &- ones &* 0x20) & ~word)
            if found & highs != 0 { return }
            index &+= 8
        }
    }
}

/// GB 18030-2022. A trail byte may be `{`, `[`, `\` or `]`, never a quote.
enum GB18030Units: JSONUnits {
    static let width = 1

    static func ascii(_ base: UnsafePointer<UInt8>, _ index: Int) -> UInt8 { base[index] }

    /// 1 also for a byte that begins no character: ASCII behind it stays what it is.
    static func length(_ base: UnsafePointer<UInt8>, _ index: Int, _ end: Int) -> Int {
        guard index < end else { return 0 }
        guard isLead(base[index]) else { return 1 }
        guard index + 1 < end else { return 0 }
        let second = base[index + 1]
        if second >= 0x40 { return second == 0x7F || second == 0xFF ? 1 : 2 }
        guard isDigit(second) else { return 1 }
        guard index + 3 < end else { return 0 }
        return isLead(base[index + 2]) && isDigit(base[index + 3]) ? 4 : 1
    }

    private static func isLead(_ byte: UInt8) -> Bool { byte >= 0x81 && byte <= 0xFE }
    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}

enum UTF16LittleEndianUnits: JSONUnits {
    static let width = 2

    static func ascii(_ base: UnsafePointer<UInt8>, _ index: Int) -> UInt8 {
        base[index + 1] == 0 && base[index] < 0x80 ? base[index] : 0xFF
    }

    static func length(_ base: UnsafePointer<UInt8>, _ index: Int, _ end: Int) -> Int { index + 2 <= end ? 2 : 0 }
}

enum UTF16BigEndianUnits: JSONUnits {
    static let width = 2

    static func ascii(_ base: UnsafePointer<UInt8>, _ index: Int) -> UInt8 {
        base[index] == 0 && base[index + 1] < 0x80 ? base[index + 1] : 0xFF
    }

    static func length(_ base: UnsafePointer<UInt8>, _ index: Int, _ end: Int) -> Int { index + 2 <= end ? 2 : 0 }
}

extension TextEncoding {
    /// How characters stand in this encoding.
    var jsonUnits: any JSONUnits.Type {
        switch self {
        case .utf8: UTF8Units.self
        case .gb18030: GB18030Units.self
        case .utf16LittleEndian: UTF16LittleEndianUnits.self
        case .utf16BigEndian: UTF16BigEndianUnits.self
        }
    }
}
