import Bytes
import Foundation
import Model

/// Writes truth.json as the rows are made: for each file the expected outcome of every row, those that are `published` left out.
final class TruthWriter {
    private let file: EncodedFile
    private var isFirstFile = true
    private var isFirstRow = true
    private var row = 0
    private var outcomes = OutcomeCounts()
    private(set) var totals = OutcomeCounts()
    private(set) var received = 0

    init(path: String, options: SampleOptions, asOf: String) throws {
        file = try EncodedFile(path: path, style: FileStyle())
        put(
            """
            {
            "seed": \(options.seed),
            "rows": \(options.rows),
            "as_of": "\(asOf)",
            "files": [
            """)
    }

    private func put(_ text: String) { file.text.append(text) }

    func beginFile(path: String, source: String, item: String) {
        put(
            "\(isFirstFile ? "" : ",")\n{\"path\": \"\(path)\", \"source\": \"\(source)\", \"item\": \"\(item)\", \"rows\": ["
        )
        isFirstFile = false
        isFirstRow = true
        row = 0
        outcomes = OutcomeCounts()
    }

    /// The next row of the file.
    func add(_ outcome: Outcome, _ errors: [String] = []) throws {
        row += 1
        outcomes[outcome] += 1
        guard outcome != .published else { return }
        let rules = errors.map { "\"\($0)\"" }.joined(separator: ", ")
        put("\(isFirstRow ? "\n" : ",\n")[\(row), \"\(outcome.name)\", [\(rules)]]")
        isFirstRow = false
        try file.flushIfLarge()
    }

    func endFile() {
        put("], \"received\": \(row), \"outcomes\": \(Self.json(outcomes))}")
        totals += outcomes
        received += row
    }

    /// - Parameters:
    ///   - conflicts: contradictions between sources about one key.
    ///   - comparison: expected results for self-disclosed licences, by kind.
    func finish(conflicts: Int, comparison: [(String, Int)]) throws {
        let results = comparison.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ")
        put(
            """

            ],
            "conflicts": \(conflicts),
            "comparison": {\(results)},
            "totals": {"received": \(received), "outcomes": \(Self.json(totals))}
            }

            """)
        try file.close()
    }

    private static func json(_ counts: OutcomeCounts) -> String {
        "{" + Outcome.allCases.map { "\"\($0.name)\": \(counts[$0])" }.joined(separator: ", ") + "}"
    }
}
