package import Model

/// A statement that the ledger holds from an earlier run; its values are in the archive.
package struct HeldStatement: Sendable {
    /// Number in the catalogue; -1 where the catalogue no longer has the item.
    package var item: Int
    /// The ledger's own number of the item.
    package var itemID: Int
    package var keyHash: Int64
    package var submission: Int
    package var content: Int64
    package var version: Int32
    package var rank: Int
    package var flags: RowFlags
    package var outcome: Outcome
    package var isCurrent: Bool
    package var position: RowPosition
    /// Seconds since 1970, of the submission.
    package var received: Int
    package var source: String
    package var event: Int32
    /// Where its comparables stand among those read last (``LedgerSession/comparables(of:)``).
    package var comparables: Range<Int>
}
