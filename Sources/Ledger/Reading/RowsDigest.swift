import Crypto
package import Model

/// SHA-256 over the facts of rows in order: two months with one digest counted the same rows in the same way.
package struct RowsDigest {
    private var hasher = SHA256()
    private var words: [Int64] = []

    package init() { words.reserveCapacity(RowsDigest.limit + 8) }

    private static let limit = 8192

    /// - Parameter submission: number of the row's delivery.
    package mutating func add(_ row: RowFacts, submission: Int) {
        // No figure asks whether a row says that its record changed.
        var bits = Int64(row.outcome.rawValue) | Int64(row.flags.subtracting(.changed).rawValue) << 8
        if row.isFirst { bits |= 1 << 32 }
        if row.isReturned { bits |= 1 << 33 }
        words.append(Int64(submission).littleEndian)
        words.append(Int64(row.row).littleEndian)
        words.append(bits.littleEndian)
        words.append(Int64(row.event).littleEndian)
        words.append(Int64(row.received).littleEndian)
        words.append(Int64(row.firstArrival).littleEndian)
        words.append(Int64(row.cameAgain).littleEndian)
        if words.count >= RowsDigest.limit { flush() }
    }

    private mutating func flush() {
        words.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        words.removeAll(keepingCapacity: true)
    }

    /// As hexadecimal digits.
    package mutating func finish() -> String {
        flush()
        return hasher.finalize().map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
    }
}
