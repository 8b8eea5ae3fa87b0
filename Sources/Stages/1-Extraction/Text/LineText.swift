import Bytes
import Model

/// The text of raw lines as UTF-8, and whether it is text at all.
///
/// UTF-8 is checked a whole window at a time and used where it stands; only a line with something wrong in it is copied. Other
/// encodings are converted a line at a time, so that a line's place in the file is never in doubt.
struct LineText: ~Copyable {
    private let transcoder: Transcoder
    private let scratch = ByteBuffer(capacity: 64 << 10)
    private let isUTF8: Bool
    /// From here …
    private var cleanFrom = 0
    /// … up to this offset in the file all is clean UTF-8 …
    private var checked = 0
    /// … and whether the byte standing there is known not to be.
    private var isBadThere = false

    init(_ encoding: TextEncoding) {
        transcoder = Transcoder(encoding)
        isUTF8 = encoding == .utf8
    }

    /// - Parameters:
    ///   - window: the bytes at hand, which hold the line.
    ///   - windowStart: offset in the file of the window's first byte.
    mutating func decode(_ line: PhysicalLine, window: ByteSlice, windowStart: Int) -> (text: ByteSlice, damage: Damage)
    {
        let start = line.offset - windowStart
        let raw = window[start..<start + line.length + line.breakLength]
        if isUTF8 {
            let isClean = isClean(line.offset, line.end + line.breakLength, window[start..<window.count])
            return isClean ? (raw, .none) : convert(raw)
        }
        return convert(raw)
    }

    /// - Parameter rest: the window from the line's beginning.
    private mutating func isClean(_ start: Int, _ end: Int, _ rest: ByteSlice) -> Bool {
        if start < cleanFrom || start > checked {
            // After going back, or past a line over the limit.
            cleanFrom = start
            checked = start
            isBadThere = false
        }
        if end <= checked { return true }
        if !isBadThere {
            // To the last line break of the window.
            let from = checked - start
            let lastBreak = ByteScan.last(0x0A, in: rest[end - start..<rest.count]).map { end - start + $0 + 1 }
            let region = rest[from..<(lastBreak ?? end - start)]
            let unclean = CleanText.firstUnclean(in: region)
            checked += unclean ?? region.count
            isBadThere = unclean != nil
            if end <= checked { return true }
        }
        // The bad byte is in this line: the next check starts behind it.
        cleanFrom = end
        checked = end
        isBadThere = false
        return false
    }

    private func convert(_ raw: ByteSlice) -> (text: ByteSlice, damage: Damage) {
        scratch.removeAll()
        let decoded = transcoder.decode(raw, into: scratch, isLast: true)
        let isUndecodable = decoded.replaced > 0 || (decoded.mayHoldReplacement && holdsReplacement(scratch.all))
        guard let null = ByteScan.first(0, in: scratch.all) else {
            return (scratch.all, isUndecodable ? .undecodable : .none)
        }
        showNulls(from: null)
        return (scratch.all, isUndecodable ? .undecodable : .nul)
    }

    private func holdsReplacement(_ text: ByteSlice) -> Bool {
        var rest = text
        while let index = ByteScan.firstNullOrReplacement(in: rest) {
            if rest[index] != 0 { return true }
            rest = rest[index + 1..<rest.count]
        }
        return false
    }

    private func showNulls(from first: Int) {
        let copy = scratch.all.bytes
        scratch.truncate(to: first)
        for byte in copy[first...] {
            if byte == 0 { Transcoder.appendReplacement(to: scratch) } else { scratch.append(byte) }
        }
    }
}
