import Bytes
import Model

/// The part of a file that is at hand, and its characters.
final class JSONWindow {
    private let bytes: RawBytes
    private let chunkSize: Int
    private let buffer: ByteBuffer
    private let isBigEndian: Bool
    private let units: any JSONUnits.Type
    private let width: Int
    /// Offset in the file of the first byte at hand.
    private(set) var start: Int
    private var isAtEnd = false

    /// - Parameter bytes: positioned at `start`.
    init(_ bytes: RawBytes, encoding: TextEncoding, from start: Int, chunkSize: Int) {
        self.bytes = bytes
        self.chunkSize = chunkSize
        self.start = start
        buffer = ByteBuffer(capacity: chunkSize + 4096)
        isBigEndian = encoding == .utf16BigEndian
        units = encoding.jsonUnits
        width = encoding.unit
    }

    var end: Int { start + buffer.count }

    /// All that is at hand; valid until more is read.
    var all: ByteSlice { buffer.all }

    /// Bytes by their offsets in the file; valid until more is read.
    func slice(_ range: Range<Int>) -> ByteSlice { buffer.slice(range.lowerBound - start, range.count) }

    /// Reads the next chunk and forgets what stands before `offset`; false at the end of the file.
    func more(keeping offset: Int) throws -> Bool {
        guard !isAtEnd else { return false }
        buffer.discardPrefix(offset - start)
        start = offset
        // What is long is read in ever longer pieces: it may have to be scanned again from its beginning.
        let count = buffer.count > 4096 ? max(chunkSize, buffer.count) : chunkSize
        isAtEnd = try bytes.read(into: buffer, count: count) == 0
        return !isAtEnd
    }

    /// The character at an offset: its length and its ASCII code, 0x80 or more where it is another; nil at the end of the file.
    /// - Parameter kept: what stands from here on stays at hand.
    func character(at offset: Int, keeping kept: Int) throws -> (length: Int, ascii: UInt8)? {
        while true {
            let index = offset - start
            if index + width <= buffer.count {
                let ascii = units.ascii(UnsafePointer(buffer.base), index)
                let length = ascii < 0x80 ? width : units.length(UnsafePointer(buffer.base), index, buffer.count)
                if length > 0 { return (length, ascii) }
            }
            if try !more(keeping: kept) {
                // The end may go through a character.
                return offset < end ? (end - offset, 0xFF) : nil
            }
        }
    }

    /// How often a line breaks between two offsets.
    func breaks(_ lineBreak: UInt8, in range: Range<Int>) -> Int {
        let part = slice(range)
        guard width > 1 else { return ByteScan.count(lineBreak, in: part) }
        return stride(from: 0, to: part.count - 1, by: width).count { units.ascii(part.base, $0) == lineBreak }
    }
}
