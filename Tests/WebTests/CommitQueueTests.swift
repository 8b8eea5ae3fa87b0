import Foundation
import GRDB
import Synchronization
import Testing

@testable import Web

@Suite struct CommitQueueTests {
    private struct Refused: Error {}

    /// A store of one table, on the disk, that is gone with the value.
    private final class Scene {
        let pool: DatabasePool
        private let path = FileManager.default.temporaryDirectory.appending(path: "guiji-\(UUID().uuidString)").path()

        init() throws {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            pool = try DatabasePool(path: "\(path)/store.sqlite")
            try pool.write { try $0.execute(sql: "CREATE TABLE number (value INTEGER PRIMARY KEY)") }
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        var numbers: [Int] {
            get throws { try pool.read { try Int.fetchAll($0, sql: "SELECT value FROM number ORDER BY value") } }
        }
    }

    @Test func whatReturnedIsCommittedAndItsResultIsItsOwn() async throws {
        let scene = try Scene()
        let queue = CommitQueue(scene.pool)
        try await withThrowingTaskGroup { group in
            for number in 0..<200 {
                group.addTask {
                    let found = try await queue { db -> Int in
                        try db.execute(sql: "INSERT INTO number VALUES (?)", arguments: [number])
                        return number
                    }
                    #expect(found == number)
                }
            }
            try await group.waitForAll()
        }
        #expect(try scene.numbers == Array(0..<200))
    }

    /// What comes while a commit is at work goes into the next one, all together.
    @Test func whatWaitsIsCommittedTogether() async throws {
        let scene = try Scene()
        let queue = CommitQueue(scene.pool)
        let commits = CommitCounter()
        scene.pool.add(transactionObserver: commits, extent: .databaseLifetime)
        let failed = try await together(queue, (1...50).map { "INSERT INTO number VALUES (\($0))" })
        #expect(try scene.numbers == Array(1...50))
        #expect(failed == 0 && commits.count == 2)
    }

    /// Has changes wait for one that is at work, so that they are committed together.
    /// - Returns: how many were told of a failure.
    private func together(_ queue: CommitQueue, _ changes: [String]) async throws -> Int {
        let (begun, goOn) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        async let first: Void = queue { db in
            begun.signal()
            goOn.wait()
            try db.execute(sql: "CREATE TABLE first (value)")
        }
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                begun.wait()
                continuation.resume()
            }
        }
        async let failed = withTaskGroup(of: Bool.self) { group in
            for change in changes {
                group.addTask {
                    do { try await queue { try $0.execute(sql: change) } } catch { return true }
                    return false
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        while queue.waiting < changes.count { try await Task.sleep(for: .milliseconds(5)) }
        goOn.signal()
        try await first
        return await failed
    }

    @Test func aChangeThatFailsIsTakenBackAlone() async throws {
        let scene = try Scene()
        let queue = CommitQueue(scene.pool)
        await withTaskGroup { group in
            for number in 0..<60 {
                group.addTask {
                    do {
                        try await queue { db in
                            try db.execute(sql: "INSERT INTO number VALUES (?)", arguments: [number])
                            if number % 3 == 0 { throw Refused() }
                        }
                        #expect(number % 3 != 0)
                    } catch { #expect(error is Refused && number % 3 == 0) }
                }
            }
        }
        #expect(try scene.numbers == (0..<60).filter { $0 % 3 != 0 })
    }

    /// Nobody is told of a commit that did not come about.
    @Test func aCommitThatFailsIsToldToAll() async throws {
        let scene = try Scene()
        let queue = CommitQueue(scene.pool)
        try await scene.pool.write {
            try $0.execute(
                sql: "CREATE TABLE part (number INTEGER REFERENCES number DEFERRABLE INITIALLY DEFERRED)")
        }
        // What is wrong with the second shows at the commit only: its savepoint passes.
        let changes = ["INSERT INTO number VALUES (1)", "INSERT INTO part VALUES (7)", "INSERT INTO number VALUES (2)"]
        #expect(try await together(queue, changes) == 3)
        try await queue { try $0.execute(sql: "INSERT INTO number VALUES (8)") }
        #expect(try scene.numbers == [8])
    }

    private final class CommitCounter: TransactionObserver, Sendable {
        private let number = Mutex(0)
        var count: Int { number.withLock { $0 } }
        func observes(eventsOfKind kind: DatabaseEventKind) -> Bool { true }
        func databaseDidChange(with event: DatabaseEvent) {}
        func databaseDidCommit(_ db: Database) { number.withLock { $0 += 1 } }
        func databaseDidRollback(_ db: Database) {}
    }
}
