import Bytes
package import Model

/// A code is written in lower-case letters; it is put into upper case.
package struct LowerCase: Rule {
    package static let facts = [
        RuleFacts(
            id: "lower-case", severity: .notice, dimension: .conformity,
            chinese: "代码中有小写字母，已转为大写", english: "A code holds lower-case letters; they were put into upper case",
            mendChinese: "代码字母请用大写；本行无需重报", mendEnglish: "Write codes in upper case; this row need not be sent again",
            source: "GB 32100-2015 第4章")
    ]

    private let fields: [Int]
    private let rule = RuleNumber("lower-case")

    package init?(_ context: RuleContext) {
        fields = context.fields { $0.type.isIdentifier && $0.type != .region }
        if fields.isEmpty { return nil }
    }

    package func check(_ batch: Batch, _ report: FindingReport) {
        for field in fields {
            var column = Column(batch, field)
            var asked = 0
            for row in 0..<batch.count where column.length(row) > 0 {
                asked += 1
                guard isUntidy(column, row) else { continue }
                let value = column[row]
                guard value.buffer.contains(where: { $0 >= 0x61 && $0 <= 0x7A }) else { continue }
                let scratch = report.scratch
                scratch.removeAll()
                appendCodeForm(value, to: scratch)
                report.fail(rule, batch, row, field: field, suggestion: scratch.all.string)
                batch.replace(field, row, with: scratch.all)
                column = Column(batch, field)
            }
            report.asked(rule, asked)
        }
    }
}
