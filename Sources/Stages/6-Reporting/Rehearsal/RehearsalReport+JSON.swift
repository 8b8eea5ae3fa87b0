import Model

extension RehearsalReport {
    /// The report for programs; its keys are in `Documentation/Rehearsal.md`.
    package var json: String {
        JSONValue.object([
            ("instance", .string(instance)), ("month", .optional(month?.text)), ("today", value(today)),
            ("changed", value(changed)), ("deliveries", .int(deliveries)), ("has_changes", .bool(hasChanges)),
            ("changed_rows", .int(changedRows)), ("max_compliance_fall", .decimal(threshold)),
            ("falls", .array(falls.map { .string($0.source) })),
            ("departments", .array(departments.map(value))),
            (
                "files",
                .object([
                    ("total", .int(files.total)), ("listed", .int(files.rows.count)),
                    ("list", .array(files.rows.map(value))),
                ])
            ),
            ("conflicts", .array(conflicts.map(value))), ("comparison", .array(comparisons.map(value))),
            ("figures", .array(figures.map(value))), ("rates", .array(rates.map(value))),
        ]).text
    }

    private func value(_ configuration: RehearsedConfiguration) -> JSONValue {
        .object([("mappings", .string(configuration.mappings)), ("fingerprint", .string(configuration.fingerprint))])
    }

    private func value(_ department: RehearsedDepartment) -> JSONValue {
        .object([
            ("department", .string(department.source)), ("title", .string(source(department.source))),
            ("falls_too_far", .bool(department.compliance.falls(byMoreThan: maximumFall))),
            ("changed_rows", .int(department.changedRows)), ("compliance", value(department.compliance)),
            ("timeliness", value(department.timeliness)), ("items", .array(department.items.map(value))),
        ])
    }

    private func value(_ change: RateChange) -> JSONValue {
        .object([
            ("before", .rate(change.before)), ("after", .rate(change.after)),
            ("change_points", change.decimal.map(JSONValue.decimal) ?? .null),
        ])
    }

    private func value(_ item: RehearsedItem) -> JSONValue {
        .object([
            ("item", .string(item.item)), ("title", .string(self.item(item.item))),
            ("changed_rows", .int(item.changedRows)), ("before", value(item.before)), ("after", value(item.after)),
            ("transitions", .array(item.transitions.map(value))), ("rules", .array(item.rules.map(value))),
        ])
    }

    private func value(_ figures: RehearsedFigures) -> JSONValue {
        let outcomes = Outcome.allCases.map { (key: $0.name, value: JSONValue.int(figures.outcomes[$0])) }
        return .object([
            ("deliveries", .int(figures.deliveries)), ("refused", .int(figures.refused)),
            ("received", .int(figures.outcomes.total)), ("not_read", .int(figures.lost)),
            ("outcomes", .object(outcomes)), ("compliance", .rate(figures.compliance)),
            ("timeliness", .rate(figures.timeliness)), ("undated", .int(figures.undated)),
        ])
    }

    private func value(_ transition: RehearsedTransition) -> JSONValue {
        .object([
            ("from", .optional(transition.before?.name)), ("to", .optional(transition.after?.name)),
            ("rows", .int(transition.rows)), ("examples", .array(transition.examples.map(value))),
        ])
    }

    private func value(_ rule: RehearsedRule) -> JSONValue {
        func counts(_ counts: [Int]) -> JSONValue {
            .object(Severity.allCases.reversed().map { ($0.name, .int(counts[Int($0.rawValue)])) })
        }
        return .object([
            ("rule", .string(rule.rule)), ("title", .string(vocabulary.chinese(rule.rule))),
            ("before", counts(rule.before)), ("after", counts(rule.after)), ("places", .int(rule.rows)),
            ("examples", .array(rule.examples.map(value))),
        ])
    }

    private func value(_ example: RehearsedExample) -> JSONValue {
        func list(_ findings: [RehearsedExample.Finding]) -> JSONValue {
            .array(
                findings.map {
                    .object([
                        ("rule", .string($0.rule)), ("severity", .string($0.severity.name)),
                        ("zh", .string($0.chinese)),
                        ("en", .string($0.english)),
                    ])
                })
        }
        return .object([
            ("file", .string(example.file)), ("received_at", .string(clock.iso(example.received))),
            ("row", .int(example.row)), ("line", .int(example.line)), ("before", list(example.before)),
            ("after", list(example.after)),
        ])
    }

    private func value(_ file: RehearsedFile) -> JSONValue {
        func taking(_ taking: RehearsedFile.Taking) -> JSONValue {
            .object([
                ("state", .string(taking.state.rawValue)), ("department", .string(taking.source)),
                ("item", .optional(taking.item)), ("rows", .int(taking.rows)), ("refusal", .optional(taking.refusal)),
            ])
        }
        return .object([
            ("file", .string(file.file)), ("received_at", .string(clock.iso(file.received))),
            ("before", taking(file.before)), ("after", taking(file.after)),
        ])
    }

    private func value(_ figure: RehearsedFigure) -> JSONValue {
        .object([
            ("department", .string(figure.source)), ("month", .string(figure.month.text)),
            ("figure", .string(figure.figure.rawValue)), ("before", .int(figure.before)), ("after", .int(figure.after)),
        ])
    }

    private func value(_ rate: RehearsedRate) -> JSONValue {
        .object([
            ("department", .string(rate.source)), ("month", .string(rate.month.text)),
            ("rate", .string(rate.rate.rawValue)), ("before", .rate(rate.change.before)),
            ("after", .rate(rate.change.after)),
            ("change_points", rate.change.decimal.map(JSONValue.decimal) ?? .null),
        ])
    }

    private func value(_ count: RehearsedCount) -> JSONValue {
        let item = count.item.map { [(key: "item", value: JSONValue.string($0))] } ?? []
        return .object(
            item + [("kind", .string(count.kind)), ("before", .int(count.before)), ("after", .int(count.after))])
    }
}
