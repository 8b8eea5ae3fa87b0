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
        let (begun, goOn) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        async let first: Void = queue { db in
            begun.signal()
            goOn.wait()
            try db.execute(sql: "INSERT INTO number VALUES (0)")
        }
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                begun.wait()
                continuation.resume()
            }
        }
        async let others: Void = withThrowingTaskGroup { group in
            for number in 1...50 {
                group.addTask { try await queue { try $0.execute(sql: "INSERT INTO number VALUES (\(number))") } }
            }
            try await group.waitForAll()
        }
        while queue.waiting < 50 { await Task.yield() }
        goOn.signal()
        _ = try await (first, others)
        #expect(try scene.numbers == Array(0...50))
        #expect(commits.count == 2)
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
                sql: """
                    PRAGMA foreign_keys = ON;
                    CREATE TABLE part (number INTEGER REFERENCES number DEFERRABLE INITIALLY DEFERRED)
                    """)
        }
        // Told at the commit only: the savepoint passes.
        await #expect(throws: DatabaseError.self) {
            try await queue { try $0.execute(sql: "INSERT INTO part VALUES (7)") }
        }
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
