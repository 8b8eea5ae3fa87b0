/// A run of UTF-8 bytes that somebody else owns: the one unsafe handle of the hot path.
///
/// A slice is two words and is passed by value. It is valid while its owner (a ``ByteBuffer``, a chunk of a file) is neither
/// freed nor grown; nothing keeps a slice beyond the batch it came from.
@usableFromInline
package struct ByteSlice: @unchecked Sendable {
    @usableFromInline package let base: UnsafePointer<UInt8>
    @usableFromInline package let count: Int

    @inlinable
    package init(base: UnsafePointer<UInt8>, count: Int) {
        self.base = base
        self.count = count
    }

    /// No bytes at all.
    package static let empty = ByteSlice(base: UnsafePointer(bitPattern: 1)!, count: 0)

    @inlinable package var isEmpty: Bool { count == 0 }

    @inlinable
    package subscript(index: Int) -> UInt8 {
        assert(index >= 0 && index < count)
        return base[index]
    }

    /// The bytes of `range`, which must lie inside the slice.
    @inlinable
    package subscript(range: Range<Int>) -> ByteSlice {
        assert(range.lowerBound >= 0 && range.upperBound <= count)
        return ByteSlice(base: base + range.lowerBound, count: range.count)
    }

    /// The first `count` bytes, or all where there are fewer.
    package func prefix(_ count: Int) -> ByteSlice { ByteSlice(base: base, count: min(count, self.count)) }

    @inlinable package var buffer: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base, count: count) }

    /// The bytes as a `String`, for what a person will read; broken UTF-8 becomes U+FFFD.
    package var string: String { String(decoding: buffer, as: UTF8.self) }

    package var bytes: [UInt8] { Array(buffer) }
}

extension ByteSlice: Equatable {
    @usableFromInline
    package static func == (left: ByteSlice, right: ByteSlice) -> Bool {
        guard left.count == right.count else { return false }
        let (one, other) = (UnsafeRawPointer(left.base), UnsafeRawPointer(right.base))
        var index = 0
        while index + 8 <= left.count {
            let word = one.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if word != other.loadUnaligned(fromByteOffset: index, as: UInt64.self) { return false }
            index += 8
        }
        while index < left.count {
            if left.base[index] != right.base[index] { return false }
            index += 1
        }
        return true
    }

    /// Whether the bytes are those of `text`, which is meant to be a literal.
    @inlinable
    package func equals(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        let other = text.utf8Start
        var index = 0
        while index < count {
            if base[index] != other[index] { return false }
            index += 1
        }
        return true
    }
}

extension Array where Element == UInt8 {
    /// Runs `body` on the array's bytes.
    package func withSlice<Result>(_ body: (ByteSlice) throws -> Result) rethrows -> Result {
        try withUnsafeBufferPointer { pointer in
            guard let base = pointer.baseAddress else { return try body(.empty) }
            return try body(ByteSlice(base: base, count: pointer.count))
        }
    }
}

extension String {
    /// Runs `body` on the text's UTF-8 bytes.
    package func withSlice<Result>(_ body: (ByteSlice) throws -> Result) rethrows -> Result {
        try Array(utf8).withSlice(body)
    }
}
