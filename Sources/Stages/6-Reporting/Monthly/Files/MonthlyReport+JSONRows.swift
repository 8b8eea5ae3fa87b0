import Model

/// The lists of the JSON form.
extension MonthlyReport {
    func value(_ period: PeriodRow) -> JSONValue {
        .object([
            ("source", .string(period.source)), ("department", .string(vocabulary.department(period.source))),
            ("item", .string(period.item)), ("item_title", .string(vocabulary.item(period.item))),
            ("frequency", .string(period.frequency.rawValue)), ("first", .string(CivilDate.iso(period.first))),
            ("last", .string(CivilDate.iso(period.last))), ("due", .string(CivilDate.iso(period.due))),
            ("state", .string(period.state.rawValue)), ("delivery", period.delivery.map(JSONValue.int) ?? .null),
            ("file", .string(period.file)), ("arrived", .optional(period.arrived.map(CivilDate.iso))),
            ("note", .string(period.note)),
        ])
    }

    func value(_ rule: RuleSummary) -> JSONValue {
        .object([
            ("rule", .string(rule.rule)), ("severity", .string(rule.severity.name)),
            ("chinese", .string(vocabulary.chinese(rule.rule))), ("english", .string(vocabulary.english(rule.rule))),
            ("findings", .int(rule.findings)), ("deliveries", .int(rule.deliveries)),
        ])
    }

    func value(_ suspicion: Suspicion) -> JSONValue {
        .object([
            ("kind", .string(suspicion.kind.rawValue)), ("source", .string(suspicion.source)),
            ("department", .string(vocabulary.department(suspicion.source))), ("item", .string(suspicion.item)),
            ("chinese", .string(suspicion.chinese)), ("english", .string(suspicion.english)),
            ("count", .int(suspicion.count)), ("is_fact", .bool(false)),
        ])
    }

    var versionValue: JSONValue {
        .object([
            ("program", .string(versions.program)), ("catalogue", .string(versions.catalogue)),
            ("mappings", .string(versions.mappings)), ("calendar", .string(versions.calendar)),
            ("run", .int(versions.run)), ("rows", .string(versions.rows)),
        ])
    }
}
