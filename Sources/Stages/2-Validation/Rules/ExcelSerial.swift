import Bytes
package import Model

/// A date is a serial number of Excel, such as 43831: it is read as the day it counts, 2020-01-01.
///
/// Only in date columns, and only serials of 1954–2064.
package struct ExcelSerial: Rule {
    package static let facts = [
        RuleFacts(
            id: "excel-serial", severity: .warning, dimension: .conformity,
            chinese: "日期是 Excel 序列号，已换算为日期，请核对", english: "The date is a serial number of Excel; it was converted",
            mendChinese: "核对换算结果；导出前把该列设为“日期”格式 yyyy-mm-dd",
            mendEnglish: "Check the converted date; format the column as yyyy-mm-dd before exporting",
            source: "ECMA-376 18.17.4；domain §9")
    ]

    private let fields: [Int]
    private let rule = RuleNumber("excel-serial")

    package init?(_ context: RuleContext) {
        fields = context.fields { $0.type == .date }
        if fields.isEmpty { return nil }
    }

    package func check(_ batch: Batch, _ report: FindingReport) {
        for field in fields {
            report.asked(rule, report.notes.present[field])
            var column = Column(batch, field)
            for row in 0..<batch.count {
                // Most other forms have a separator behind the year.
                guard column.length(row) >= 5, column[row].base[4] &- 0x30 <= 9 else { continue }
                guard case .excelSerial(let day) = DateText.parse(column[row]) else { continue }
                report.fail(rule, batch, row, field: field, suggestion: CivilDate.iso(Int(day)))
                replaceWithDay(day, batch, field, row)
                column = Column(batch, field)
            }
        }
    }
}

/// Points the cell at `YYYY-MM-DD`.
func replaceWithDay(_ day: Int32, _ batch: Batch, _ field: Int, _ row: Int) {
    let start = batch.text.count
    DateText.appendISO(day: day, to: batch.text)
    batch.cells[field * batch.capacity + row] = Cell(start: start, length: batch.text.count - start)
}
