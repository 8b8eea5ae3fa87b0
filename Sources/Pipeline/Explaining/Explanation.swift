package import Model

/// Who said what about one key, who won, and why (design §3, promise 5).
package struct Explanation: Sendable {
    /// One statement, with the values it gives.
    package struct Voice: Sendable {
        package var source: String
        package var sourceTitle: String
        package var file: String
        package var submission: Int
        package var position: RowPosition
        /// Day of receipt, ISO 8601.
        package var received: String
        package var outcome: Outcome
        package var isCurrent: Bool
        package var rank: Int
        /// ISO 8601; empty without one.
        package var version: String
        /// Why it stands where it stands against the current statement.
        package var reasonChinese: String
        package var reasonEnglish: String
        /// Why the sender of a form corrected or withdrew the record, as it may be shown; nil where none was given.
        package var given: String?
        /// As they may be shown, by field name.
        package var values: [String: String]
    }

    /// One field as it is disclosed.
    package struct FieldStand: Sendable {
        package var name: String
        package var title: String
        package var value: String
        /// Place of the voice that gives the value.
        package var winner: Int
        /// Places of voices that say something else.
        package var losers: [Int]
        package var rule: String
    }

    package var subject: String
    package var item: String
    package var itemTitle: String
    /// The record's number in the disclosure store.
    package var record: Int64
    /// Current statement first, then by authority and time.
    package var voices: [Voice]
    package var fields: [FieldStand]
}
