import GRDB
import Model
import Pipeline
import Testing

/// Every row of `guiji sample` becomes what its truth.json says, without an exception.
@Suite struct TruthTests {
    @Test(arguments: [1, 2] as [UInt64]) func everyRowIsWhatTheTruthSays(seed: UInt64) throws {
        let run = try TruthRun(seed: seed)
        #expect(run.summary.submissions.count == run.truth.files.count)
        for file in run.truth.files {
            let name = file.path.split(separator: "/").last.map(String.init) ?? ""
            let line = try #require(run.summary.submissions.first { $0.source == file.source && $0.file == name })
            #expect(line.item == file.item, "\(file.path)")
            #expect(line.received == file.received, "\(file.path)")
            let told = Dictionary(uniqueKeysWithValues: file.rows.map { ($0.number, $0.outcome) })
            let found = try run.instance.ledger.outcomes(of: line.id)
            let wrong = (1...file.received).filter { found[$0] != told[$0] ?? "published" }
            let first = wrong.prefix(5).map { "row \($0): \(found[$0] ?? "nothing"), not \(told[$0] ?? "published")" }
            #expect(wrong.isEmpty, "\(file.path): \(wrong.count) rows differ; \(first.joined(separator: "; "))")
        }
        #expect(run.summary.totals.byName == run.truth.totals.outcomes.filter { $0.value > 0 })
        #expect(run.summary.conflicts == run.truth.conflicts)
        for (kind, count) in run.truth.comparison {
            #expect(run.summary.mismatches[kind] == count, "comparison: \(kind)")
        }
        #expect(run.summary.mismatches.values.reduce(0, +) == run.truth.comparison.values.reduce(0, +))
        try errorsAreFound(run)
    }

    /// Each rejected row has the errors that the truth names.
    private func errorsAreFound(_ run: TruthRun) throws {
        for file in run.truth.files {
            let name = file.path.split(separator: "/").last.map(String.init) ?? ""
            let line = try #require(run.summary.submissions.first { $0.source == file.source && $0.file == name })
            let found = try run.instance.ledger.strings(
                "SELECT DISTINCT row || ' ' || rule FROM finding WHERE submission = ? AND severity = ?",
                [line.id, Severity.error.rawValue])
            let told = file.rows.flatMap { row in row.errors.map { "\(row.number) \($0)" } }
            let (missing, more) = (Set(told).subtracting(found), Set(found).subtracting(told))
            #expect(missing.isEmpty, "\(file.path): not found: \(missing.sorted().prefix(5))")
            #expect(more.isEmpty, "\(file.path): found, but not in the truth: \(more.sorted().prefix(5))")
        }
    }
}
