import Bytes
import Storage

/// The numbers of texts that repeat from row to row (authorities, kinds, states): each stands once in the table `text`.
///
/// The first ``limit`` texts met are kept in memory, further ones are asked of the store.
final class RepeatedTexts {
    private let insert: Prepared
    private let select: Prepared
    private let bytes = ByteBuffer(capacity: 1 << 14)
    private var entries: [Entry] = []
    /// Open addressing: index of an entry plus one, or 0 for a free slot.
    private var slots = [Int32](repeating: 0, count: 1 << 17)

    private struct Entry {
        var hash: UInt64
        var start: Int
        var length: Int
        var number: Int64
    }

    private static let limit = 50_000

    init(_ connection: OpaquePointer) throws {
        insert = try Prepared(connection, "INSERT INTO text (value) VALUES (?) RETURNING id")
        select = try Prepared(connection, "SELECT id FROM text WHERE value = ?")
    }

    func number(of text: ByteSlice) throws -> Int64 {
        let hash = text.tableHash
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 {
            let entry = entries[Int(slots[slot]) - 1]
            if entry.hash == hash, bytes.slice(entry.start, entry.length) == text { return entry.number }
            slot = (slot + 1) & mask
        }
        let number = try stored(text)
        if entries.count < RepeatedTexts.limit {
            entries.append(Entry(hash: hash, start: bytes.count, length: text.count, number: number))
            bytes.append(text)
            slots[slot] = Int32(entries.count)
        }
        return number
    }

    private func stored(_ text: ByteSlice) throws -> Int64 {
        select.bind(1, text)
        if try select.next() {
            defer { select.reset() }
            return select.int64(0)
        }
        insert.bind(1, text)
        _ = try insert.next()
        defer { insert.reset() }
        return insert.int64(0)
    }
}
