import Foundation

/// Runs blocking work on a thread of its own, off those that async code runs on.
func onOwnThread<Answer: Sendable>(_ body: @escaping @Sendable () throws -> Answer) async throws -> Answer {
    try await withCheckedThrowingContinuation { continuation in
        let thread = Thread { continuation.resume(with: Result { try body() }) }
        thread.stackSize = 1 << 20
        thread.start()
    }
}

/// What one thread has while the task that it belongs to waits for it.
struct Lent<Thing>: @unchecked Sendable {
    let thing: Thing

    init(_ thing: Thing) { self.thing = thing }
}
