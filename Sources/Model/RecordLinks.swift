package import Bytes

/// By what a row that was sent back and a later row of the same source are known to be the same record.
///
/// A row whose key fields are unreadable or absent has no link: mended, it counts as a new record, and the row that was sent back stays
/// outstanding.
package struct RecordLinks: Sendable, Equatable {
    /// Source, item and natural key; where the key names the subject, its code as written too.
    package var key: Int64?
    /// Where the key names the subject: the same with the subject's name in place of its code, which may be what was wrong.
    package var name: Int64?

    package init(key: Int64? = nil, name: Int64? = nil) {
        self.key = key
        self.name = name
    }

    package static let none = RecordLinks()
    package var isEmpty: Bool { key == nil && name == nil }
}

/// Makes the links of one source's rows of one item.
package struct LinkMaker: Sendable {
    private let seed: UInt64
    /// Whether the natural key names the subject.
    private let namesSubject: Bool

    package init(source: String, item: String, namesSubject: Bool) {
        var hasher = SipHasher()
        source.withSlice { hasher.append($0) }
        hasher.append(UInt8(0x1F))
        item.withSlice { hasher.append($0) }
        seed = hasher.finish64()
        self.namesSubject = namesSubject
    }

    /// - Parameters:
    ///   - isKeyed: whether no part of the key is absent.
    ///   - subject: the code or number as written.
    ///   - name: the subject's name; asked for where it is part of a link.
    package func links(
        keyHash: Int64, isKeyed: Bool, subject: ByteSlice, name: () -> ByteSlice, scratch: ByteBuffer
    ) -> RecordLinks {
        guard isKeyed else { return .none }
        guard namesSubject else { return RecordLinks(key: link(keyHash, 0, 0)) }
        let name = name()
        return RecordLinks(
            key: subject.isEmpty ? nil : link(keyHash, 1, sipHash64(subject)),
            name: name.isEmpty ? nil : link(keyHash, 2, nameKeyHash(name, scratch: scratch)))
    }

    private func link(_ keyHash: Int64, _ kind: UInt64, _ subject: UInt64) -> Int64 {
        var hasher = SipHasher()
        hasher.append(seed)
        hasher.append(UInt64(bitPattern: keyHash))
        hasher.append(kind)
        hasher.append(subject)
        return Int64(bitPattern: hasher.finish64())
    }
}
