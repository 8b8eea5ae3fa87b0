package import CoreMetrics
import Synchronization

/// Keeps what swift-metrics counts and writes it in Prometheus' text form (exposition format 0.0.4).
package final class PrometheusRegistry: MetricsFactory {
    private let series = Mutex<[String: [Dimensions: any Series]]>([:])

    package init() {}

    /// All families and their series in order of names.
    package var text: String {
        let families = series.withLock { $0 }
        var text = ""
        for (name, members) in families.sorted(by: { $0.key < $1.key }) {
            guard let type = members.first?.value.type else { continue }
            text += "# TYPE \(name) \(type)\n"
            for (dimensions, series) in members.sorted(by: { $0.key.text < $1.key.text }) {
                series.write(name, dimensions, to: &text)
            }
        }
        return text
    }

    /// The series of a name and its dimensions; a name that is another kind's gets a further one.
    private func find<Kind: Series>(
        _ label: String, _ dimensions: [(String, String)], ending: String = "", _ make: () -> Kind
    ) -> Kind {
        let own = Dimensions(dimensions)
        return series.withLock { families in
            var name = PrometheusRegistry.name(label) + ending
            while let other = families[name]?.first?.value, !(other is Kind) { name += "_other" }
            if let known = families[name]?[own] as? Kind { return known }
            let made = make()
            families[name, default: [:]][own] = made
            return made
        }
    }

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        find(label, dimensions, ending: "_total") { CounterSeries() }
    }

    package func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        find(label, dimensions, ending: "_total") { CounterSeries() }
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        find(label, dimensions) { GaugeSeries() }
    }

    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        if aggregate { return find(label, dimensions) { HistogramSeries() } }
        return find(label, dimensions) { GaugeSeries() }
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        find(label, dimensions, ending: "_seconds") { HistogramSeries() }
    }

    // Series live as long as the process: a counter that began again would look like a restart.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}

    /// Letters, digits and underscores.
    static func name(_ label: String) -> String {
        String(label.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    }
}

/// The labels of a series, as they are written.
struct Dimensions: Hashable {
    /// `a="b",c="d"`, without braces.
    let text: String

    init(_ pairs: [(String, String)]) {
        text = pairs.map { name, value in
            let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
            return "\(PrometheusRegistry.name(name))=\"\(escaped)\""
        }.joined(separator: ",")
    }

    /// With a further label, in braces; nothing where there is none.
    func braces(_ more: String? = nil) -> String {
        let all = [text, more ?? ""].filter { !$0.isEmpty }.joined(separator: ",")
        return all.isEmpty ? "" : "{\(all)}"
    }
}
