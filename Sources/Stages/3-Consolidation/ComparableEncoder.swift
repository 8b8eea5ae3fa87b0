import Bytes
import Model

/// Writes the comparables of a row: by what its item plays in comparisons.
///
/// A masked value is never an exact key (domain §3), so it counts as absent. Belongs to one thread.
final class ComparableEncoder {
    private let roles: [ComparisonRole]
    private let tag: UInt32
    private let names: AuthorityNames
    private let scratch = ByteBuffer()
    private let folded = ByteBuffer()

    init(_ roles: [ComparisonRole], names: AuthorityNames) {
        self.roles = roles
        tag = Comparables.tag(of: roles)
        self.names = names
    }

    /// - Parameter pairHash: the hash of a role's key in a row; 0 where a part is absent.
    func encode(
        _ row: Int, of batch: Batch, into buffer: ByteBuffer, pairHash: ([FirstPresent], Int, Batch) -> Int64
    ) {
        let limit = buffer.count + Comparables.mostBytes
        buffer.append(tag)
        for role in roles {
            buffer.append(pairHash(role.key, row, batch))
            for slot in role.slots {
                let place = buffer.beginSlot()
                encode(slot, row, batch, into: buffer)
                // A list too long to be kept whole is not compared at all.
                if buffer.count > limit { buffer.truncate(to: place + Comparables.countSize) }
                buffer.endSlot(place, width: slot.kind.width)
            }
        }
    }

    /// Appends the slot's values.
    private func encode(_ slot: ComparedSlot, _ row: Int, _ batch: Batch, into buffer: ByteBuffer) {
        switch slot.kind {
        case .day:
            let day = batch.number(slot.field, row)
            guard !batch.isAbsent(slot.field, row), day > Batch.badNumber else { return }
            buffer.append(day == Batch.openEnd ? Comparables.openEnd : Int32(clamping: day))
        case .amount(let factor):
            let amount = batch.number(slot.field, row)
            guard !batch.isAbsent(slot.field, row), amount > Batch.badNumber, amount != Batch.openEnd,
                slot.other.map({ isYuan($0, row, batch) }) ?? true
            else { return }
            let (product, overflows) = amount.multipliedReportingOverflow(by: factor)
            guard !overflows else { return }
            buffer.append(product)
        case .hashes(let normal, let isList):
            append(batch.value(slot.field, row), normal, isList: isList, to: buffer)
            if let other = slot.other { append(batch.value(other, row), normal, isList: true, to: buffer) }
        }
    }

    /// Whether an amount is in 人民币: nothing else is said.
    private func isYuan(_ field: Int, _ row: Int, _ batch: Batch) -> Bool {
        let value = batch.value(field, row)
        return value.isEmpty || value.equals("人民币") || value.equals("人民币元") || value.equals("CNY")
            || value.equals("156")
    }

    private func append(_ value: ByteSlice, _ normal: SlotKind.Normal, isList: Bool, to buffer: ByteBuffer) {
        guard !value.isEmpty, !value.buffer.contains(UInt8(ascii: "*")) else { return }
        var rest = value
        while !rest.isEmpty {
            var member = rest
            var length = rest.count
            if isList, let separator = ComparableEncoder.separator(in: rest) {
                member = ByteSlice(base: rest.base, count: separator.at)
                length = separator.at + separator.length
            }
            rest = ByteSlice(base: rest.base + length, count: rest.count - length)
            if member.isEmpty { continue }
            buffer.append(hash(member, normal))
        }
    }

    private func hash(_ value: ByteSlice, _ normal: SlotKind.Normal) -> Int64 {
        switch normal {
        case .exact: return Int64(bitPattern: sipHash64(value))
        case .name: return names.hash(value, scratch)
        case .text:
            folded.removeAll()
            appendTextKey(value, to: folded)
            return Int64(bitPattern: sipHash64(folded.all))
        }
    }

    /// The first of 、 ， ； , ; in a list.
    private static func separator(in text: ByteSlice) -> (at: Int, length: Int)? {
        for index in 0..<text.count {
            switch text[index] {
            case UInt8(ascii: ","), UInt8(ascii: ";"): return (index, 1)
            case 0xE3 where text.hasBytes(0x80, 0x81, after: index): return (index, 3)
            case 0xEF where text.hasBytes(0xBC, 0x8C, after: index) || text.hasBytes(0xBC, 0x9B, after: index):
                return (index, 3)
            default: continue
            }
        }
        return nil
    }
}

extension ByteSlice {
    fileprivate func hasBytes(_ second: UInt8, _ third: UInt8, after index: Int) -> Bool {
        index + 2 < count && self[index + 1] == second && self[index + 2] == third
    }
}

extension ByteBuffer {
    fileprivate func append<T: FixedWidthInteger>(_ value: T) {
        reserve(MemoryLayout<T>.size)
        UnsafeMutableRawPointer(base + count).storeBytes(of: value, as: T.self)
        advance(by: MemoryLayout<T>.size)
    }
}
