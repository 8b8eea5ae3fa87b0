import Bytes
package import Model

/// The row could not be read as a row: each kind of damage has an id of its own.
///
/// What a damaged row had so far is not data, so its cells are emptied and no other rule looks at it.
package struct DamagedRow: Rule {
    /// Ids of the rules that say that a row could not be read.
    package static var ids: Set<String> { Set(facts.map(\.id)) }

    package static let facts: [RuleFacts] = [
        fact(
            "ragged-row", "列数与表头不符", "The row has more or fewer cells than the header",
            "检查是否有未加引号的分隔符或换行，补齐或删去多余的列",
            "Look for unquoted delimiters or line breaks; add or remove cells"),
        fact(
            "stray-quote", "引号位置不当", "A quote stands inside an unquoted cell, or text behind a closing quote",
            "单元格内含引号时，整格加引号并将其中的引号写两遍", "Quote the whole cell and double the quotes inside it"),
        fact(
            "unclosed-quote", "引号没有闭合", "A quoted cell never ends", "补上缺少的引号", "Add the missing quote"),
        fact(
            "row-too-long", "该行超过长度上限", "The row is longer than the limit",
            "检查是否缺少换行或引号；内容确实过长的，请精简", "Look for a missing line break or quote, or shorten the texts"),
        fact(
            "nul-byte", "该行含有 NUL 字节", "The row holds a NUL byte", "重新导出文件，避免以二进制方式拼接",
            "Export the file again; do not join files as binary"),
        fact(
            "undecodable", "该行含有文件编码不能解读的字节", "The row holds bytes that are no text in the file's encoding",
            "用 UTF-8 或 GB18030 重新导出该行，生僻字请勿用自造字", "Export the row in UTF-8 or GB18030, without private characters"),
        fact(
            "malformed-xml", "XML 结构不完整、层次过深或含不允许的内容",
            "The XML is not well formed, too deep, or holds what is not allowed",
            "检查标签是否成对、特殊字符是否转义，去掉 DTD 和实体", "Pair the tags, escape special characters, remove DTD and entities"),
        fact(
            "malformed-json", "JSON 记录不完整、不合语法、层次过深或不是对象",
            "The JSON is cut off, breaks the grammar, is nested too deep, or is no object",
            "检查括号和引号是否成对、逗号是否多余或缺少，去掉注释、单引号、NaN；文件不全的重新导出",
            "Pair brackets and quotes, mind the commas, remove comments, single quotes and NaN; export again what was cut off"
        ),
        fact(
            "malformed-workbook", "工作簿从此处起读不全", "The workbook cannot be read from here on",
            "用 Excel 打开并另存后重新报送", "Open it in Excel, save it and send it again"),
        fact(
            "repeated-name", "同一条记录中同名的元素或成员出现两次", "The same element or member stands twice in one record",
            "每个名称只保留一个值", "Keep one value for each name"),
    ]

    private let kinds: [(damage: Damage, rule: RuleNumber)]

    package init?(_ context: RuleContext) {
        let own: [(damage: Damage, rule: RuleNumber)]
        switch context.format {
        case "xml": own = [(.malformed, RuleNumber("malformed-xml")), (.repeated, RuleNumber("repeated-name"))]
        case "json": own = [(.malformed, RuleNumber("malformed-json")), (.repeated, RuleNumber("repeated-name"))]
        case "csv":
            own = [
                (.ragged, RuleNumber("ragged-row")), (.strayQuote, RuleNumber("stray-quote")),
                (.unclosedQuote, RuleNumber("unclosed-quote")),
            ]
        default: own = [(.ragged, RuleNumber("ragged-row")), (.malformed, RuleNumber("malformed-workbook"))]
        }
        kinds =
            own + [
                (.tooLong, RuleNumber("row-too-long")), (.nul, RuleNumber("nul-byte")),
                (.undecodable, RuleNumber("undecodable")),
            ]
    }

    package func check(_ batch: Batch, _ report: FindingReport) {
        for (_, rule) in kinds { report.asked(rule, batch.count) }
        guard report.notes.soundRows < batch.count else { return }
        for row in 0..<batch.count where batch.damages[row] != .none {
            for field in 0..<batch.fieldCount { batch.clear(field, row) }
            batch.flags[row].insert(.error)
            guard let rule = kinds.first(where: { $0.damage == batch.damages[row] })?.rule else { continue }
            let detail = batch.details[row]
            if detail > 0 {
                String(detail).withSlice { report.fail(rule, batch, row, value: $0) }
            } else {
                report.fail(rule, batch, row)
            }
        }
    }

    private static func fact(
        _ id: String, _ chinese: String, _ english: String, _ mendChinese: String, _ mendEnglish: String
    ) -> RuleFacts {
        RuleFacts(
            id: id, severity: .error, dimension: .conformity, chinese: chinese, english: english,
            mendChinese: mendChinese, mendEnglish: mendEnglish, source: "RFC 4180; RFC 8259; W3C XML 1.0; domain §9")
    }
}
