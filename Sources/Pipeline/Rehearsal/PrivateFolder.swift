import Dispatch
import Foundation
import Model

/// A temporary folder that its owner alone may enter (0700) and that is gone afterwards, also where the program is interrupted.
final class PrivateFolder {
    let path: String
    private var signals: [any DispatchSourceSignal] = []
    /// Whoever removes the folder; after an interrupt it is never free again, so that nothing goes on behind it.
    private let removing = NSLock()

    /// Makes it where temporary files belong (`TMPDIR`).
    init(_ name: String) throws {
        let place = "\(NSTemporaryDirectory())\(name)"
        var template = Array("\(place)-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemError.file("创建", "create", place) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { remove() }

    func remove() {
        removing.withLock {
            for signal in signals { signal.cancel() }
            signals = []
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    /// Removes the folder before an interrupt (^C), a hang-up or a request to end ends the program.
    func removeOnInterrupt() {
        signals = [SIGINT, SIGTERM, SIGHUP].compactMap { number in
            // What the caller has the program ignore (nohup) stays ignored.
            let before = unsafeBitCast(signal(number, SIG_IGN), to: Int.self)
            guard before != unsafeBitCast(SIG_IGN, to: Int.self) else { return nil }
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { [path, removing] in
                removing.lock()
                // What other threads still write appears again: until it stays away, or the disk says no.
                var absences = 0
                for _ in 0..<400 where absences < 4 {
                    try? FileManager.default.removeItem(atPath: path)
                    absences = FileManager.default.fileExists(atPath: path) ? 0 : absences + 1
                    usleep(5000)
                }
                _exit(128 + number)
            }
            source.resume()
            return source
        }
    }
}
