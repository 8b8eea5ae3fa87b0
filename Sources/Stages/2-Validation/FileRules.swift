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

    package static let unreadSheet = RuleFacts(
        id: "unread-sheet", severity: .warning, dimension: .completeness,
        chinese: "工作簿中另有可见的、有内容的工作表没有读取",
        english: "Another visible sheet of the workbook holds something and was not read",
        mendChinese: "每个工作簿只放一张要报送的表；其余的另存为文件报送，或隐藏；也可由管理员在映射中用 sheet 指明",
        mendEnglish:
            "Send one table a workbook: save others as files of their own or hide them, or have the mapping name its sheet",
        source: "Documentation/Configuration.md")

    package static let unusualVolume = RuleFacts(
        id: "unusual-volume", severity: .warning, dimension: .redundancy,
        chinese: "行数多于该部门该事项一次报送应有的行数（映射的 volume.max）",
        english: "There are more rows than a delivery is expected to have (volume.max of the mapping)",
        mendChinese: "核对是否重复导出、或误含了往期数据；确属正常的，请管理员调整映射中的 volume.max",
        mendEnglish:
            "See whether rows were exported twice or old ones came along; where it is right, have volume.max of the mapping raised",
        source: "Documentation/Configuration.md")

    package static let facts = [unknownColumn, droppedRows, unreadSheet, unusualVolume]
}
