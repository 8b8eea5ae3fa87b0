import Bytes
package import Model

/// A region's code has been retired: it stays, and the successor is named.
///
/// Credit codes keep the region they were given with, so this is a notice.
package struct RetiredRegion: Rule {
    package static let facts = [
        RuleFacts(
            id: "retired-region", severity: .notice, dimension: .conformity,
            chinese: "行政区划代码已停用", english: "The region code has been retired",
            mendChinese: "信用代码赋码后不变，无需修改；行政区划栏请改用现行代码",
            mendEnglish: "A credit code keeps its region; in a field of regions use the code in force",
            source: "GB/T 2260")
    ]

    private let codes: [Int]
    private let regions: [Int]
    private let table: RegionTable
    private let rule = RuleNumber("retired-region")

    package init?(_ context: RuleContext) {
        codes = context.fields { $0.type == .uscc }
        regions = context.fields { $0.type == .region }
        table = context.lists.regions
        if table.isEmpty || codes.isEmpty && regions.isEmpty { return nil }
    }

    package func check(_ batch: Batch, _ report: FindingReport) {
        for field in codes { report.asked(rule, report.notes.validCodes[field]) }
        forEachCode(.retiredRegion, codes, batch, report) { field, row in
            let region = batch.value(field, row)[2..<8]
            report.fail(rule, batch, row, field: field, suggestion: table.successor(region))
        }
        for field in regions {
            report.asked(
                rule,
                forEachRegion(batch, field, table, .retired) { row in
                    let region = batch.value(field, row)[0..<6]
                    report.fail(rule, batch, row, field: field, suggestion: table.successor(region))
                })
        }
    }
}
