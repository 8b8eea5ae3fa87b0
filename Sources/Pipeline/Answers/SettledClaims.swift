import Foundation
import GRDB
import Ledger

/// What a file that a channel handed over became.
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
    /// What claims became; those that no run has taken are left out.
    package func settled(_ claims: [String]) throws -> [SettledClaim] {
        let reader = LedgerReader(ledger)
        return try claims.compactMap { claim in
            let number = try ledger.queue.read {
                try Int.fetchOne($0, sql: "SELECT submission FROM claim WHERE name = ?", arguments: [claim])
            }
            guard let number, let delivery = try reader.delivery(number) else { return nil }
            return SettledClaim(claim: claim, submission: number, receipt: outboxPath(delivery))
        }
    }
}
