package import Model

/// What a department gets back for a delivery: what was taken, what was not, why, and how to mend it.
package struct Receipt: Sendable {
    package var instance: String
    package var delivery: DeliveryRow
    package var rules: [RuleSummary]
    package var findings: Limited<FindingRow>
    /// Name of the repair file; nil where no row failed.
    package var repairFile: String?
    package var clock: ReportClock
    package var vocabulary: Vocabulary

    /// Findings that the JSON lists at most; all failed rows are in the repair file.
    package static let listed = 1000
    /// Findings that the page shows at most.
    package static let shown = 200

    /// - Parameter findings: the first ``listed`` of the delivery.
    package init(
        instance: String, delivery: DeliveryRow, rules: [RuleSummary], findings: Limited<FindingRow>,
        repairFile: String?, clock: ReportClock, vocabulary: Vocabulary
    ) {
        self.instance = instance
        self.delivery = delivery
        self.rules = rules
        self.findings = findings
        self.repairFile = repairFile
        self.clock = clock
        self.vocabulary = vocabulary
    }

    /// `checked` where nothing was taken in, otherwise the submission's.
    var state: String { delivery.isCheck && delivery.state == "published" ? "checked" : delivery.state }

    /// What the department is to do now.
    var next: (chinese: String, english: String) {
        switch delivery.state {
        case "refused":
            return (
                "文件未受理，请按原因改正后重新报送整个文件。", "The file was refused; mend it as the reason says and send all of it again."
            )
        case "held":
            return ("文件已暂停，等待数据管理员裁定，请勿重复报送。", "The file is held for a steward; do not send it again.")
        default: break
        }
        guard delivery.outcomes[.rejected] > 0 else {
            guard !delivery.isCheck else { return passed }
            return ("全部处理完毕，无需改正。", "All done; nothing to mend.")
        }
        guard !delivery.isCheck else {
            return (
                "有 \(delivery.outcomes[.rejected]) 行有误，返修文件里写着原因和建议；请在原文件中改正后报送。这次只是校验，还没有报送。",
                "\(delivery.outcomes[.rejected]) rows have errors; the repair file says why. Mend them in your file and send it; this was a check, nothing is delivered yet."
            )
        }
        let file = repairFile.map { "“\($0)”" } ?? ""
        return (
            "请在返修文件\(file)中按“\(RepairColumn.reason)”“\(RepairColumn.suggestion)”两列改正后直接报送该文件；两列可以保留，不会被当作数据。",
            "Mend the rows in the repair file\(repairFile.map { " \($0)" } ?? "") and send it as it is; its two added columns are ignored."
        )
    }

    /// What is to be done about a file without errors that was only checked.
    private var passed: (chinese: String, english: String) {
        guard delivery.refusal == nil else {
            return (
                "没有错误，但正式报送时会先暂停，由数据管理员裁定；这次只是校验，还没有报送。",
                "No errors, but delivered it would be held for a steward; this was a check, nothing is delivered yet."
            )
        }
        return ("校验通过；这次只是校验，还没有报送。", "It passes; this was a check, nothing is delivered yet.")
    }

    package var json: String {
        let delivery = delivery
        let counts = Outcome.allCases.map { (key: $0.name, value: JSONValue.int(delivery.outcomes[$0])) }
        let listed = findings.rows.prefix(Receipt.listed)
        let note =
            findings.total > listed.count
            ? "the first \(listed.count) of \(findings.total); all failed rows are in the repair file" : nil
        return JSONValue.object([
            ("receipt", .int(delivery.id)), ("instance", .string(instance)), ("file", .string(delivery.file)),
            ("source", .string(delivery.source)), ("department", .string(vocabulary.department(delivery.source))),
            ("item", .optional(delivery.item)), ("item_title", .optional(delivery.item.map(vocabulary.item))),
            ("received_at", .string(clock.iso(delivery.received))), ("times_delivered", .int(delivery.times)),
            ("sha256", .string(delivery.digest)), ("bytes", .int(delivery.size)), ("state", .string(state)),
            ("refusal", .optional(delivery.refusal)), ("layout", layout), ("received", .int(delivery.rows)),
            ("accepted", .int(delivery.outcomes.accepted)), ("outcomes", .object(counts)),
            ("held", .int(delivery.heldRows)),
            ("no_data_rows_dropped", .int(delivery.dropped)), ("rules", .array(rules.map(value))),
            (
                "findings",
                .object([
                    ("total", .int(findings.total)), ("listed", .int(listed.count)), ("note", .optional(note)),
                    ("list", .array(listed.map(value))),
                ])
            ), ("repair_file", .optional(repairFile)),
            ("next", .object([("zh", .string(next.chinese)), ("en", .string(next.english))])),
        ]).text
    }

    private var layout: JSONValue {
        guard let layout = delivery.layout else { return .null }
        let isText = layout.format == "csv"
        return .object([
            ("format", .string(layout.format)), ("encoding", .string(layout.encoding.rawValue)),
            ("delimiter", isText ? .string(String(UnicodeScalar(layout.delimiter))) : .null),
            ("header_line", isText ? .int(layout.headerLine) : .null),
            ("columns", .array(layout.columns.map(JSONValue.string))),
            ("unknown_columns", .array(layout.unknown.map(JSONValue.string))),
        ])
    }

    private func value(_ summary: RuleSummary) -> JSONValue {
        let facts = vocabulary.rule(summary.rule)
        return .object([
            ("rule", .string(summary.rule)), ("severity", .string(summary.severity.name)),
            ("findings", .int(summary.findings)), ("zh", .optional(facts?.chinese)), ("en", .optional(facts?.english)),
            ("mend_zh", .optional(facts?.mendChinese)), ("mend_en", .optional(facts?.mendEnglish)),
        ])
    }

    private func value(_ row: FindingRow) -> JSONValue {
        let finding = row.finding
        return .object([
            ("row", .int(finding.position.row)), ("line", .int(finding.position.line)),
            ("offset", .int(finding.position.offset)), ("severity", .string(finding.severity.name)),
            ("rule", .string(finding.rule)), ("field", .optional(finding.field)),
            ("title", .optional(finding.field.map { vocabulary.field($0, of: row.item) })),
            ("value", .string(finding.value)), ("expected", .string(finding.expected)),
            ("suggestion", .string(finding.suggestion)),
        ])
    }
}
