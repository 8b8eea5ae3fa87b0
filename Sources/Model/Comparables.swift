package import Bytes

/// What comparison needs of a value: hashes of what is normalised, numbers where a tolerance counts.
///
/// Records and statements carry these instead of values, so that a comparison reads neither archive nor text; both values are looked up
/// only for what differs.
package enum SlotKind: Sendable, Equatable {
    /// Hashes of the value's members; one unless the field is a list.
    case hashes(Normal, isList: Bool)
    /// A day since 1970; `Int64.max` without an end.
    case day
    /// Millionths, times `factor`: of 元 for money, of the unit otherwise.
    case amount(factor: Int64)

    package enum Normal: Sendable { case exact, text, name }
}

/// One compared field on one side.
package struct ComparedSlot: Sendable {
    package var field: Int
    /// Further names, or the currency of an amount.
    package var other: Int?
    package var kind: SlotKind
    package init(field: Int, other: Int? = nil, kind: SlotKind) {
        self.field = field
        self.other = other
        self.kind = kind
    }

    /// Whether it may have more than one value.
    package var isList: Bool {
        guard case .hashes(_, let isList) = kind else { return false }
        return isList || other != nil
    }
}

/// The part that an item's records play in one comparison: the key by which they meet, and their slots.
package struct ComparisonRole: Sendable {
    /// Place of the comparison among ``Catalogue/comparisons``.
    package var comparison: Int
    package var isSelf: Bool
    /// Without what identifies the subject: records meet within one. Empty where the subject itself is the pair.
    package var key: [FirstPresent]
    package var slots: [ComparedSlot]

    /// What decides the form of the role's part; with counts of one byte it was another.
    fileprivate var form: String { "\(Comparables.countSize) \(comparison) \(isSelf) \(key) \(slots)" }

    /// Fields whose values a mismatch shows.
    package var fields: [Int] { slots.map(\.field) }
}

extension Catalogue {
    /// The parts that an item plays, in order of the comparisons.
    package func roles(of item: Item) -> [ComparisonRole] {
        let identity = Set([item.subject.code, item.subject.registrationNumber].compactMap(\.self))
        var roles: [ComparisonRole] = []
        for (number, plan) in comparisons.enumerated() {
            for isSelf in [true, false] where (isSelf ? plan.item : plan.counterpart) == item.number {
                let key = isSelf ? plan.selfKey : plan.counterpartKey
                roles.append(
                    ComparisonRole(
                        comparison: number, isSelf: isSelf, key: key.filter { !Set($0).isSubset(of: identity) },
                        slots: plan.slots(isSelf: isSelf, fields: item.fields)))
            }
        }
        return roles
    }
}

extension Comparables {
    /// Tells comparables made under one catalogue from those of another, whose form may differ.
    package static func tag(of roles: [ComparisonRole]) -> UInt32 {
        UInt32(truncatingIfNeeded: roles.map(\.form).joined(separator: "\n").withSlice(sipHash64))
    }

    /// Whether bytes, which a ledger may have held for years, are comparables of these roles from the first to the last.
    package static func areWhole(_ bytes: ByteSlice, tag: UInt32, roles: [ComparisonRole]) -> Bool {
        guard self.tag(of: bytes) == tag else { return false }
        var place = tagSize
        for role in roles {
            place += 8
            for slot in role.slots {
                guard place + countSize <= bytes.count else { return false }
                place += countSize + count(bytes, at: place) * slot.kind.width
            }
        }
        return place == bytes.count
    }

    package static func tag(of bytes: ByteSlice) -> UInt32? {
        guard bytes.count >= tagSize else { return nil }
        return UnsafeRawPointer(bytes.base).loadUnaligned(as: UInt32.self)
    }
}

extension ComparisonPlan {
    /// A slot for each compared field, then the day `asOf` compares, then the three of a payment (the enterprise's side only).
    fileprivate func slots(isSelf: Bool, fields: [Field]) -> [ComparedSlot] {
        var slots = self.fields.map { pair in
            let field = isSelf ? pair.selfField : pair.counterpartField
            let other = isSelf ? nil : pair.formerNames ?? pair.currency
            return ComparedSlot(field: field, other: other, kind: SlotKind(pair.comparator, fields[field]))
        }
        if let asOf { slots.append(ComparedSlot(field: isSelf ? asOf.selfField : asOf.counterpartField, kind: .day)) }
        if isSelf, let payment {
            slots.append(ComparedSlot(field: payment.due, kind: .day))
            slots.append(ComparedSlot(field: payment.owed, kind: SlotKind(.money, fields[payment.owed])))
            slots.append(ComparedSlot(field: payment.paid, kind: SlotKind(.money, fields[payment.paid])))
        }
        return slots
    }
}

