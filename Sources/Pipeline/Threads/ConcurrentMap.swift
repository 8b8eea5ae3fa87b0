import Foundation

/// Applies `transform` to each element, on all cores; results come in the order of the elements.
/// - Throws: the first element's error of those that failed.
func concurrentMap<Element, Result>(_ elements: [Element], _ transform: (Element) throws -> Result) throws -> [Result] {
    let results = OrderedResults<Result>(count: elements.count)
    withoutActuallyEscaping(transform) { transform in
        nonisolated(unsafe) let (elements, transform) = (elements, transform)
        DispatchQueue.concurrentPerform(iterations: elements.count) { index in
            results.set(index, Swift.Result { try transform(elements[index]) })
        }
    }
    return try results.all()
}

private final class OrderedResults<Value>: @unchecked Sendable {
    private let lock = NSLock()
    private var values: [Result<Value, any Error>?]

    init(count: Int) { values = Array(repeating: nil, count: count) }

    func set(_ index: Int, _ value: Result<Value, any Error>) { lock.withLock { values[index] = value } }

    func all() throws -> [Value] { try lock.withLock { try values.compactMap { try $0?.get() } } }
}
