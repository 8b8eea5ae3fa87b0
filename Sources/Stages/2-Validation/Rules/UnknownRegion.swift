import Bytes
package import Model

/// Six digits that no edition of GB/T 2260 has stand for a region: in positions 3–8 of a credit code, or in a field of regions.
package struct UnknownRegion: Rule {
    package static let facts = [
        RuleFacts(
            id: "unknown-region", severity: .warning, dimension: .accuracy,
            chinese: "行政区划代码在历年 GB/T 2260 中均不存在", english: "No edition of GB/T 2260 has the region code",
            mendChinese: "核对行政区划代码（信用代码的第3至8位）；确与证照一致的无需修改",
            mendEnglish: "Compare the region (positions 3–8 of the credit code) with the licence",
            source: "GB/T 2260；GB 32100-2015 4.3")
    ]

    private let codes: [Int]
    private let regions: [Int]
    private let table: RegionTable
    private let rule = RuleNumber("unknown-region")

    package init?(_ context: RuleContext) {
        codes = context.fields { $0.type == .uscc }
        regions = context.fields { $0.type == .region }
        table = context.lists.regions
        if table.isEmpty || codes.isEmpty && regions.isEmpty { return nil }
    }

    package func check(_ batch: Batch, _ report: FindingReport) {
        for field in codes { report.asked(rule, report.notes.validCodes[field]) }
        forEachCode(.unknownRegion, codes, batch, report) { field, row in
            report.fail(rule, batch, row, field: field, expected: "[3–8] GB/T 2260")
        }
        for field in regions {
            report.asked(
                rule,
                forEachRegion(batch, field, table, .unknown) { row in
                    report.fail(rule, batch, row, field: field, expected: "GB/T 2260")
                })
        }
    }
}

/// Calls `body` with every row whose region is in `state`; returns how many have a region. Of longer codes (street, village) the
/// first six digits count.
func forEachRegion(
    _ batch: Batch, _ field: Int, _ table: RegionTable, _ state: RegionTable.State, _ body: (Int) -> Void
) -> Int {
    let column = Column(batch, field)
    var asked = 0
    for row in 0..<batch.count where column.length(row) > 0 {
        asked &+= 1
        let value = column[row]
        if table.state(value.count > 6 ? value[0..<6] : value) == state { body(row) }
    }
    return asked
}
