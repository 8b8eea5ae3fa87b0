import Foundation
package import GuijiConfiguration
import Ledger
import Model

/// What replaying came to.
package struct Replayed: Sendable {
    package var runs: [RunSummary] = []
    /// Published months that are not, byte for byte, what was published.
    package var otherMonths: [RepublishedMonth] = []
    /// Decisions that could not be entered, or came to something else, in order.
    package var problems: [DecisionProblem] = []
}

/// Rebuilds ledger and disclosure store from the archive: every submission again, in the runs and at the times it was received.
package struct Replay {
    private let configuration: Configuration

    package init(_ configuration: Configuration) { self.configuration = configuration }

    /// - Parameter folder: where the rebuilt stores are put.
    package func callAsFunction(to folder: String) throws -> Replayed {
        let deliveries = try ArchiveIndex(configuration.settings.paths.archive).entries()
        guard !deliveries.isEmpty else {
            throw SystemError(
                chinese: "归档中没有可重放的报送：\(configuration.settings.paths.archive)",
                english: "There is nothing in the archive to replay: \(configuration.settings.paths.archive)")
        }
        guard !FileManager.default.fileExists(atPath: "\(folder)/ledger.sqlite") else {
            throw SystemError(
                chinese: "\(folder) 中已有台账；请给一个空文件夹。", english: "\(folder) has a ledger already; name an empty folder.")
        }
        var configuration = configuration
        configuration.settings.paths.ledger = "\(folder)/ledger.sqlite"
        configuration.settings.paths.disclosure = "\(folder)/disclosure.sqlite"
        configuration.settings.paths.outbox = "\(folder)/outbox"
        configuration.settings.paths.reports = "\(folder)/reports"
        let archive = Archive(directory: configuration.settings.paths.archive)
        let unpacked = "\(folder)/.unpacked"
        defer { try? FileManager.default.removeItem(atPath: unpacked) }
        configuration.settings.paths.archive = "\(folder)/archive"
        let instance = try Instance(configuration)
        var replayed = Replayed()
        var decisions = try DecisionLog(archive.directory).entries()[...]
        func decide(before run: Int) throws {
            while let decision = decisions.first, decision.run < run {
                decisions.removeFirst()
                do {
                    let month = try instance.enter(MadeDecision(decision: decision, isLogged: false))
                    if let month, month.isOther { replayed.otherMonths.append(month) }
                    try expectSameRestatement(decision, instance)
                } catch {
                    replayed.problems.append(
                        try DecisionProblem(decision: decision, problem: instance.decisionError(error)))
                }
            }
        }
        try ArchivedRuns(deliveries: deliveries, archive: archive).replay(
            into: instance, unpacked: unpacked, before: decide, each: { replayed.runs.append($0) })
        try decide(before: .max)
        return replayed
    }

    /// - Throws: where a restatement that was done again is not what was told then.
    private func expectSameRestatement(_ decision: Decision, _ instance: Instance) throws {
        guard let then = decision.detail["restatement_sha256"] else { return }
        let entered = try FrozenStore(instance.ledger).decisions().first { $0.number == decision.number }
        guard entered?.detail["restatement_sha256"] != then else { return }
        throw SystemError(
            chinese: "更正已重做，内容与当时的不同；请核对配置是否已改，并与原有的 restatement-\(decision.detail["number"] ?? "").json 比较。",
            english:
                "The restatement was made again and is not what was told then. See whether the configuration changed, and compare it with the restatement-\(decision.detail["number"] ?? "").json that was published."
        )
    }
}

/// The archive's own list of what was received, by which a lost ledger is rebuilt: a JSON object a line, only ever appended to.
struct ArchiveIndex {
    struct Entry: Codable {
        var run: Int
        var asOf: Int
        var digest: String
        var source: String
        var file: String
        var channel: String
        var received: Int
        /// The name under which a channel handed it over.
        var claim: String?
        /// The only items that whoever sent it may deliver.
        var items: [String]?
        /// Why the channel refused it, in Chinese and English.
        var refused: [String]?
        /// Marks what was entered together: a run that ended before its commit is followed by another of its number. Lacks in entries of old.
        var attempt: String?

        /// A run that took no files but attributed rows that waited.
        static func retry(run: Int, asOf: Int) -> Entry {
            Entry(run: run, asOf: asOf, digest: "", source: "", file: "", channel: "retry", received: asOf)
        }

        var isRetry: Bool { digest.isEmpty }

        var refusal: RefusedFile? {
            guard let refused, refused.count == 2 else { return nil }
            return RefusedFile(.unreadable, chinese: refused[0], english: refused[1])
        }
    }

    private let file: JSONLines

    init(_ archive: String) { file = JSONLines(path: "\(archive)/received.jsonl") }

    /// Enters what a run received, all of it at once.
    func append(_ entries: [Entry]) throws {
        let attempt = String(UInt64.random(in: 0...UInt64.max), radix: 36)
        try file.append(
            entries.map { entry in
                var entry = entry
                entry.attempt = attempt
                return entry
            })
    }

    /// What was received, in order; a torn last line, of a run that was killed, is left out.
    ///
    /// What a run received that ended before its commit is entered again, by the next run of that number or, where the files were taken one by
    /// one, by later ones: of a number the last attempt counts, and of a claim the last entry.
    func entries() throws -> [Entry] {
        var kept: [Entry] = []
        var attempts: [Int: String] = [:]
        var claims: Set<String> = []
        // Of entries without a mark, the last one of a file's content.
        var contents: Set<String> = []
        for entry in try file.entries(Entry.self).reversed() {
            if let attempt = entry.attempt {
                guard attempts[entry.run, default: attempt] == attempt else { continue }
                attempts[entry.run] = attempt
            } else {
                guard attempts[entry.run] == nil,
                    contents.insert("\(entry.run)/\(entry.source)/\(entry.file)/\(entry.digest)").inserted
                else { continue }
            }
            if let claim = entry.claim, !claims.insert(claim).inserted { continue }
            kept.append(entry)
        }
        return kept.reversed()
    }
}
