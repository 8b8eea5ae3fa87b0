import CoreMetrics
import Testing

@testable import Web

@Suite struct PrometheusTests {
    /// Prometheus exposition format 0.0.4: names, escaped labels, cumulative buckets.
    @Test func theTextIsPrometheus() {
        let registry = PrometheusRegistry()
        let counter = registry.makeCounter(label: "guiji.rows", dimensions: [("outcome", "a\"b\\c\nd")])
        counter.increment(by: 2)
        registry.makeCounter(label: "guiji.rows", dimensions: [("outcome", "a\"b\\c\nd")]).increment(by: 3)
        registry.makeMeter(label: "in.hand", dimensions: []).set(Int64(7))
        registry.makeTimer(label: "run", dimensions: []).recordNanoseconds(20_000_000)
        let lines = registry.text.split(separator: "\n").map(String.init)
        #expect(lines.contains("# TYPE guiji_rows_total counter"))
        #expect(lines.contains("guiji_rows_total{outcome=\"a\\\"b\\\\c\\nd\"} 5"))
        #expect(lines.contains("in_hand 7"))
        #expect(
            lines.contains("run_seconds_bucket{le=\"0.01\"} 0") && lines.contains("run_seconds_bucket{le=\"0.025\"} 1"))
        #expect(lines.contains("run_seconds_bucket{le=\"+Inf\"} 1") && lines.contains("run_seconds_count 1"))
        #expect(lines.contains("run_seconds_sum 0.02"))
    }

    /// One name of two kinds would be refused by whoever reads the page.
    @Test func aNameKeepsItsKind() {
        let registry = PrometheusRegistry()
        registry.makeMeter(label: "x", dimensions: []).set(Int64(1))
        registry.makeRecorder(label: "x", dimensions: [], aggregate: true).record(Int64(1))
        #expect(registry.text.contains("# TYPE x gauge") && registry.text.contains("# TYPE x_other histogram"))
    }
}
