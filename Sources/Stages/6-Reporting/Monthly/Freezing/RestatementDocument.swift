import Foundation
package import Model

/// Restatements as they lie beside a published month; times are of UTC, so that the document is the same whatever the instance's time zone became.
package func restatementDocument(_ restatements: [Restatement]) -> String {
    JSONValue.array(restatements.map { $0.json(ReportClock(.gmt)) }).text
}

extension Restatement {
    func json(_ clock: ReportClock) -> JSONValue {
        .object([
            ("month", .string(month)), ("source", .string(source)), ("item", .string(item)),
            ("figure", .string(figure)), ("old", Restatement.json(old)), ("new", Restatement.json(new)),
            ("reason", .string(reason)), ("at", .string(clock.iso(at))),
        ])
    }

    private static func json(_ value: String) -> JSONValue {
        if let number = Int(value) { return .int(number) }
        return value.isEmpty ? .null : .string(value)
    }

    /// What changed, in words, with its code.
    var title: String {
        let parts = figure.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        return switch (parts[0], parts.count) {
        case ("days_late", 2): "迟报 \(parts[1]) 个工作日的记录 \(figure)"
        case ("outstanding_age", 2): "退回未改 \(parts[1]) 天的行 \(figure)"
        case ("period", 2): "期次 \(parts[1].replacing("/", with: " 至 "))"
        case ("rank", 1): "名次 rank"
        default: Figure(rawValue: figure).map { "\($0.chinese) \(figure)" } ?? figure
        }
    }

    static func cell(_ value: String) -> DataTable.Cell {
        if let number = Int(value) { return .count(number) }
        if let state = PeriodRow.State(rawValue: value) { return .text("\(state.chinese) \(value)") }
        return value.isEmpty ? .empty : .text(value)
    }
}
