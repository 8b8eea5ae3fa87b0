import Foundation
import Model

/// What a published document says, by department and item: what later figures are held against.
package struct FrozenFigures: Sendable, Equatable {
    package struct Key: Hashable, Sendable, Comparable {
        package var source: String
        /// Empty for a rank.
        package var item: String
        /// As in ``Restatement``.
        package var figure: String

        package init(source: String, item: String, figure: String) {
            self.source = source
            self.item = item
            self.figure = figure
        }

        /// What stands where nothing is said: no count is nought, no state and no rank are none.
        fileprivate var nothing: String { figure.hasPrefix("period.") || figure == "rank" ? "" : "0" }

        package static func < (left: Key, right: Key) -> Bool {
            (left.source, left.item, left.figure) < (right.source, right.item, right.figure)
        }
    }

    private var values: [Key: String] = [:]

    /// - Throws: where the text is no document of published figures.
    package init(document: String) throws {
        let document = try JSONDecoder().decode(FrozenDocument.self, from: Data(document.utf8))
        for entry in document.entries {
            for (figure, count) in entry.figures { add(count, entry.source, entry.item, figure) }
            for (days, count) in entry.daysLate { add(count, entry.source, entry.item, "days_late.\(days)") }
            for (days, count) in entry.outstandingAge {
                add(count, entry.source, entry.item, "outstanding_age.\(days)")
            }
        }
        for period in document.periods {
            values[Key(source: period.source, item: period.item, figure: "period.\(period.first)/\(period.last)")] =
                period.state
        }
        for standing in document.standings {
            values[Key(source: standing.source, item: "", figure: "rank")] = standing.rank.map(String.init)
        }
    }

    package init(_ report: MonthlyReport) throws { try self.init(document: report.frozenDocument) }

    private mutating func add(_ count: Int, _ source: String, _ item: String, _ figure: String) {
        let key = Key(source: source, item: item, figure: figure)
        // Regions and channels are added up.
        values[key] = String((values[key].flatMap { Int($0) } ?? 0) + count)
    }

    /// The same with what restatements said since.
    package func told(_ restated: [Key: String]) -> FrozenFigures {
        var figures = self
        figures.values.merge(restated) { _, new in new }
        return figures
    }

    /// What differs, in order: the old value and the new one.
    package func differences(from new: FrozenFigures) -> [(key: Key, old: String, new: String)] {
        Set(values.keys).union(new.values.keys).sorted().compactMap { key in
            let (before, after) = (values[key] ?? key.nothing, new.values[key] ?? key.nothing)
            return before == after ? nil : (key, before, after)
        }
    }
}

/// What of a document of published figures is held against later ones.
private struct FrozenDocument: Decodable {
    struct Entry: Decodable {
        var source: String
        var item: String
        var figures: [String: Int]
        var daysLate: [String: Int]
        var outstandingAge: [String: Int]

        enum CodingKeys: String, CodingKey {
            case source, item, figures
            case daysLate = "days_late"
            case outstandingAge = "outstanding_age"
        }
    }
    struct Period: Decodable {
        var source: String
        var item: String
        var first: String
        var last: String
        var state: String
    }
    struct Standing: Decodable {
        var source: String
        var rank: Int?
    }
    var entries: [Entry]
    var periods: [Period]
    var standings: [Standing]
}
