import Bytes
package import Model

/// The first two characters of a credit code are no known pair of registering authority and class.
package struct UnknownAuthorityClass: Rule {
    package static let facts = [
        RuleFacts(
            id: "unknown-authority-class", severity: .warning, dimension: .accuracy,
            chinese: "统一社会信用代码前两位（登记管理部门和机构类别）不在代码表中",
            english: "The credit code begins with an unknown pair of authority and class",
            mendChinese: "核对代码前两位；确与证照一致的无需修改", mendEnglish: "Compare the first two characters with the licence",
            source: "GB 32100-2015 表1；Mappings/codes/uscc-classes.csv")
    ]

    private let fields: [Int]
    private let rule = RuleNumber("unknown-authority-class")

    package init?(_ context: RuleContext) {
        fields = context.fields { $0.type == .uscc }
        if fields.isEmpty || context.lists.classes.isEmpty { return nil }
    }

    package func check(_ batch: Batch, _ report: FindingReport) {
        for field in fields { report.asked(rule, report.notes.validCodes[field]) }
        forEachCode(.unknownClass, fields, batch, report) { field, row in
            report.fail(rule, batch, row, field: field, expected: "[1–2]")
        }
    }
}
