/// Lines below the data that are no data: totals, instructions, signatures (domain §9).
enum Footer {
    /// Words that begin a footer whatever follows.
    private static let headings = ["填表说明", "填报说明", "填写说明"]
    /// Words that begin a footer where a colon, a bracket, a digit, a title or nothing follows.
    private static let words = [
        "合计", "总计", "小计", "共计", "制表", "填表", "填报", "审核", "复核", "负责人", "单位负责人", "联系人", "联系电话",
    ]
    /// Words that begin a footer only before a colon: they are ordinary values otherwise.
    private static let remarks = ["备注", "注", "说明"]
    private static let titles = ["人", "单位", "日期", "时间", "部门", "机构", "员"]

    /// - Parameters:
    ///   - prefix: the beginning of the row's first cell that holds something; may end inside a character.
    ///   - nonEmpty: cells that hold something.
    ///   - columns: cells of the header.
    static func isOne(_ prefix: UnsafeBufferPointer<UInt8>, nonEmpty: Int, columns: Int) -> Bool {
        // Every footer begins with a character from U+5000 to U+8FFF, or with a space or mark before one.
        guard nonEmpty > 0, nonEmpty <= 3 || nonEmpty * 3 < columns, (prefix.first ?? 0) >= 0xE3 else { return false }
        let text = String(decoding: prefix, as: UTF8.self)
            .filter { !$0.isWhitespace && $0 != "*" && $0 != "＊" && $0 != "\u{FFFD}" }
        if headings.contains(where: text.hasPrefix) { return true }
        if remarks.contains(where: { text.hasPrefix($0) && isColon(text.dropFirst($0.count).first) }) { return true }
        return words.contains { word in
            guard text.hasPrefix(word) else { return false }
            var rest = text.dropFirst(word.count)
            for title in titles where rest.hasPrefix(title) {
                rest = rest.dropFirst(title.count)
                break
            }
            guard let next = rest.first else { return true }
            return !next.isLetter
        }
    }

    private static func isColon(_ character: Character?) -> Bool { character == "：" || character == ":" }
}
