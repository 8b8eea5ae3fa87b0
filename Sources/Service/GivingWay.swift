import CLinux
import Foundation
import Glibc
import Synchronization

/// Runs what may take all cores on a thread that gives way, as do the threads that it starts: requests are answered first.
///
/// The thread is made for it and ends with it. One of a pool would stay as it is: an ordinary user cannot raise a priority again.
func givingWay<Value, Failure: Error>(_ body: @escaping () throws(Failure) -> Value) throws(Failure) -> Value {
    let box = Box<Value, Failure>()
    nonisolated(unsafe) let body = body
    let done = DispatchSemaphore(value: 0)
    let isTaken = Mutex(false)
    @Sendable func isFirst() -> Bool {
        isTaken.withLock { taken in
            defer { taken = true }
            return !taken
        }
    }
    let thread = Thread {
        guard isFirst() else { return }
        // On Linux of the calling thread alone, inherited by those that it makes.
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
        give_way_on_disk()
        box.result = Result { () throws(Failure) in try body() }
        done.signal()
    }
    thread.name = "guiji.run"
    thread.stackSize = 8 << 20
    thread.start()
    // Where the system makes no more threads this one does it, without giving way.
    if done.wait(timeout: .now() + 10) == .timedOut {
        if isFirst() { return try body() }
        done.wait()
    }
    guard let result = box.result else { preconditionFailure("a thread ended without a result") }
    return try result.get()
}

private final class Box<Value, Failure: Error>: @unchecked Sendable {
    var result: Result<Value, Failure>?
}
