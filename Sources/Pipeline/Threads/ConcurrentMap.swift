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
    // Elements are waited for, not threads: where the system makes no more of those the others do it all.
    let undone = DispatchGroup()
    for _ in elements { undone.enter() }
    @Sendable func work() {
        while let index = results.next() {
            results.set(index, Swift.Result { try transform(elements[index]) })
            undone.leave()
        }
    }
    for _ in 1..<max(1, min(elements.count, ProcessInfo.processInfo.activeProcessorCount)) { Thread { work() }.start() }
    work()
    undone.wait()
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
