import Dispatch

/// A value that one serial queue has to itself: blocking work that async code awaits, off the threads that async code runs on.
final class Confined<State>: @unchecked Sendable {
    private let queue: DispatchQueue
    private var state: State

    init(_ label: String, _ state: sending State) {
        queue = DispatchQueue(label: label)
        self.state = state
    }

    func callAsFunction<Result: Sendable>(
        _ body: @escaping @Sendable (inout State) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { [self] in continuation.resume(with: Swift.Result { try body(&state) }) }
        }
    }
}
