import Foundation
import Model
import Synchronization
import Testing

/// What a durable write leaves is one writer's whole text, whoever writes beside it.
@Suite struct DurableFileTests {
    @Test func writersOfOneFileAtOnceLeaveAWholeText() throws {
        let folder = try TestFolder()
        let path = "\(folder.path)/report.json"
        let failures = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 200) { number in
            let text = String(repeating: "\(number % 10)", count: 20_000 - 97 * number)
            do {
                try DurableFile.write(Data(text.utf8), to: path, sync: .nothing)
                let found = try String(contentsOfFile: path, encoding: .utf8)
                if Set(found).count != 1 || (20_000 - found.count) % 97 != 0 {
                    failures.withLock { $0.append("\(found.count) bytes of \(Set(found))") }
                }
            } catch { failures.withLock { $0.append("\(error)") } }
        }
        #expect(failures.withLock { $0 } == [])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["report.json"])
    }

    @Test func whatAKillLeftIsReplaced() throws {
        let folder = try TestFolder()
        try folder.write("torn and longer than what comes", to: "state.json.part")
        try DurableFile.write("{}", to: "\(folder.path)/state.json")
        #expect(FileManager.default.contents(atPath: "\(folder.path)/state.json") == Data("{}".utf8))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["state.json"])
    }
}