extension SlotKind {
    fileprivate init(_ comparator: Comparator, _ field: Field) {
        switch comparator {
        case .exact: self = .hashes(.exact, isList: false)
        case .text: self = .hashes(.text, isList: false)
        case .name: self = .hashes(.name, isList: false)
        case .list: self = .hashes(.text, isList: true)
        case .set: self = .hashes(.name, isList: true)
        case .date: self = .day
        case .number: self = .amount(factor: 1)
        case .money, .sum: self = .amount(factor: field.type == .money && field.unit == .tenThousandYuan ? 10_000 : 1)
        }
    }

    /// Bytes of one value of a slot.
    @inlinable package var width: Int { self == .day ? 4 : 8 }
}

/// The comparables of one record: for each role the pair's hash, then for each slot a count and that many values.
package enum Comparables {
    /// A record that cannot be paired, and one that is paired by its subject alone.
    package static let noPair: Int64 = 0
    package static let subjectPair: Int64 = 1
    /// Bytes of the number of a slot's values.
    package static let countSize = 2
    /// Where a record's comparables would grow beyond this, a list is not kept and so not compared: the record's header has 16 bits for their
    /// length, and what follows the list must find room too.
    package static let mostBytes = 56 << 10
    /// Bytes before the first role: which form the rest has.
    package static let tagSize = 4
    /// A day without an end.
    package static let openEnd = Int32.max

    static func count(_ bytes: ByteSlice, at place: Int) -> Int {
        Int(UnsafeRawPointer(bytes.base).loadUnaligned(fromByteOffset: place, as: UInt16.self))
    }
}

extension ByteBuffer {
    /// Begins a slot without values and returns where its count stands.
    package func beginSlot() -> Int {
        let place = count
        append(UInt8(0))
        append(UInt8(0))
        return place
    }

    /// Says how many values were appended since the slot began at `place`.
    package func endSlot(_ place: Int, width: Int) {
        let values = UInt16(truncatingIfNeeded: (count - place - Comparables.countSize) / width)
        UnsafeMutableRawPointer(base + place).storeBytes(of: values, as: UInt16.self)
    }
}

/// Reads one role's part of a record's comparables in place; the bytes must outlive it.
package struct RoleView {
    package let bytes: ByteSlice
    private let slots: [ComparedSlot]
    /// Where the pair's hash stands.
    private let start: Int

    /// - Parameters:
    ///   - roles: all roles of the record's item.
    ///   - place: which of them.
    package init(_ bytes: ByteSlice, roles: [ComparisonRole], place: Int) {
        self.bytes = bytes
        slots = roles[place].slots
        var at = Comparables.tagSize
        if bytes.count > 0 {
            for role in roles[..<place] { at = RoleView.skip(role.slots, bytes, at + 8) }
        }
        start = at
    }

    private static func skip(_ slots: [ComparedSlot], _ bytes: ByteSlice, _ start: Int) -> Int {
        var at = start
        for slot in slots { at += Comparables.countSize + Comparables.count(bytes, at: at) * slot.kind.width }
        return at
    }

    package var pair: Int64 { bytes.count == 0 ? Comparables.noPair : load(start, as: Int64.self) }

    /// The bytes of the pair's hash.
    package var pairBytes: ByteSlice { bytes[start..<start + 8] }

    /// The bytes of a slot's values.
    package func values(_ slot: Int) -> ByteSlice {
        let (count, at) = self.slot(slot)
        return bytes[at..<at + count * slots[slot].kind.width]
    }

    /// Where the first slot's count stands.
    package var firstSlot: Int { start + 8 }
    package func count(at place: Int) -> Int { Comparables.count(bytes, at: place) }

    /// The bytes of a slot's count and values.
    package func slot(_ number: Int) -> (count: Int, at: Int) {
        guard bytes.count > 0 else { return (0, 0) }
        var at = firstSlot
        for slot in slots[..<number] { at += Comparables.countSize + count(at: at) * slot.kind.width }
        return (count(at: at), at + Comparables.countSize)
    }

    package func number(at place: Int, width: Int) -> Int64 {
        width == 4 ? Int64(load(place, as: Int32.self)) : load(place, as: Int64.self)
    }

    package func hash(_ at: Int, _ index: Int) -> Int64 { load(at + index * 8, as: Int64.self) }

    /// The single number of a slot; nil where it has none.
    package func number(_ slot: Int) -> Int64? {
        let (count, at) = self.slot(slot)
        guard count > 0 else { return nil }
        return number(at: at, width: slots[slot].kind.width)
    }

    private func load<T: FixedWidthInteger>(_ offset: Int, as type: T.Type) -> T {
        UnsafeRawPointer(bytes.base).loadUnaligned(fromByteOffset: offset, as: T.self)
    }
}
