import Ledger
package import Model

extension Instance {
    /// The error for an identifier of which nothing is known; it names the rows in which it stands nevertheless, and their receipts.
    package func unknownSubject(_ identifier: String) throws -> SystemError {
        let reader = LedgerReader(ledger)
        let mentions = try reader.mentions(of: identifier, limit: 5)
        guard !mentions.isEmpty else {
            return SystemError(
                chinese: "没有关于 \(identifier) 的记录，收到的文件里也没有因它而退回或等待的行。",
                english: "There is nothing about \(identifier), nor has a row with it been rejected or kept waiting.")
        }
        var lines: [String] = []
        for mention in mentions {
            let receipt = try reader.delivery(mention.submission).map { outboxPath($0) + ".receipt.html" } ?? ""
            let reason = mention.rule.map { "退回或存疑 rejected or doubted (\($0))" } ?? "等待登记 waiting for the register"
            lines.append(
                "  \(mention.source) \(mention.file) 第 \(mention.row) 行（行号 line \(mention.line)）：\(reason)；\(receipt)")
        }
        return SystemError(
            chinese: "没有主体 \(identifier)；这些行里有它：\n\(lines.joined(separator: "\n"))",
            english: "No subject has \(identifier); the rows above say it.")
    }
}
