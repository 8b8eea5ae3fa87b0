import Foundation
import GRDB
import GuijiConfiguration
package import Ledger
import Model

extension Instance {
    /// Submissions in order of their number.
    /// - Parameter state: only those in this state.
    package func submissions(in state: SubmissionState?) throws -> [Submission] {
        let ids = try ledger.queue.read { db in
            try Int.fetchAll(
                db, sql: "SELECT id FROM submission WHERE ifnull(state = ?, 1) ORDER BY id",
                arguments: [state?.rawValue])
        }
        return try ids.compactMap(submission)
    }

    /// Where files of the inbox stay while a steward has to decide on them.
    var heldFolder: String { "\((settings.paths.inbox as NSString).deletingLastPathComponent)/held" }

    /// Moves files on which all is decided from `held/` to `done/`, or to `refused/` where nothing of them was taken.
    func putAwayDecided() {
        let files = FileManager.default
        for source in (try? files.contentsOfDirectory(atPath: heldFolder)) ?? [] {
            for name in (try? files.contentsOfDirectory(atPath: "\(heldFolder)/\(source)")) ?? [] {
                guard let states = try? states(of: name, from: source), !states.isEmpty,
                    !states.contains(SubmissionState.held.rawValue)
                else { continue }
                let isRefused = states.allSatisfy { $0 == SubmissionState.refused.rawValue }
                try? putAway(
                    "\(heldFolder)/\(source)/\(name)", as: name, from: source, to: isRefused ? "refused" : "done")
            }
        }
    }

    /// Moves a file to a folder beside the inbox, over one of the same name. A file that is gone has been put away by another program.
    func putAway(_ path: String, as name: String, from source: String, to folder: String) throws {
        let target = "\((settings.paths.inbox as NSString).deletingLastPathComponent)/\(folder)/\(source)"
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
        let place = "\(target)/\(name)"
        guard rename(path, place) != 0, errno != ENOENT else { return }
        // Only on another file system is there more to it than a rename.
        guard errno == EXDEV else { throw SystemError.file("移动", "move", path) }
        try? FileManager.default.removeItem(atPath: place)
        try FileManager.default.moveItem(atPath: path, toPath: place)
    }

    /// Of what a file held when it came last: itself, or the members of the archive that it is; and of what its bytes repeated.
    private func states(of name: String, from source: String) throws -> [String] {
        try ledger.queue.read { db in
            try String.fetchAll(
                db,
                sql: """
                    WITH of AS (SELECT state, received FROM submission
                        WHERE source = ?1 AND (file = ?2 OR substr(file, 1, length(?2) + 1) = ?2 || '/')
                        UNION ALL SELECT s.state, a.received FROM arrival a JOIN submission s ON s.id = a.submission
                        WHERE s.source = ?1 AND (a.file = ?2 OR substr(a.file, 1, length(?2) + 1) = ?2 || '/'))
                    SELECT state FROM of WHERE received = (SELECT max(received) FROM of)
                    """, arguments: [source, name])
        }
    }
}
