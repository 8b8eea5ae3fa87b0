import Bytes
package import Model

/// A code list prepared for look-ups by bytes: an open hash table of codes and labels, built once and shared by all threads.
package final class PreparedList: Sendable {
    /// What a value is in the list.
    enum Match: Equatable {
        case none
        /// The value is a label as the list spells it.
        case label
        /// The value is a code, or a label in another width; the label stands under this number.
        case replace(Int)
    }

    package let id: String
    package let entries: [CodeList.Entry]
    let labels: [[UInt8]]
    private let exact: ByteTable
    /// Labels without white space, in half width and upper case: asked only where the exact table says no.
    private let folded: ByteTable

    init(_ list: CodeList) {
        id = list.id
        entries = list.entries
        labels = list.entries.map { Array($0.label.utf8) }
        var exact: [([UInt8], Int32)] = []
        var folded: [([UInt8], Int32)] = []
        let scratch = ByteBuffer()
        for (number, entry) in list.entries.enumerated() {
            exact.append((Array(entry.label.utf8), -1))
            scratch.removeAll()
            entry.label.withSlice { appendCodeForm($0, to: scratch) }
            folded.append((scratch.all.bytes, Int32(number)))
        }
        // A label wins where it is another entry's code too.
        for (number, entry) in list.entries.enumerated() { exact.append((Array(entry.code.utf8), Int32(number))) }
        self.exact = ByteTable(exact)
        self.folded = ByteTable(folded)
    }

    func match(_ value: ByteSlice, _ scratch: ByteBuffer) -> Match {
        if let found = exact.find(value) { return found < 0 ? .label : .replace(Int(found)) }
        scratch.removeAll()
        appendCodeForm(value, to: scratch)
        if let found = folded.find(scratch.all) ?? exact.find(scratch.all), found >= 0 { return .replace(Int(found)) }
        return .none
    }
}

/// A hash table from bytes to numbers that never changes; the first of equal keys counts.
final class ByteTable: @unchecked Sendable {
    private struct Slot {
        var start: UInt32 = 0
        var length: UInt32 = .max
        var value: Int32 = 0
    }

    private let slots: [Slot]
    private let keys: [UInt8]
    private let mask: Int

    init(_ pairs: [([UInt8], Int32)]) {
        var size = 16
        while size < pairs.count * 2 { size *= 2 }
        var slots = [Slot](repeating: Slot(), count: size)
        var keys: [UInt8] = []
        for (key, value) in pairs {
            var place = key.withSlice { ByteTable.hash($0) } & (size - 1)
            var isKnown = false
            while slots[place].length != .max {
                let slot = slots[place]
                if Array(keys[Int(slot.start)..<Int(slot.start) + Int(slot.length)]) == key { isKnown = true }
                place = (place + 1) & (size - 1)
            }
            if isKnown { continue }
            slots[place] = Slot(start: UInt32(keys.count), length: UInt32(key.count), value: value)
            keys += key
        }
        self.slots = slots
        self.keys = keys
        mask = size - 1
    }

    func find(_ key: ByteSlice) -> Int32? {
        var place = ByteTable.hash(key) & mask
        return keys.withSlice { bytes in
            while slots[place].length != .max {
                let slot = slots[place]
                if Int(slot.length) == key.count, same(bytes[Int(slot.start)..<Int(slot.start) + key.count], key) {
                    return slot.value
                }
                place = (place + 1) & mask
            }
            return nil
        }
    }

    /// FNV-1a; the keys are the catalogue's own, so nobody can choose them to collide.
    private static func hash(_ key: ByteSlice) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in key.buffer { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int(truncatingIfNeeded: hash ^ (hash >> 29)) & Int.max
    }
}
