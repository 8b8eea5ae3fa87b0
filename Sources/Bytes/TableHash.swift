extension ByteSlice {
    /// A fast 64-bit hash for tables that live in memory; never stored, so it may change.
    ///
    /// Eight bytes at a time are folded by a full multiplication, as in the wyhash family. Whoever chooses the bytes can make collisions: tables
    /// that use it are bounded and compare the bytes.
    package var tableHash: UInt64 {
        let secret: UInt64 = 0x9E37_79B9_7F4A_7C15
        let raw = UnsafeRawPointer(base)
        var state = UInt64(truncatingIfNeeded: count) &* secret
        var index = 0
        while index + 8 <= count {
            state = folded(state ^ raw.loadUnaligned(fromByteOffset: index, as: UInt64.self), secret)
            index += 8
        }
        var rest: UInt64 = 0
        while index < count {
            rest = rest &<< 8 | UInt64(base[index])
            index += 1
        }
        return folded(state ^ rest, secret)
    }
}

@inline(__always)
private func folded(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
}
