import Bytes

/// Reads the data of a record that may go on in CONTINUE records after it ([MS-XLS] 2.4.58).
struct BIFFCursor {
    private let stream: BIFFStream
    /// The next byte.
    private(set) var place: Int
    /// End of the record that it is in.
    private(set) var end: Int

    init(_ stream: BIFFStream, from place: Int, to end: Int) {
        self.stream = stream
        self.place = place
        self.end = end
    }

    /// Goes on with the next record where that is a continuation.
    private mutating func goOn() -> Bool {
        guard let next = stream.record(at: end), next.kind == .continuation else { return false }
        place = next.start
        end = next.end
        return true
    }

    mutating func byte() -> Int? {
        while place >= end { guard goOn() else { return nil } }
        defer { place += 1 }
        return stream.bytes.byte(place)
    }

    mutating func word() -> Int? {
        guard let low = byte(), let high = byte() else { return nil }
        return low | high << 8
    }

    mutating func long() -> Int? {
        guard let low = word(), let high = word() else { return nil }
        return low | high << 16
    }

    private mutating func skip(_ count: Int) -> Bool {
        var left = count
        while left > end - place {
            left -= end - place
            guard goOn() else { return false }
        }
        place += left
        return true
    }

    /// A text of BIFF8, and past the formatting runs and phonetic data behind it ([MS-XLS] 2.5.293, 2.5.294).
    /// - Parameter text: where it is appended as UTF-8; nil passes over it.
    /// - Returns: whether all of it is there.
    mutating func string(hasShortLength: Bool, to text: ByteBuffer?) -> Bool {
        guard let count = hasShortLength ? byte() : word(), let flags = byte() else { return false }
        var behind = 0
        if flags & 8 != 0 {
            guard let runs = word() else { return false }
            behind = runs * 4
        }
        if flags & 4 != 0 {
            guard let phonetic = long() else { return false }
            behind += phonetic
        }
        return characters(count, isWide: flags & 1 != 0, to: text) && skip(behind)
    }

    /// Each continuation begins with a byte that says anew whether characters have one byte or two.
    private mutating func characters(_ count: Int, isWide: Bool, to text: ByteBuffer?) -> Bool {
        var isWide = isWide
        var left = count
        var units = UTF16Units()
        while true {
            let width = isWide ? 2 : 1
            let here = min(left, (end - place) / width)
            if let text {
                for index in 0..<here {
                    let unit = isWide ? stream.bytes.word(place + index * 2) : stream.bytes.byte(place + index)
                    units.append(UInt32(unit), to: text)
                }
            }
            place += here * width
            left -= here
            guard left > 0 else { break }
            guard goOn(), place < end else { return false }
            isWide = stream.bytes.byte(place) & 1 != 0
            place += 1
        }
        if let text { units.finish(text) }
        return true
    }

    /// Bytes of a code page, which have no continuation.
    mutating func bytes(_ count: Int) -> Range<Int>? {
        guard count <= end - place else { return nil }
        defer { place += count }
        return place..<(place + count)
    }
}

/// UTF-16 on its way to UTF-8; halves of pairs on their own become U+FFFD.
private struct UTF16Units {
    private var high: UInt32 = 0

    mutating func append(_ unit: UInt32, to text: ByteBuffer) {
        switch unit {
        case 0xDC00...0xDFFF where high != 0:
            UTF16Units.append(scalar: 0x10000 + (high - 0xD800) << 10 + (unit - 0xDC00), to: text)
            high = 0
        case 0xD800...0xDFFF:
            finish(text)
            if unit < 0xDC00 { high = unit } else { UTF16Units.append(scalar: 0xFFFD, to: text) }
        default:
            finish(text)
            UTF16Units.append(scalar: unit, to: text)
        }
    }

    mutating func finish(_ text: ByteBuffer) {
        if high != 0 { UTF16Units.append(scalar: 0xFFFD, to: text) }
        high = 0
    }

    private static func append(scalar: UInt32, to text: ByteBuffer) {
        func tail(_ shift: UInt32) { text.append(UInt8(0x80 | scalar >> shift & 0x3F)) }
        switch scalar {
        case ..<0x80: text.append(UInt8(scalar))
        case ..<0x800:
            text.append(UInt8(0xC0 | scalar >> 6))
            tail(0)
        case ..<0x10000:
            text.append(UInt8(0xE0 | scalar >> 12))
            tail(6)
            tail(0)
        default:
            text.append(UInt8(0xF0 | scalar >> 18))
            tail(12)
            tail(6)
            tail(0)
        }
    }
}
