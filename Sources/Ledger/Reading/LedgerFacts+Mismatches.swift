package import Model
import Storage

/// A stretch of a mismatch's life under one department's responsibility.
package struct MismatchFacts: Sendable, Equatable {
    package var subject: String
    package var comparison: String
    package var pair: Int64
    /// Id of the self-disclosed item.
    package var item: String
    /// The department that is to act, or `enterprise`.
    package var responsible: String
    package var result: String
    package var attribution: String
    package var rule: String
    /// The rows that are compared; nil where a side has none, or it was not noted then.
    package var enterprise: StatementReference?
    package var government: StatementReference?
    /// The last day of the law's window, since 1970.
    package var due: Int?
    /// Seconds since 1970; `closed` is `Int.max` where it stands.
    package var opened: Int
    package var closed: Int
    /// The day, since 1970, after which it stands: the last one of the law's window or of a waiver.
    package var standsAfter: Int?
    /// Whether the case was opened or reopened here, rather than handed over; and whether it ended here.
    package var isOpening: Bool
    package var isEnd: Bool

    package var id: MismatchID { MismatchID(subject: subject, comparison: comparison, pair: pair) }
}

extension LedgerFacts {
    /// Hands out the lives of all cases as they stood after the last run that counts, in order of subject, comparison and pair. Acknowledged cases
    /// are open; resolved ones are closed, waived ones until the waiver ends. What cannot be compared is no mismatch.
    package func forEachMismatch(_ body: (MismatchFacts) throws -> Void) throws {
        let select = try prepare(
            """
            SELECT e.subject, e.comparison, e.pair, i.name, e.event, e.result, e.attribution, e.responsible, e.at, e.due,
                e.until, e.rule, e.self_submission, e.self_row, e.government_submission, e.government_row
            FROM mismatch_event e JOIN item i ON i.id = e.item WHERE e.run <= ?
            ORDER BY e.subject, e.comparison, e.pair, e.number
            """)
        select.bind(1, cutoff)
        func reference(_ column: Int32) -> StatementReference? {
            select.isNull(column)
                ? nil : StatementReference(submission: select.int(column), row: select.int(column + 1))
        }
        var current: (pair: Int64, facts: MismatchFacts)?
        while try select.next() {
            let (subject, comparison, pair) = (select.string(0), select.string(1), select.int64(2))
            let (event, responsible, at) = (select.string(4), select.string(7), select.int(8))
            let due = select.isNull(9) ? nil : select.int(9)
            // Of two subjects that became one each case has a life of its own, which begins with its opening.
            if let open = current,
                open.pair != pair || open.facts.subject != subject || open.facts.comparison != comparison
                    || event == "opened"
            {
                try body(open.facts)
                current = nil
            }
            let isOut = select.string(5) == "not_comparable"
            let isClosing = event == "resolved" || event == "waived" || isOut
            // The last day of the law's window, or of the waiver.
            let standsAfter = select.isNull(10) ? due : select.int(10)
            let isOpening = current == nil || event == "waived" || event == "reopened"
            if var open = current {
                let isTheSame =
                    !isClosing && event != "reopened" && open.facts.responsible == responsible
                    && open.facts.standsAfter == standsAfter
                if isTheSame {
                    open.facts.result = select.string(5)
                    open.facts.attribution = select.string(6)
                    open.facts.rule = select.string(11)
                    (open.facts.enterprise, open.facts.government) = (reference(12), reference(14))
                    open.facts.due = due
                    current = open
                    continue
                }
                open.facts.closed = at
                open.facts.isEnd = isClosing
                try body(open.facts)
                current = nil
            }
            // A waived case stands again when the waiver ends.
            if event == "resolved" || isOut { continue }
            current = (
                pair,
                MismatchFacts(
                    subject: subject, comparison: comparison, pair: pair, item: select.string(3),
                    responsible: responsible, result: select.string(5), attribution: select.string(6),
                    rule: select.string(11), enterprise: reference(12), government: reference(14), due: due, opened: at,
                    closed: .max, standsAfter: standsAfter, isOpening: isOpening, isEnd: false)
            )
        }
        if let current { try body(current.facts) }
    }
}
