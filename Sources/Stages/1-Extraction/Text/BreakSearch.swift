import Bytes

/// The search for one kind of line break, which remembers what it has seen: each byte is looked at about once.
///
/// All offsets are of the file.
struct BreakSearch {
    /// The bytes at hand.
    struct View {
        var window: ByteSlice
        /// Offset of the window's first byte.
        var start: Int
        /// Where UTF-16 units are counted from.
        var origin: Int
        var unit: Int
        var isBigEndian: Bool
        var end: Int { start + window.count }
    }

    private let byte: UInt8
    /// The first one at or after `free`, as far as `searched`.
    private var found = Int.max
    private var free: Int
    private var searched: Int

    init(_ byte: UInt8, from start: Int) {
        self.byte = byte
        free = start
        searched = start
    }

    /// Makes offsets from `start` on good to ask for again; what is known of them stays known.
    mutating func rewind(to start: Int) {
        if start < free { self = BreakSearch(byte, from: start) }
    }

    /// Offset of the first one at or after `from` in the view, or `Int.max`.
    mutating func find(_ from: Int, in view: View) -> Int {
        if found != .max {
            if found >= from { return found }
            free = found + 1
            found = .max
        }
        var position = max(searched, from)
        while position < view.end {
            let rest = view.window[position - view.start..<view.window.count]
            guard let index = ByteScan.first(byte, in: rest) else {
                position = view.end
                break
            }
            position += index
            if view.unit == 1 {
                found = position
                break
            }
            // UTF-16: the byte must be the low one of its unit, the high one 0.
            let isLow = (position - view.origin) % 2 == (view.isBigEndian ? 1 : 0)
            let other = view.isBigEndian ? position - 1 : position + 1
            if isLow && other >= view.end { break }
            if isLow && view.window[other - view.start] == 0 {
                found = min(position, other)
                break
            }
            position += 1
        }
        searched = position
        return found
    }
}
