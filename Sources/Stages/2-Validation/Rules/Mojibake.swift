import Bytes
package import Model

/// A text looks as if it had been read in a wrong encoding somewhere: 锟斤拷, 烫烫烫, 鈥, é«˜ and the like.
///
/// The mark 〓, which old systems print for a character they lack, is a notice only.
package struct Mojibake: Rule {
    package static let facts = [
        RuleFacts(
            id: "mojibake", severity: .warning, dimension: .accuracy, chinese: "疑似乱码",
            english: "The text looks as if it had been read in a wrong encoding",
            mendChinese: "从原系统以 UTF-8 或 GB18030 重新导出，核对该项文字",
            mendEnglish: "Export again in UTF-8 or GB18030 and check the text", source: "domain §9"),
        RuleFacts(
            id: "missing-glyph", severity: .notice, dimension: .accuracy, chinese: "含有缺字符号〓",
            english: "The text holds 〓, the mark of a missing character", mendChinese: "能够补字的请补全",
            mendEnglish: "Put the missing character in where you can", source: "GB 18030-2022；domain §9"),
    ]

    private let fields: [Int]
    private let mojibake = RuleNumber("mojibake")
    private let missingGlyph = RuleNumber("missing-glyph")

    package init?(_ context: RuleContext) {
        fields = context.fields { !$0.type.isCodeLike && $0.list == nil }
        if fields.isEmpty { return nil }
    }

    package func check(_ batch: Batch, _ report: FindingReport) {
        for field in fields {
            report.asked(mojibake, report.notes.present[field])
            report.asked(missingGlyph, report.notes.present[field])
        }
        // One look at all the text of the batch; cells are looked at only where there is something.
        let hits = SuspectBytes.find(in: batch.text.all)
        guard !hits.isEmpty else { return }
        for field in fields where report.notes.present[field] > 0 {
            let cells = batch.cells + field * batch.capacity
            for row in 0..<batch.count where cells[row].length > 0 {
                let start = Int(cells[row].start)
                let end = start + Int(cells[row].length)
                var index = SuspectBytes.firstIndex(in: hits, from: start)
                var isSuspect = false
                var hasGap = false
                while index < hits.count, hits[index].offset < end {
                    if hits[index].isMissingGlyph { hasGap = true } else { isSuspect = true }
                    index += 1
                }
                if isSuspect { report.fail(mojibake, batch, row, field: field) }
                if hasGap { report.fail(missingGlyph, batch, row, field: field) }
            }
        }
    }
}
