import Foundation

/// Progress of a run on a terminal: what is done of all bytes, rows a second, time left. Silent where standard error is no terminal.
package final class Progress: @unchecked Sendable {
    private let lock = NSLock()
    private let isShown: Bool
    private let note: String
    private var total = 0
    private var bytes = 0
    private var rows = 0
    private var phase = ""
    private let start = Date()
    private var last = Date.distantPast

    /// - Parameter note: stands before each line.
    package init(isShown: Bool, note: String = "") {
        self.isShown = isShown && isatty(2) == 1
        self.note = note
    }

    func begin(_ phase: String, total: Int) {
        lock.withLock {
            self.phase = phase
            self.total = total
            bytes = 0
            rows = 0
            last = .distantPast
        }
    }

    func advance(bytes: Int, rows: Int) {
        guard isShown else { return }
        lock.withLock {
            self.bytes += bytes
            self.rows += rows
            let now = Date()
            guard now.timeIntervalSince(last) > 0.2 else { return }
            last = now
            show(now)
        }
    }

    /// A line for the operator that does not stop the run.
    func warn(_ line: String) { FileHandle.standardError.write(Data("guiji: \(line)\n".utf8)) }

    func end() {
        guard isShown else { return }
        FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
    }

    private func show(_ now: Date) {
        let elapsed = max(now.timeIntervalSince(start), 0.001)
        let share = total > 0 ? min(1, Double(bytes) / Double(total)) : 0
        let left = share > 0.01 ? Int(elapsed / share - elapsed) : 0
        let line =
            "\r\(note)\(phase) \(Int(share * 100)) %  \(rows) 行 rows  \(Int(Double(rows) / elapsed)) 行/秒 rows/s  剩余 left \(left) s\u{1B}[K"
        FileHandle.standardError.write(Data(line.utf8))
    }
}
