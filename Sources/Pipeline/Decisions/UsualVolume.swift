import Ledger
import Model
import Reporting

/// How many rows a department's deliveries of an item usually have, and the bounds that follow.
package struct UsualVolume: Sendable, Equatable, CustomStringConvertible {
    package var source: String
    package var item: String
    package var mapping: String
    package var deliveries: Int
    /// The middle one; of an even number the lower of the two.
    package var median: Int

    /// Half the median, at least a row.
    package var minimum: Int { max(1, median / 2) }
    package var maximum: Int { median * 2 }

    package var description: String {
        "\(source) \(item) \(mapping)：\(deliveries) 次 deliveries，中位数 median \(median) 行 rows → volume: { min: \(minimum), max: \(maximum) }"
    }

    /// - Parameter deliveries: of which those count that were taken with at most a tenth of their rows rejected, and are no repair files.
    static func all(of deliveries: [DeliveryRow]) -> [UsualVolume] {
        let healthy = deliveries.filter {
            $0.state == SubmissionState.published.rawValue && $0.rows > 0 && $0.outcomes[.rejected] * 10 <= $0.rows
                && !RepairColumn.areIn($0.layout?.columns ?? [])
        }
        return Dictionary(grouping: healthy) { [$0.source, $0.item ?? "", $0.mapping ?? ""] }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map { key, found in
                let rows = found.map(\.rows).sorted()
                return UsualVolume(
                    source: key[0], item: key[1], mapping: key[2], deliveries: rows.count,
                    median: rows[(rows.count - 1) / 2])
            }
    }
}

extension Instance {
    /// - Parameter month: `YYYY-MM` of receipt; nil takes all.
    package func volumes(month: String?) throws -> [UsualVolume] {
        let span = try month.map { text in
            guard let month = ReportMonth(text) else {
                throw SystemError(chinese: "月份应为 YYYY-MM，而不是“\(text)”。", english: "A month is YYYY-MM, not “\(text)”.")
            }
            return month.seconds(reportClock)
        }
        return UsualVolume.all(of: try LedgerReader(ledger).deliveries(span.map(LedgerScope.received) ?? .all))
    }

    /// A moment as it is written in the instance's time zone.
    package func text(_ moment: Int) -> String { reportClock.text(moment) }
}
