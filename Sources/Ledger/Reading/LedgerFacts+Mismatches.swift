import Model
import Storage

/// A stretch of a mismatch's life under one department's responsibility.
package struct MismatchFacts: Sendable, Equatable {
    package var subject: String
    package var comparison: String
    /// Id of the self-disclosed item.
    package var item: String
    /// The department that is to act, or `enterprise`.
    package var responsible: String
    package var result: String
    package var attribution: String
    /// Seconds since 1970; `closed` is `Int.max` where it stands.
    package var opened: Int
    package var closed: Int
    /// Whether the case was opened or reopened here, rather than handed over; and whether it ended here.
    package var isOpening: Bool
    package var isEnd: Bool
}

extension LedgerFacts {
    /// Hands out the lives of all cases as they stood after the last run that counts, in order of subject, comparison and pair. Acknowledged cases
    /// are open; resolved and waived ones are closed.
    package func forEachMismatch(_ body: (MismatchFacts) throws -> Void) throws {
        // A ledger that has compared nothing by case has no cases.
        let tables = try prepare("SELECT 1 FROM sqlite_master WHERE name = 'mismatch_event'")
        let hasCases = try tables.next()
        tables.reset()
        guard hasCases else { return }
        let select = try prepare(
            """
            SELECT e.subject, e.comparison, e.pair, i.name, e.event, e.result, e.attribution, e.responsible, e.at
            FROM mismatch_event e JOIN item i ON i.id = e.item WHERE e.run <= ?
            ORDER BY e.subject, e.comparison, e.pair, e.id
            """)
        select.bind(1, cutoff)
        var current: (pair: Int64, facts: MismatchFacts)?
        while try select.next() {
            let (subject, comparison, pair) = (select.string(0), select.string(1), select.int64(2))
            let (event, responsible, at) = (select.string(4), select.string(7), select.int(8))
            if let open = current,
                open.pair != pair || open.facts.subject != subject || open.facts.comparison != comparison
            {
                try body(open.facts)
                current = nil
            }
            let isClosing = event == "resolved" || event == "waived"
            if var open = current {
                if isClosing || open.facts.responsible != responsible {
                    open.facts.closed = at
                    open.facts.isEnd = isClosing
                    try body(open.facts)
                    current = nil
                } else {
                    open.facts.result = select.string(5)
                    open.facts.attribution = select.string(6)
                    current = open
                    continue
                }
            }
            guard !isClosing else { continue }
            current = (
                pair,
                MismatchFacts(
                    subject: subject, comparison: comparison, item: select.string(3), responsible: responsible,
                    result: select.string(5), attribution: select.string(6), opened: at, closed: .max,
                    isOpening: event == "opened" || event == "reopened", isEnd: false)
            )
        }
        if let current { try body(current.facts) }
    }
}
