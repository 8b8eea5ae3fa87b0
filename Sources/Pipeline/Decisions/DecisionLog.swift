import Foundation
import Ledger
import Model

/// What people decided by command, beside the archive's list of what was received: a JSON object a line, only ever appended to. With both a lost
/// ledger is rebuilt.
struct DecisionLog {
    private let file: JSONLines

    init(_ archive: String) { file = JSONLines(path: "\(archive)/decisions.jsonl") }

    var path: String { file.path }

    func append(_ decisions: [Decision]) throws { try file.append(decisions) }

    /// In the order in which they were made.
    func entries() throws -> [Decision] { try file.entries(Decision.self).sorted { $0.number < $1.number } }
}
