import Foundation
import Model
import Testing

@Suite struct FileLockTests {
    @Test func oneHasItAlone() throws {
        let folder = try TestFolder()
        let path = "\(folder.path)/lock"
        let first = try #require(try FileLock.take(path))
        #expect(try FileLock.take(path) == nil && FileLock.take(path, .shared) == nil)
        first.release()
        first.release()
        let (one, two) = (try FileLock.take(path, .shared), try FileLock.take(path, .shared))
        #expect(one != nil && two != nil)
        #expect(try FileLock.take(path) == nil)
        one?.release()
        two?.release()
        #expect(try FileLock.take(path) != nil)
    }

    /// A program that is just being started has copies of all descriptors until it becomes its own.
    @Test func itIsFreeAlthoughACopyOfItsDescriptorIsOpen() throws {
        let folder = try TestFolder()
        let path = "\(folder.path)/lock"
        let lock = try #require(try FileLock.take(path))
        let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap(Int32.init).first {
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")) == path
        }
        let copy = dup(try #require(open))
        defer { close(copy) }
        lock.release()
        #expect(try FileLock.take(path) != nil)
    }

    @Test func aFolderThatIsNotThereIsTold() throws {
        let folder = try TestFolder()
        #expect(throws: SystemError.self) { try FileLock.take("\(folder.path)/none/lock") }
    }
}
