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

    package static let repeatedDelivery = RuleFacts(
        id: "repeated-delivery", severity: .notice, dimension: .redundancy,
        chinese: "与以前收到的文件内容完全相同",
        english: "The delivery has the same bytes as one received before",
        mendChinese: "无需处理；若本期确无新增，请作零报送",
        mendEnglish: "Nothing to do; where there is nothing new, send a nil return instead",
        source: "design §3, promise 2")

    package static let volumeBelowMinimum = RuleFacts(
        id: "volume-below-minimum", severity: .warning, dimension: .coverage,
        chinese: "行数少于该部门该事项的下限，文件已暂停处理，待数据管理员决定",
        english: "The delivery has fewer rows than expected; it is held for a steward",
        mendChinese: "核对是否漏报；确属正常的，由数据管理员放行",
        mendEnglish: "Check that nothing is missing, or have a steward release it",
        source: "Documentation/Configuration.md, volume")

    package static let volumeAboveMaximum = RuleFacts(
        id: "volume-above-maximum", severity: .warning, dimension: .redundancy,
        chinese: "行数多于该部门该事项的上限，文件已暂停处理，待数据管理员决定",
        english: "The delivery has more rows than expected; it is held for a steward",
        mendChinese: "核对是否重复导出或误报全量；确属正常的，由数据管理员放行",
        mendEnglish: "Check that the export is not repeated or a full one by mistake, or have a steward release it",
        source: "Documentation/Configuration.md, volume")

    package static let facts = [unknownColumn, droppedRows, repeatedDelivery, volumeBelowMinimum, volumeAboveMaximum]
}
