import CoreMetrics
import Synchronization

/// One line, or for a histogram one group of lines, of the page.
protocol Series: AnyObject, Sendable {
    var type: String { get }
    func write(_ name: String, _ dimensions: Dimensions, to text: inout String)
}

/// What only grows.
final class CounterSeries: Series, CounterHandler, FloatingPointCounterHandler {
    private let value = Mutex(0.0)
    var type: String { "counter" }

    func increment(by amount: Int64) { value.withLock { $0 += Double(amount) } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func reset() { value.withLock { $0 = 0 } }

    func write(_ name: String, _ dimensions: Dimensions, to text: inout String) {
        text += "\(name)\(dimensions.braces()) \(value.withLock { number($0) })\n"
    }
}

/// What is as it is now.
final class GaugeSeries: Series, MeterHandler, RecorderHandler {
    private let value = Mutex(0.0)
    var type: String { "gauge" }

    func set(_ value: Int64) { self.value.withLock { $0 = Double(value) } }
    func set(_ value: Double) { self.value.withLock { $0 = value } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func decrement(by amount: Double) { value.withLock { $0 -= amount } }
    func record(_ value: Int64) { set(value) }
    func record(_ value: Double) { set(value) }

    func write(_ name: String, _ dimensions: Dimensions, to text: inout String) {
        text += "\(name)\(dimensions.braces()) \(value.withLock { number($0) })\n"
    }
}

/// How often something took how long, in seconds.
final class HistogramSeries: Series, TimerHandler, RecorderHandler {
    private struct State {
        var counts = [Int](repeating: 0, count: HistogramSeries.bounds.count)
        var sum = 0.0
        var count = 0
    }
    /// Upper bounds of the buckets.
    private static let bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900]
    private let state = Mutex(State())
    var type: String { "histogram" }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        state.withLock { state in
            state.sum += value
            state.count += 1
            for (index, bound) in HistogramSeries.bounds.enumerated() where value <= bound { state.counts[index] += 1 }
        }
    }

    func write(_ name: String, _ dimensions: Dimensions, to text: inout String) {
        let state = state.withLock { $0 }
        for (bound, count) in zip(HistogramSeries.bounds, state.counts) {
            text += "\(name)_bucket\(dimensions.braces("le=\"\(number(bound))\"")) \(count)\n"
        }
        text += "\(name)_bucket\(dimensions.braces("le=\"+Inf\"")) \(state.count)\n"
        text += "\(name)_sum\(dimensions.braces()) \(number(state.sum))\n"
        text += "\(name)_count\(dimensions.braces()) \(state.count)\n"
    }
}

/// Whole numbers without a decimal point.
private func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
}
