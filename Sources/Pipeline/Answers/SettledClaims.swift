import Foundation
import GRDB
import Ledger

/// What a file that a channel handed over became; an archive became several.
package struct SettledClaim: Sendable, Equatable {
    package var claim: String
    package var submission: Int
    /// Path of its receipt in the outbox, without its ending.
    package var receipt: String

    package init(claim: String, submission: Int, receipt: String) {
        self.claim = claim
        self.submission = submission
        self.receipt = receipt
    }
}

extension Instance {
    /// What claims became, in order of submissions; those that no run has taken are left out.
    package func settled(_ claims: [String]) throws -> [SettledClaim] {
        let reader = LedgerReader(ledger)
        return try claims.flatMap { claim in
            // Members of an archive have its claim and their number.
            let numbers = try ledger.queue.read {
                try Int.fetchAll(
                    $0,
                    sql: """
                        SELECT DISTINCT submission FROM claim
                        WHERE name = ? OR (name > ? || '#' AND name < ? || '$' AND name GLOB '*#[0-9]*') ORDER BY 1
                        """, arguments: [claim, claim, claim])
            }
            return try numbers.compactMap { number in
                try reader.delivery(number).map {
                    SettledClaim(claim: claim, submission: number, receipt: outboxPath($0))
                }
            }
        }
    }
}
