package import Model

/// Facts about a delivery as a whole; extraction and the pipeline find them, their wording stands with the other rules'.
package enum FileRules {
    package static let unknownColumn = RuleFacts(
        id: "unknown-column", severity: .warning, dimension: .conformity,
        chinese: "文件中的列既未映射也未声明忽略，其内容未归集",
        english: "A column is neither mapped nor ignored; its content was not taken",
        mendChinese: "核对列名；确需归集的，请管理员在部门映射中登记；不需要的，登记为忽略",
        mendEnglish: "Check the label; have the column added to the department's mapping, or to what it ignores",
        source: "Documentation/Configuration.md")

    package static let droppedRows = RuleFacts(
        id: "dropped-rows", severity: .notice, dimension: .conformity,
        chinese: "标题行、合计行或填表说明不是数据，未计入收到的行数",
        english: "Title rows, totals or remarks are no data and were left out",
        mendChinese: "无需处理；若误删了数据行，请去掉行中的“合计”“说明”等字样",
        mendEnglish: "Nothing to do, unless a data row looks like a total or a remark",
        source: "domain §9")

    package static let facts = [unknownColumn, droppedRows]
}
