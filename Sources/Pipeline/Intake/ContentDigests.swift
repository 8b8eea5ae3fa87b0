import Foundation
import Ledger

/// SHA-256 and size of many files, on all cores.
enum ContentDigests {
    static func of(_ paths: [String]) throws -> [(digest: String, size: Int)] {
        let results = Results(count: paths.count)
        DispatchQueue.concurrentPerform(iterations: paths.count) { index in
            results.set(index, Result { try Archive.digest(ofFile: paths[index]) })
        }
        return try results.all.map { try $0.get() }
    }

    private final class Results: @unchecked Sendable {
        private let lock = NSLock()
        private var values: [Result<(digest: String, size: Int), any Error>]
        init(count: Int) { values = Array(repeating: .success(("", 0)), count: count) }
        func set(_ index: Int, _ value: Result<(digest: String, size: Int), any Error>) {
            lock.withLock { values[index] = value }
        }
        var all: [Result<(digest: String, size: Int), any Error>] { lock.withLock { values } }
    }
}
