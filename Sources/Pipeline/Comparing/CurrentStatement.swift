import Bytes
import Comparison
import Model

/// A current statement of a compared item, held or new.
struct CurrentStatement {
    var item: Int
    var submission: Int
    var row: Int
    /// Seconds since 1970.
    var received: Int
    var rank: Int
    /// Number of the source.
    var source: Int
    var flags: RowFlags
    var version: Int32
    var event: Int32
    var isChange: Bool
    var keyHash: Int64
    /// Must stay in place while the subject is compared.
    var comparables: ByteSlice
    /// The caller's number for its values.
    var handle: Int

    func compared(_ part: (roles: [ComparisonRole], place: Int)) -> ComparedStatement {
        ComparedStatement(
            submission: submission, row: row, received: received, rank: rank, source: source, flags: flags,
            version: version, event: event, isChange: isChange, keyHash: keyHash,
            view: RoleView(comparables, roles: part.roles, place: part.place), handle: handle)
    }

    /// Whether it would be missed if the enterprise did not disclose it.
    var isShown: Bool { !flags.contains(.withdrawn) && !flags.contains(.withheld) }
}
