import Foundation
import Testing

@testable import Storage

/// An error of SQLite says of which file it is and what to do.
@Suite struct StorageErrorTests {
    @Test func aFileThatIsNoStoreIsToldWithARemedy() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "guiji-damaged-\(UUID().uuidString)").path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(repeating: 7, count: 8192).write(to: URL(filePath: path))
        let error = try #require(throws: StorageError.self) { try Connection(path: path, pragmas: ["user_version"]) }
        #expect(error.path == path)
        #expect("\(error)".contains(path) && "\(error)".contains("guiji replay"))
    }

    /// Its remedy for what the archive does not hold is a backup.
    @Test func whatNoReplayMakesAnewIsNotToldToBeReplayed() {
        let error = StorageError(code: 11, message: "malformed", sql: "SELECT", path: "s.sqlite", isReplayed: false)
        #expect(!"\(error)".contains("guiji replay") && "\(error)".contains("guiji token add"))
    }
}
