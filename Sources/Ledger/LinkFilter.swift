/// A Bloom filter of fixed size over links: says of nearly all that are not there that they are not, so that no row costs a look-up in vain.
///
/// With a million links one in 300 is asked for in vain.
final class LinkFilter {
    /// 4 MiB of bits.
    private static let bits: UInt64 = 1 << 25
    private let words: UnsafeMutablePointer<UInt64>

    init() {
        words = .allocate(capacity: Int(LinkFilter.bits / 64))
        words.initialize(repeating: 0, count: Int(LinkFilter.bits / 64))
    }

    deinit { words.deallocate() }

    /// Three places of a link, which is a hash already.
    private func places(_ link: Int64) -> (UInt64, UInt64, UInt64) {
        let hash = UInt64(bitPattern: link)
        let mask = LinkFilter.bits - 1
        return (hash & mask, (hash >> 20) & mask, (hash >> 39) & mask)
    }

    func insert(_ link: Int64) {
        let (one, two, three) = places(link)
        for place in [one, two, three] { words[Int(place >> 6)] |= 1 << (place & 63) }
    }

    func mayContain(_ link: Int64) -> Bool {
        let (one, two, three) = places(link)
        func isSet(_ place: UInt64) -> Bool { words[Int(place >> 6)] & (1 << (place & 63)) != 0 }
        return isSet(one) && isSet(two) && isSet(three)
    }
}
