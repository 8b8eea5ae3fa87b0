/// A growable buffer of bytes with a stable identity: batches, chunks and encoded records live in one.
///
/// Appending is amortised O(1). Growing moves the bytes, so a ``ByteSlice`` into the buffer is valid until the next append only;
/// what must survive keeps an offset instead.
@usableFromInline
package final class ByteBuffer: @unchecked Sendable {
    @usableFromInline package internal(set) var base: UnsafeMutablePointer<UInt8>
    @usableFromInline package internal(set) var count: Int
    @usableFromInline package internal(set) var capacity: Int

    package init(capacity: Int = 4096) {
        self.capacity = max(capacity, 64)
        base = .allocate(capacity: self.capacity)
        count = 0
    }

    deinit { base.deallocate() }

    @inlinable package func removeAll() { count = 0 }

    /// Makes room for `extra` more bytes.
    @inlinable package func reserve(_ extra: Int) {
        if count + extra > capacity { grow(extra) }
    }

    @usableFromInline
    func grow(_ extra: Int) {
        let grown = max(capacity * 2, count + extra)
        let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: grown)
        moved.update(from: base, count: count)
        base.deallocate()
        base = moved
        capacity = grown
    }

    @inlinable package func append(_ byte: UInt8) {
        reserve(1)
        base[count] = byte
        count += 1
    }

    @inlinable package func append(_ bytes: UnsafePointer<UInt8>, count length: Int) {
        guard length > 0 else { return }
        reserve(length)
        (base + count).update(from: bytes, count: length)
        count += length
    }

    @inlinable package func append(_ slice: ByteSlice) { append(slice.base, count: slice.count) }

    package func append(_ text: String) {
        var text = text
        text.withUTF8 { if let start = $0.baseAddress { append(start, count: $0.count) } }
    }

    /// Forgets everything after the first `length` bytes.
    @inlinable package func truncate(to length: Int) { count = min(count, length) }

    /// Counts `length` more bytes as written: for code that filled the reserved room itself.
    @inlinable package func advance(by length: Int) {
        precondition(count + length <= capacity)
        count += length
    }

    /// Moves the bytes from `start` on to the front and forgets those before.
    package func discardPrefix(_ start: Int) {
        guard start > 0 else { return }
        let rest = count - start
        if rest > 0 { base.update(from: base + start, count: rest) }
        count = rest
    }

    @inlinable package func slice(_ start: Int, _ length: Int) -> ByteSlice {
        assert(start >= 0 && start + length <= count)
        return ByteSlice(base: UnsafePointer(base + start), count: length)
    }

    @inlinable package var all: ByteSlice { slice(0, count) }
}
