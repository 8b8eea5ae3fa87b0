import Bytes
import Model
import Validation

/// Findings about a delivery as a whole: columns that nobody mapped, rows that are no data, more rows than expected.
struct FileFindings {
    let settings: ValidationSettings

    /// Unread sheets that are named; of more the number is told.
    private static let listedSheets = 10

    /// They stand at row 0, the columns' at the header's line.
    func about(_ summary: ExtractionSummary, _ mapping: Mapping) -> [Finding] {
        var findings: [Finding] = []
        let position = RowPosition(row: 0, line: max(1, summary.layout.headerLine), offset: 0, length: 0)
        if let severity = RuleCatalogue.severity(of: FileRules.unknownColumn, settings) {
            findings += summary.layout.unknown.map { label in
                Finding(
                    rule: FileRules.unknownColumn.id, severity: severity, position: position,
                    value: PersonalNumbers.hidden(in: String(label.prefix(80))))
            }
        }
        if let severity = RuleCatalogue.severity(of: FileRules.unreadSheet, settings) {
            let names = summary.layout.unreadSheets ?? []
            var values = names.prefix(FileFindings.listedSheets).map {
                PersonalNumbers.hidden(in: String($0.prefix(80)))
            }
            if names.count > values.count { values.append("……（共 \(names.count) 张）") }
            findings += values.map {
                Finding(rule: FileRules.unreadSheet.id, severity: severity, position: position, value: $0)
            }
        }
        if summary.dropped > 0, let severity = RuleCatalogue.severity(of: FileRules.droppedRows, settings) {
            findings.append(
                Finding(
                    rule: FileRules.droppedRows.id, severity: severity, position: position, value: "\(summary.dropped)")
            )
        }
        if let most = mapping.maximumRows, summary.rows > most,
            let severity = RuleCatalogue.severity(of: FileRules.unusualVolume, settings)
        {
            findings.append(
                Finding(
                    rule: FileRules.unusualVolume.id, severity: severity, position: position, value: "\(summary.rows)",
                    expected: "≤ \(most)"))
        }
        return findings
    }
}
