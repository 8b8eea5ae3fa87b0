import Bytes
import Model

/// Feeds a document to libxml2 in chunks, decoded: what the document declares its encoding to be does not count.
///
/// Bytes that are no text and control characters that XML forbids become U+FFFD, so that they cost a row and not the file.
final class XMLReader {
    private let bytes: RawBytes
    private let transcoder: Transcoder
    private let chunkSize: Int
    private var limiter: XMLRunLimiter
    private let raw: ByteBuffer
    private let decoded = ByteBuffer()
    let push: XMLPush
    /// Where the document begins, behind white space that may not stand before an XML declaration.
    private(set) var start: LineSource.Mark

    /// - Parameters:
    ///   - bytes: positioned at `offset`, behind a byte order mark.
    ///   - limit: longest run of bytes without a tag that is kept whole.
    init(
        _ bytes: RawBytes, encoding: TextEncoding, from offset: Int, chunkSize: Int, limit: Int = 1 << 20,
        events: any XMLEvents
    ) throws {
        self.bytes = bytes
        transcoder = Transcoder(encoding)
        self.chunkSize = chunkSize
        limiter = XMLRunLimiter(limit: limit)
        raw = ByteBuffer(capacity: chunkSize + 64)
        push = XMLPush(events)
        start = LineSource.Mark(offset: offset, number: 1)
        try skipBlank()
    }

    private func skipBlank() throws {
        while try bytes.read(into: raw, count: chunkSize) > 0 {
            let unit = transcoder.unit
            var index = 0
            while index + unit <= raw.count {
                let low = raw.base[transcoder.encoding == .utf16BigEndian ? index + 1 : index]
                let high = unit == 1 ? 0 : raw.base[transcoder.encoding == .utf16BigEndian ? index : index + 1]
                guard high == 0, low == 0x20 || low == 0x09 || low == 0x0A || low == 0x0D else { break }
                if low == 0x0A { start.number += 1 }
                index += unit
            }
            start.offset += index
            raw.discardPrefix(index)
            if raw.count >= unit { return }
        }
    }

    /// Parses the document; false where it is not well formed or was stopped.
    /// - Parameter onChunk: gets each chunk before it is parsed: as received, decoded, and whether the two differ.
    func run(_ onChunk: (_ raw: ByteSlice, _ text: ByteSlice, _ differ: Bool) -> Void) throws -> Bool {
        var isLast = false
        while true {
            let (whole, taken, differ) = decode(isLast)
            let text = limiter.shorten(whole)
            onChunk(raw.slice(0, taken), text, differ || text.count != whole.count)
            guard push.feed(text) else { return false }
            raw.discardPrefix(taken)
            if isLast { return push.finish() }
            isLast = try bytes.read(into: raw, count: chunkSize) == 0
        }
    }

    private func decode(_ isLast: Bool) -> (text: ByteSlice, taken: Int, differ: Bool) {
        if transcoder.encoding == .utf8 {
            let whole = raw.all
            var cut = whole.count
            for tail in 1...3 where !isLast && tail <= whole.count {
                if UTF8Tail.isIncomplete(whole[whole.count - tail..<whole.count]) { cut = whole.count - tail }
            }
            let text = whole[0..<cut]
            if CleanText.firstUnclean(in: text) == nil, ByteScan.firstControl(in: text) == nil {
                return (text, cut, false)
            }
        }
        decoded.removeAll()
        let taken = transcoder.decode(raw.all, into: decoded, isLast: isLast).taken
        if let control = ByteScan.firstControl(in: decoded.all) {
            let copy = decoded.all.bytes
            decoded.truncate(to: control)
            for byte in copy[control...] {
                if ByteScan.isForbiddenControl(byte) {
                    Transcoder.appendReplacement(to: decoded)
                } else {
                    decoded.append(byte)
                }
            }
        }
        return (decoded.all, taken, true)
    }
}
