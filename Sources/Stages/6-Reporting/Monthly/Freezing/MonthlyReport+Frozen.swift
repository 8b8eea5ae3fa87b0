import Model

/// The figures of a month as they are published: one document whose every byte follows from the ledger, the catalogue and the program.
extension MonthlyReport {
    package static let frozenFormat = "guiji-monthly-figures/1"

    /// Entries with their figures that are not zero, periods, standings and versions; keys in a fixed order, lists in order.
    package var frozenDocument: String {
        document([
            ("format", .string(MonthlyReport.frozenFormat)), ("instance", .string(instance)),
            ("month", .string(month.text)), ("as_of", .string(clock.iso(asOf))),
        ])
    }

    private func document(_ head: [(String, JSONValue)]) -> String {
        JSONValue.object(
            head + [
                ("versions", versions.json), ("entries", .array(entries.map(\.frozen))),
                ("periods", .array(periods.map(\.frozen))),
                ("standings", .array(standings.map(\.frozen))),
            ]
        ).text
    }

    /// The same without what is worded or configured, the versions of program and configuration, the instance's name, times in its time zone, notes:
    /// equal where the same rows came to the same figures, whatever counted them.
    package var figuresApart: String {
        var report = self
        report.versions.program = ""
        report.versions.catalogue = ""
        report.versions.mappings = ""
        report.versions.calendar = ""
        for place in report.periods.indices { report.periods[place].note = "" }
        return report.document([("month", .string(month.text))])
    }
}

extension ReportVersions {
    var json: JSONValue {
        .object([
            ("program", .string(program)), ("catalogue", .string(catalogue)), ("mappings", .string(mappings)),
            ("calendar", .string(calendar)), ("run", .int(run)),
            ("nil_return", .int(nilReturn)), ("restatement", .int(restatement)), ("rows", .string(rows)),
        ])
    }
}

extension MonthlyEntry {
    fileprivate var frozen: JSONValue {
        func table(_ counts: [Int: Int]) -> JSONValue {
            .object(counts.sorted { $0.key < $1.key }.map { (String($0.key), .int($0.value)) })
        }
        return .object([
            ("source", .string(source)), ("item", .string(item)), ("region", .string(region)),
            ("channel", .string(channel)),
            (
                "figures",
                .object(Figure.allCases.filter { counts[$0] != 0 }.map { ($0.rawValue, .int(counts[$0])) })
            ),
            ("days_late", table(daysLate)), ("outstanding_age", table(outstandingAge)),
        ])
    }
}

extension PeriodRow {
    fileprivate var frozen: JSONValue {
        .object([
            ("source", .string(source)), ("item", .string(item)), ("frequency", .string(frequency.rawValue)),
            ("first", .string(CivilDate.iso(first))), ("last", .string(CivilDate.iso(last))),
            ("due", .string(CivilDate.iso(due))), ("state", .string(state.rawValue)),
            ("submission", delivery.map(JSONValue.int) ?? .null), ("file", .string(file)),
            ("arrived", arrived.map { .string(CivilDate.iso($0)) } ?? .null), ("note", .string(note)),
        ])
    }
}

extension Standing {
    fileprivate var frozen: JSONValue {
        .object([
            ("source", .string(source)), ("rank", rank.map(JSONValue.int) ?? .null),
            ("previous_rank", previousRank.map(JSONValue.int) ?? .null),
        ])
    }
}
