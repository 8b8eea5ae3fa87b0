import Foundation

/// A thread that owns `State` and runs jobs on it in order: the single writer of a store.
///
/// Jobs wait in a bounded queue, so whoever is faster waits. The first job that fails ends the owner; every later call throws its error.
final class Owner<State>: @unchecked Sendable {
    private let condition = NSCondition()
    private var jobs: [(cost: Int, work: @Sendable (State) throws -> Void)] = []
    private var waitingCost = 0
    private var failure: (any Error)?
    private var isClosed = false
    private var isDone = false
    private let limit: Int

    /// - Parameters:
    ///   - limit: how much the jobs that wait may cost together; one job waits whatever it costs.
    ///   - make: makes the state, on the thread that will own it.
    init(name: String, limit: Int = 8, make: @escaping @Sendable () throws -> State) {
        self.limit = limit
        let thread = Thread { [self] in serve(make) }
        thread.name = name
        thread.stackSize = 4 << 20
        thread.start()
    }

    private func serve(_ make: @Sendable () throws -> State) {
        do {
            let state = try make()
            while let job = next() {
                try job(state)
                condition.withLock { condition.broadcast() }
            }
        } catch {
            condition.withLock {
                failure = error
                jobs = []
            }
        }
        condition.withLock {
            isDone = true
            condition.broadcast()
        }
    }

    private func next() -> (@Sendable (State) throws -> Void)? {
        condition.withLock {
            while jobs.isEmpty && !isClosed { condition.wait() }
            guard !jobs.isEmpty else { return nil }
            let job = jobs.removeFirst()
            waitingCost -= job.cost
            condition.broadcast()
            return job.work
        }
    }

    /// Hands in a job; waits while the queue is full.
    func post(cost: Int = 1, _ job: @escaping @Sendable (State) throws -> Void) throws {
        try condition.withLock {
            while !jobs.isEmpty && waitingCost + cost > limit && failure == nil && !isDone { condition.wait() }
            if let failure { throw failure }
            precondition(!isDone, "the owner has been closed")
            jobs.append((cost, job))
            waitingCost += cost
            condition.broadcast()
        }
    }

    /// Hands in a job and waits for its answer; all jobs before it are done by then.
    func call<Answer: Sendable>(_ job: @escaping @Sendable (State) throws -> Answer) throws -> Answer {
        let box = Box<Answer>()
        try post { [condition] state in
            let answer = try job(state)
            condition.withLock { box.answer = answer }
        }
        return try condition.withLock {
            while box.answer == nil && failure == nil && !isDone { condition.wait() }
            if let answer = box.answer { return answer }
            throw failure ?? CancellationError()
        }
    }

    /// Waits until every job is done and the thread has ended.
    func close() throws {
        try condition.withLock {
            isClosed = true
            condition.broadcast()
            while !isDone { condition.wait() }
            if let failure { throw failure }
        }
    }

    /// Ends the thread without its waiting jobs; errors are those already thrown.
    func abandon() {
        condition.withLock {
            jobs = []
            isClosed = true
            condition.broadcast()
            while !isDone { condition.wait() }
        }
    }

    private final class Box<Answer: Sendable>: @unchecked Sendable { var answer: Answer? }
}
