import Dispatch
import GRDB
import Synchronization

/// Small changes of one store by many requests at once: what comes while one commit waits for the disk is in the next, so that the wait is shared.
final class CommitQueue: Sendable {
    /// A change, and whoever waits to hear that it is on the disk.
    private struct Change: Sendable {
        /// Throws where this change alone fails.
        var apply: @Sendable (Database) throws -> Void
        var finish: @Sendable ((any Error)?) -> Void
    }
    private struct State {
        var waiting: [Change] = []
        var isCommitting = false
    }

    private let writer: any DatabaseWriter
    private let state = Mutex(State())
    private let thread = DispatchQueue(label: "guiji.commit", qos: .userInitiated)

    init(_ writer: any DatabaseWriter) { self.writer = writer }

    /// Applies a change and returns when it is committed. One that fails is taken back and costs the others nothing.
    func callAsFunction<Result: Sendable>(
        _ change: @escaping @Sendable (Database) throws -> Result
    ) async throws -> Result {
        let result = Mutex<Result?>(nil)
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            let change = Change(
                apply: { db in
                    let value = try change(db)
                    result.withLock { $0 = value }
                },
                finish: { error in
                    if let error { continuation.resume(throwing: error) } else { continuation.resume() }
                })
            let isFirst = state.withLock { state in
                state.waiting.append(change)
                defer { state.isCommitting = true }
                return !state.isCommitting
            }
            if isFirst { thread.async { self.commitAll() } }
        }
        return result.withLock { $0! }
    }

    /// Changes that no commit has taken up.
    var waiting: Int { state.withLock { $0.waiting.count } }

    private func commitAll() {
        while true {
            let changes = state.withLock { state in
                defer { state.waiting = [] }
                state.isCommitting = !state.waiting.isEmpty
                return state.waiting
            }
            guard !changes.isEmpty else { return }
            commit(changes)
        }
    }

    /// A change of many that failed.
    private struct Failed: Error {}

    private func commit(_ changes: [Change]) {
        do {
            try writer.write { db in
                for change in changes {
                    do { try change.apply(db) } catch { throw Failed() }
                }
            }
            for change in changes { change.finish(nil) }
        } catch is Failed {
            commitOneByOne(changes)
        } catch {
            for change in changes { change.finish(error) }
        }
    }

    /// Each can be taken back alone, which makes it slower.
    private func commitOneByOne(_ changes: [Change]) {
        var failures = [(any Error)?](repeating: nil, count: changes.count)
        do {
            try writer.write { db in
                for (number, change) in changes.enumerated() {
                    do {
                        try db.inSavepoint {
                            try change.apply(db)
                            return .commit
                        }
                    } catch { failures[number] = error }
                }
            }
        } catch {
            // Where the disk ended it all, the change that met that knows why.
            let cause = failures.lazy.compactMap { $0 as? DatabaseError }.first {
                [.SQLITE_FULL, .SQLITE_IOERR, .SQLITE_NOMEM].contains($0.resultCode)
            }
            for change in changes { change.finish(cause ?? error) }
            return
        }
        for (change, failure) in zip(changes, failures) { change.finish(failure) }
    }
}
