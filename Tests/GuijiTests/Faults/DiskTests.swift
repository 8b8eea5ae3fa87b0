import Foundation
import GRDB
import Testing

/// A disk that is full, fails or cannot be written, and stores that others hold: the service goes on, says so, loses nothing, and takes everything in
/// when it is over.
@Suite(.serialized) struct DiskTests {
    struct Trouble: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var calls: FaultPage.Calls
        var error: Int32
        var path = ""
        /// What the log says of it.
        var told: String
    }

    private static let troubles = [
        Trouble(testDescription: "full", calls: .writes, error: ENOSPC, told: "磁盘已满|No space left on device"),
        Trouble(testDescription: "failing", calls: .syncs, error: EIO, told: "读写磁盘出错|Input/output error"),
        Trouble(
            testDescription: "ledger read-only", calls: [.opens, .writes], error: EROFS, path: "/ledger.sqlite",
            told: "不能写|读写磁盘出错|Read-only file system"),
        Trouble(
            testDescription: "disclosure store read-only", calls: [.opens, .writes], error: EROFS,
            path: "/disclosure.sqlite", told: "不能写|读写磁盘出错|Read-only file system"),
        Trouble(
            testDescription: "archive not permitted", calls: .opens, error: EACCES, path: "/archive/",
            told: "Permission denied"),
        Trouble(
            testDescription: "outbox not permitted", calls: .opens, error: EACCES, path: "/outbox/",
            told: "Permission denied"),
    ]

    @Test(arguments: FaultForm.cases(troubles, short: 2))
    func whatTheDiskRefusesIsTakenInLater(_ trouble: Trouble) throws {
        let scene = try FaultScene()
        try scene.start()
        scene.waitForInterface()
        try scene.deliverAll {
            scene.page.fail(trouble.calls, with: trouble.error, on: trouble.path)
        } end: {
            #expect(RunningService.wait { self.says(trouble.told, scene) }, "\(scene.service?.log.suffix(3000) ?? "")")
            // It is told to whoever watches the service.
            #expect(RunningService.wait { !scene.isReady }, "\(scene.service?.log.suffix(3000) ?? "")")
            #expect(scene.page[.refused] > 0 && scene.isRunning)
            scene.page.heal()
        }
        #expect(RunningService.wait { scene.isReady })
        try scene.expectQuietState(trouble.testDescription)
    }

    /// A real file system without room, on which nothing is simulated.
    @Test(.enabled(if: MemoryDisk.isPossible)) func aFullFileSystemLosesNothing() throws {
        let scene = try FaultScene(megabytes: 24)
        let ballast = "\(scene.folder.path)/demo/ballast"
        try scene.start()
        scene.waitForInterface()
        try scene.deliverAll {
            // Whoever delivers needs room as well: it is gone when the service goes on.
            scene.pause()
        } end: {
            try fill(ballast)
            scene.goOn()
            #expect(
                RunningService.wait { self.says("磁盘已满|No space left on device", scene) },
                "\(scene.service?.log.suffix(3000) ?? "")")
            #expect(scene.isRunning && !scene.isReady)
            unlink(ballast)
        }
        try scene.expectQuietState()
    }

    private func fill(_ path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT, 0o600)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        for size in [1 << 16, 512] {
            let bytes = [UInt8](repeating: 0, count: size)
            while write(descriptor, bytes, bytes.count) > 0 {}
        }
        #expect(errno == ENOSPC)
    }

    /// A store that another program holds: said after the patience of a run, and gone on with when it is free.
    @Test(arguments: FaultForm.cases(["ledger", "disclosure"], short: 1)) func aStoreThatIsLockedIsWaitedFor(
        _ store: String
    ) throws {
        let scene = try FaultScene()
        try scene.start()
        scene.waitForInterface()
        var other: DatabaseQueue?
        try scene.deliverAll {
            var configuration = Configuration()
            configuration.allowsUnsafeTransactions = true
            other = try DatabaseQueue(
                path: "\(scene.folder.path)/demo/\(store).sqlite", configuration: configuration)
            // No transaction of the queue's own: it has to last.
            try other?.writeWithoutTransaction { try $0.execute(sql: "BEGIN EXCLUSIVE") }
        } end: {
            #expect(
                RunningService.wait { self.says("占用|LedgerBusy|StoreBusy", scene) },
                "\(scene.service?.log.suffix(3000) ?? "")")
            #expect(scene.isRunning)
            try other?.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
            other = nil
        }
        try scene.expectQuietState(store)
    }

    private func says(_ told: String, _ scene: FaultScene) -> Bool {
        let log = scene.service?.log ?? ""
        return log.contains("\"level\":\"error\"") && told.split(separator: "|").contains { log.contains($0) }
    }
}
