import Bytes
package import Model

/// A code, date or amount is written in full-width characters, or an identifier has white space inside.
///
/// It is made half-width, and an identifier loses its white space. Names and texts stay as they are (domain §9: never NFKC).
package struct FullWidth: Rule {
    package static let facts = [
        RuleFacts(
            id: "full-width", severity: .notice, dimension: .conformity,
            chinese: "代码、日期或金额中有全角字符，已转为半角",
            english: "A code, date or amount holds full-width characters; they were made half-width",
            mendChinese: "录入时切换到半角；本行无需重报", mendEnglish: "Type in half width; this row need not be sent again",
            source: "GB/T 15835-2011；domain §9"),
        RuleFacts(
            id: "inner-white-space", severity: .notice, dimension: .conformity,
            chinese: "代码中有空格，已去掉", english: "An identifier has white space inside; it was removed",
            mendChinese: "录入时不要在代码中加空格；本行无需重报",
            mendEnglish: "Do not put spaces into codes; this row need not be sent again", source: "domain §9"),
    ]

    private let identifiers: [Int]
    private let others: [Int]
    private let fullWidth = RuleNumber("full-width")
    private let whiteSpace = RuleNumber("inner-white-space")

    package init?(_ context: RuleContext) {
        identifiers = context.fields { $0.type.isIdentifier }
        others = context.fields { $0.type.isCodeLike && !$0.type.isIdentifier }
        if identifiers.isEmpty && others.isEmpty { return nil }
    }

    package func check(_ batch: Batch, _ report: FindingReport) {
        for field in identifiers {
            var column = Column(batch, field)
            var asked = 0
            for row in 0..<batch.count where column.length(row) > 0 {
                asked += 1
                guard isUntidy(column, row) else { continue }
                mend(batch, report, field, row)
                column = Column(batch, field)
            }
            report.asked(fullWidth, asked)
            report.asked(whiteSpace, asked)
        }
        for field in others {
            var column = Column(batch, field)
            var asked = 0
            for row in 0..<batch.count where column.length(row) > 0 {
                asked += 1
                guard isUntidy(column, row), needsHalfWidth(column[row]) else { continue }
                let scratch = report.scratch
                scratch.removeAll()
                appendHalfWidth(column[row], to: scratch)
                let text = trimmed(scratch.all)
                report.fail(fullWidth, batch, row, field: field, suggestion: text.string)
                batch.replace(field, row, with: text)
                column = Column(batch, field)
            }
            report.asked(fullWidth, asked)
        }
    }

    /// Half width and without white space; letters keep their case, which is another rule's.
    private func mend(_ batch: Batch, _ report: FindingReport, _ field: Int, _ row: Int) {
        let value = batch.value(field, row)
        let isFullWidth = needsHalfWidth(value)
        let scratch = report.scratch
        scratch.removeAll()
        appendHalfWidth(value, to: scratch)
        var kept = 0
        for index in 0..<scratch.count where scratch.base[index] > 0x20 {
            scratch.base[kept] = scratch.base[index]
            kept += 1
        }
        guard isFullWidth || kept < scratch.count else { return }
        scratch.truncate(to: kept)
        report.fail(
            isFullWidth ? fullWidth : whiteSpace, batch, row, field: field, suggestion: scratch.all.string)
        batch.replace(field, row, with: scratch.all)
    }
}

extension FieldType {
    /// Whether values are compared as bytes, so that white space, width and case must not differ.
    var isIdentifier: Bool {
        switch self {
        case .uscc, .registrationNumber, .organisationCode, .taxpayerNumber, .citizenNumber, .region, .industry: true
        default: false
        }
    }
}
