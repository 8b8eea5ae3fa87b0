import Foundation
import GRDB
import Storage
import Testing

@testable import Web

/// What the archive does not hold is not told to be replayed.
@Suite struct ServiceStoreTests {
    @Test func aFileThatIsNoStoreIsToldWithItsPathAndRemedy() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "guiji-store-\(UUID().uuidString)").path()
        defer { for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) } }
        try Data(repeating: 7, count: 8192).write(to: URL(filePath: path))
        let error = try #require(throws: StorageError.self) { try ServiceStore(path: path) }
        #expect(error.path == path && "\(error)".contains("guiji token add") && !"\(error)".contains("guiji replay"))
    }

    @Test func whateverFailsWhileItIsOpenIsToldWithItsPath() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "guiji-store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "service.sqlite").path()
        let store = try ServiceStore(path: path)
        #expect(throws: StorageError.self) { try store.read { try $0.execute(sql: "SELECT nothing") } }
        #expect(throws: StorageError.self) { try store.write { try $0.execute(sql: "SELECT nothing") } }
        let error = try await #require(throws: StorageError.self) {
            try await store.commit { try $0.execute(sql: "SELECT nothing") }
        }
        #expect(error.path == path)
    }
}
