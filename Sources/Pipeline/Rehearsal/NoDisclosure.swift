import Bytes
import Model

/// A disclosure store that shows nothing and keeps nothing: a rehearsal publishes nothing, whatever store the instance has.
final class NoDisclosure: Loader {
    static let type = "none"

    init(location: String, items: [LoadedItem]) {}

    func beginSharing() {}
    func endSharing() {}
    func lastApplied() -> Int { 0 }
    func begin() -> any LoadingSession { Session() }
    func rows(of subject: String) -> [ShownItem] { [] }
    func subjects(named name: String) -> [String] { [] }
    func forEachRow(of table: String, _ body: ([String]) throws -> Void) {}
    func forEachValue(of table: String, columns: [String], _ body: ([ByteSlice]) throws -> Void) {}

    private final class Session: LoadingSession {
        func note(submission: Int, source: String, day: String) {}
        func apply(_ steps: [(record: RecordView, action: PublishAction)]) {}
        func removeAll(of subject: String) {}
        func commit(run: Int) {}
    }
}
