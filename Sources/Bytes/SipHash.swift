/// SipHash-2-4, a keyed 64-bit hash for short inputs, fed piece by piece.
///
/// The pieces are hashed as one run of bytes: where one ends and the next begins makes no difference. The result depends on the
/// bytes and the key only, never on the process, so hashes may be stored.
///
/// Source: J.-P. Aumasson, D. J. Bernstein, "SipHash: a fast short-input PRF" (2012), §2.
package struct SipHasher {
    private var v0: UInt64
    private var v1: UInt64
    private var v2: UInt64
    private var v3: UInt64
    /// The bytes that do not fill a word yet, in the low end.
    private var tail: UInt64 = 0
    /// How many bits `tail` holds: 0, 8, … 56.
    private var tailBits: UInt64 = 0
    /// The number of bytes taken; its low byte goes into the last word.
    private var length: UInt64 = 0

    /// The default key is fixed for good: stored hashes depend on it.
    package init(key0: UInt64 = 0x4775_694A_695F_4B30, key1: UInt64 = 0x4775_694A_695F_4B31) {
        v0 = key0 ^ 0x736F_6D65_7073_6575
        v1 = key1 ^ 0x646F_7261_6E64_6F6D
        v2 = key0 ^ 0x6C79_6765_6E65_7261
        v3 = key1 ^ 0x7465_6462_7974_6573
    }

    package mutating func append(_ slice: ByteSlice) {
        var pointer = UnsafeRawPointer(slice.base)
        let words = slice.count >> 3
        length &+= UInt64(slice.count)
        if tailBits == 0 {
            for _ in 0..<words {
                compress(UInt64(littleEndian: pointer.loadUnaligned(as: UInt64.self)))
                pointer += 8
            }
        } else {
            for _ in 0..<words {
                push(UInt64(littleEndian: pointer.loadUnaligned(as: UInt64.self)))
                pointer += 8
            }
        }
        for _ in 0..<(slice.count & 7) {
            pushByte(pointer.load(as: UInt8.self))
            pointer += 1
        }
    }

    package mutating func append(_ byte: UInt8) {
        length &+= 1
        pushByte(byte)
    }

    /// Takes the eight bytes of `value`, the least significant first.
    package mutating func append(_ value: UInt64) {
        length &+= 8
        if tailBits == 0 { compress(value) } else { push(value) }
    }

    /// The hash of what was appended so far; appending may go on afterwards.
    package func finish64() -> UInt64 {
        var end = self
        end.compress(tail | (length << 56))
        end.v2 ^= 0xFF
        end.round()
        end.round()
        end.round()
        end.round()
        return end.v0 ^ end.v1 ^ end.v2 ^ end.v3
    }

    /// A whole word behind a tail that is not empty.
    @inline(__always)
    private mutating func push(_ word: UInt64) {
        compress(tail | (word &<< tailBits))
        tail = word &>> (64 &- tailBits)
    }

    @inline(__always)
    private mutating func pushByte(_ byte: UInt8) {
        tail |= UInt64(byte) &<< tailBits
        tailBits &+= 8
        if tailBits == 64 {
            compress(tail)
            tail = 0
            tailBits = 0
        }
    }

    @inline(__always)
    private mutating func compress(_ word: UInt64) {
        v3 ^= word
        round()
        round()
        v0 ^= word
    }

    @inline(__always)
    private mutating func round() {
        v0 = v0 &+ v1
        v1 = rotated(v1, 13) ^ v0
        v0 = rotated(v0, 32)
        v2 = v2 &+ v3
        v3 = rotated(v3, 16) ^ v2
        v0 = v0 &+ v3
        v3 = rotated(v3, 21) ^ v0
        v2 = v2 &+ v1
        v1 = rotated(v1, 17) ^ v2
        v2 = rotated(v2, 32)
    }

    @inline(__always)
    private func rotated(_ value: UInt64, _ bits: UInt64) -> UInt64 {
        (value &<< bits) | (value &>> (64 &- bits))
    }
}

/// SipHash-2-4 of `slice` with the default key.
package func sipHash64(_ slice: ByteSlice) -> UInt64 {
    var hasher = SipHasher()
    hasher.append(slice)
    return hasher.finish64()
}
