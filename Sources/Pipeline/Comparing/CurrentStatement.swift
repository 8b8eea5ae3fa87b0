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

    /// Whether what is current says something else than an older version of the same record: a change, whatever order the two came in.
    static func isChange(from other: (content: Int64, version: Int32), to current: (content: Int64, version: Int32))
        -> Bool
    {
        other.content != current.content && other.version < current.version
    }

    /// Order that the statements themselves decide, so that of several that would meet one record it is always the same one.
    func precedes(_ other: CurrentStatement) -> Bool {
        (rank, -Int(version), received, submission, row) < (
            other.rank, -Int(other.version), other.received, other.submission, other.row
        )
    }

    func compared(_ part: (roles: [ComparisonRole], place: Int)) -> ComparedStatement {
        ComparedStatement(
            submission: submission, row: row, received: received, rank: rank, source: source, flags: flags,
            version: version, event: event, isChange: isChange, keyHash: keyHash,
            view: RoleView(comparables, roles: part.roles, place: part.place), handle: handle)
    }

    /// Whether it would be missed if the enterprise did not disclose it.
    var isShown: Bool { !flags.contains(.withdrawn) && !flags.contains(.withheld) }
}
