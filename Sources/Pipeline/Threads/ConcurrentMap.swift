import Foundation

/// Applies `transform` to each element, on all cores; results come in the order of the elements.
///
/// The threads are its own and have the caller's priority; those of a pool would keep it for whoever comes next.
/// - Throws: the first element's error of those that failed.
func concurrentMap<Element, Result>(_ elements: [Element], _ transform: @escaping (Element) throws -> Result) throws
    -> [Result]
{
    let results = OrderedResults<Result>(count: elements.count)
    nonisolated(unsafe) let (elements, transform) = (elements, transform)
    @Sendable func work() {
        while let index = results.next() { results.set(index, Swift.Result { try transform(elements[index]) }) }
    }
    let helpers = (1..<max(1, min(elements.count, ProcessInfo.processInfo.activeProcessorCount))).map { _ in
        let done = DispatchSemaphore(value: 0)
        Thread {
            work()
            done.signal()
        }.start()
        return done
    }
    work()
    for done in helpers { done.wait() }
    return try results.all()
}

private final class OrderedResults<Value>: @unchecked Sendable {
    private let lock = NSLock()
    private var values: [Result<Value, any Error>?]
    private var given = 0

    init(count: Int) { values = Array(repeating: nil, count: count) }

    /// The next element that nobody has; nil after the last.
    func next() -> Int? {
        lock.withLock {
            guard given < values.count else { return nil }
            given += 1
            return given - 1
        }
    }

    func set(_ index: Int, _ value: Result<Value, any Error>) { lock.withLock { values[index] = value } }

    func all() throws -> [Value] { try lock.withLock { try values.compactMap { try $0?.get() } } }
}
