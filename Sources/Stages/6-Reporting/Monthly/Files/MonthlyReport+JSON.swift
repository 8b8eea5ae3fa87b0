import Model

extension MonthlyReport {
    /// Everything that the report holds, for programs; `Documentation/MonthlyReport.schema.json` describes it.
    package var json: String {
        JSONValue.object([
            ("report", .string("monthly")), ("schema", .int(1)), ("instance", .string(instance)),
            ("month", .string(month.text)), ("as_of", .string(clock.iso(asOf))), ("versions", versionValue),
            ("rows_query", .string(query())), ("figures", .array(Figure.allCases.map(MonthlyReport.value))),
            ("rates", .array(MonthlyRate.allCases.map(MonthlyReport.value))), ("total", .object(value(total))),
            ("maturity", .array(city.worst.map(MonthlyReport.value))), ("standings", .array(standings.map(value))),
            ("departments", .array(departments.map { .object(named($0.key) + value($0.entry)) })),
            ("items", .array(items.map { .object(named($0.source, $0.item) + value($0)) })),
            ("regions", .array(regions.map { .object([("region", .string($0.key))] + value($0.entry)) })),
            ("channels", .array(channels.map { .object([("channel", .string($0.key))] + value($0.entry)) })),
            (
                "entries",
                .array(
                    entries.map {
                        .object(
                            named($0.source, $0.item) + [
                                ("region", .string($0.region)), ("channel", .string($0.channel)),
                            ] + value($0))
                    })
            ), ("trend", trendValue), ("periods", .array(periods.map(value))),
            ("worst_rules", .array(worstRules.map(value))), ("suspicions", .array(suspicions.map(value))),
            ("restatements", .array(restatements.map { $0.json(clock) })),
        ]).text
    }

    private typealias Members = [(key: String, value: JSONValue)]

    private func named(_ source: String) -> Members {
        [("source", .string(source)), ("department", .string(vocabulary.department(source)))]
    }

    private func named(_ source: String, _ item: String) -> Members {
        named(source) + [("item", .string(item)), ("item_title", .string(vocabulary.item(item)))]
    }

    private func value(_ entry: MonthlyEntry) -> Members {
        [
            ("counts", MonthlyReport.value(entry.counts)), ("rates", MonthlyReport.rates(entry.counts)),
            ("days_late", MonthlyReport.days(entry.daysLate)),
            ("outstanding_age", MonthlyReport.days(entry.outstandingAge)),
        ]
    }

    private static func value(_ counts: FigureCounts) -> JSONValue {
        .object(Figure.allCases.map { ($0.rawValue, .int(counts[$0])) })
    }

    private static func rates(_ counts: FigureCounts) -> JSONValue {
        .object(MonthlyRate.allCases.map { ($0.rawValue, .rate($0.of(counts))) })
    }

    private static func days(_ days: [Int: Int]) -> JSONValue {
        .array(days.sorted { $0.key < $1.key }.map { .object([("days", .int($0.key)), ("rows", .int($0.value))]) })
    }

    private static func value(_ figure: Figure) -> JSONValue {
        .object([
            ("figure", .string(figure.rawValue)), ("chinese", .string(figure.chinese)),
            ("counts_chinese", .string(figure.definition.chinese)),
            ("counts_english", .string(figure.definition.english)),
        ])
    }

    private static func value(_ rate: MonthlyRate) -> JSONValue {
        .object([
            ("rate", .string(rate.rawValue)), ("chinese", .string(rate.chinese)),
            ("dimension", .string(rate.dimension)), ("formula_chinese", .string(rate.formula.chinese)),
            ("formula_english", .string(rate.formula.english)),
        ])
    }

    private static func value(_ worst: (rate: MonthlyRate, value: Rate)) -> JSONValue {
        .object([("name", .string(worst.rate.rawValue)), ("value", .rate(worst.value))])
    }

    private func value(_ standing: Standing) -> JSONValue {
        .object(
            named(standing.source) + [
                ("rank", standing.rank.map(JSONValue.int) ?? .null),
                ("previous_rank", standing.previousRank.map(JSONValue.int) ?? .null),
                ("movement", .string(standing.movement)), ("worst", .array(standing.worst.map(MonthlyReport.value))),
                ("counts", MonthlyReport.value(standing.counts)), ("rates", MonthlyReport.rates(standing.counts)),
            ])
    }

    private var trendValue: JSONValue {
        .array(
            trend.sorted { $0.key < $1.key }.map { source, points in
                .object([
                    ("source", .string(source)),
                    (
                        "months",
                        .array(
                            points.map {
                                .object([
                                    ("month", .string($0.month.text)), ("counts", MonthlyReport.value($0.counts)),
                                    ("rates", MonthlyReport.rates($0.counts)),
                                ])
                            })
                    ),
                ])
            })
    }
}
