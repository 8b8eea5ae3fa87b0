import Dispatch

/// A value that one serial queue has to itself: blocking work that async code awaits, off the threads that async code runs on.
final class Confined<State>: @unchecked Sendable {
    private let queue: DispatchQueue
    private var state: State

    init(_ label: String, _ state: sending State) {
        queue = DispatchQueue(label: label)
        self.state = state
    }

    func callAsFunction<Value: Sendable, Failure: Error>(
        _ body: @escaping @Sendable (inout State) throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let result: Result<Value, Failure> = await withCheckedContinuation { continuation in
            queue.async { [self] in
                continuation.resume(returning: Result { () throws(Failure) in try body(&state) })
            }
        }
        return try result.get()
    }
}
