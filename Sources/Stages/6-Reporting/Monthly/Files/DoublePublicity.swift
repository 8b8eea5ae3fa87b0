import Model

/// The monthly form of 双公示 as a city platform prints it: 21 columns, a title and a note over all of them, two header rows, a row for each
/// department, 合计数 at the end. What only a department's own return can say (what it made and published itself) stays empty, and the note says so.
package struct DoublePublicity: Sendable {
    /// Ids of the catalogue's items.
    package var licence: String
    package var penalty: String

    package init(licence: String = "licence", penalty: String = "penalty") {
        self.licence = licence
        self.penalty = penalty
    }

    static let columns = 21
    static let note = """
        说明：“产生数量”“本单位公示数量”“未报送数量”“未报送依据”和“本单位公示网址”由各单位自行填报，平台没有依据，留空；“报送数量”为平台收到的行数，\
        “有效入库数”为首次发布、更新、无变化、重复之和，“市级网站公示数量”为入库行减去其中声明撤销、注销的。
        """
    private static let groups = ["产生数量", "本单位公示数量", "报送数量", "未报送数量", "未报送依据", "有效入库数", "市级网站公示数量"]

    /// One department's line.
    struct Line {
        var source: String
        /// nil where the department neither sent nor owes the item.
        var licence: FigureCounts?
        var penalty: FigureCounts?
        var channels: [String]
    }

    func lines(_ report: MonthlyReport) -> [Line] {
        var lines: [Line] = []
        for entry in report.entries where entry.item == licence || entry.item == penalty {
            if lines.last?.source != entry.source {
                lines.append(Line(source: entry.source, licence: nil, penalty: nil, channels: []))
            }
            let place = lines.count - 1
            if entry.item == licence {
                lines[place].licence = (lines[place].licence ?? FigureCounts()) + entry.counts
            } else {
                lines[place].penalty = (lines[place].penalty ?? FigureCounts()) + entry.counts
            }
            let channel = report.channelName(entry.channel)
            if entry.counts[.deliveries] > 0, !lines[place].channels.contains(channel) {
                lines[place].channels.append(channel)
            }
        }
        return lines
    }

    func write(_ report: MonthlyReport, to book: Workbook) throws {
        let sheet = try book.sheet("双公示月报表")
        let last = DoublePublicity.columns - 1
        let days = report.month.days
        let range = "\(report.dateText(days.lowerBound))至\(report.dateText(days.upperBound - 1))"
        var title = CellFormat.title
        title.alignment = .centre
        try sheet.merge("\(report.instance)“双公示”月报表（\(range)）", row: 0, columns: 0...last, title)
        sheet.height(34, row: 0)
        try sheet.merge(DoublePublicity.note, row: 1, columns: 0...last, .note)
        sheet.height(36, row: 1)
        try writeHeader(sheet)
        var row = 4
        var sums: (licence: FigureCounts, penalty: FigureCounts) = (FigureCounts(), FigureCounts())
        for line in lines(report) {
            try sheet.write(report.department(line.source), row, 0, CellFormat.text.bordered)
            try sheet.blank(row, 1, CellFormat.text.bordered)
            try writeGroup(line.licence, sheet, row, 2)
            try writeGroup(line.penalty, sheet, row, 9)
            try sheet.write(line.channels.joined(separator: "、"), row, 16, CellFormat.text.bordered)
            try sheet.merge(problems(line, report), row: row, columns: 17...last, CellFormat.text.bordered)
            // Merged cells do not grow by themselves.
            sheet.height(height(problems(line, report), report.department(line.source)), row: row)
            sums.licence += line.licence ?? FigureCounts()
            sums.penalty += line.penalty ?? FigureCounts()
            row += 1
        }
        try sheet.write("合计数", row, 0, CellFormat.text.bold.bordered)
        try sheet.blank(row, 1, CellFormat.text.bordered)
        try writeGroup(sums.licence, sheet, row, 2, isTotal: true)
        try writeGroup(sums.penalty, sheet, row, 9, isTotal: true)
        try sheet.blank(row, 16, CellFormat.text.bordered)
        try sheet.merge("", row: row, columns: 17...last, CellFormat.text.bordered)
        sheet.width(30, columns: 0...0)
        sheet.width(14, columns: 1...1)
        sheet.width(12, columns: 2...15)
        sheet.width(20, columns: 16...16)
        sheet.width(12, columns: 17...last)
        sheet.freeze(row: 4, column: 1)
        sheet.printAcross(header: 3)
    }

    private func writeHeader(_ sheet: Sheet) throws {
        let last = DoublePublicity.columns - 1
        for (column, text) in [(0, "单位名称"), (1, "本单位公示网址"), (16, "报送方式")] {
            try sheet.merge(text, row: 2, rows: 2, columns: column...column, .header)
        }
        try sheet.merge("报送存在问题情况", row: 2, rows: 2, columns: 17...last, .header)
        for (column, text) in [(2, "行政许可"), (9, "行政处罚")] {
            try sheet.merge(text, row: 2, columns: column...(column + 6), .header)
            for (place, group) in DoublePublicity.groups.enumerated() {
                try sheet.write(group, 3, column + place, .header)
            }
        }
        sheet.height(34, row: 3)
    }

    private func writeGroup(
        _ counts: FigureCounts?, _ sheet: Sheet, _ row: Int, _ column: Int, isTotal: Bool = false
    ) throws {
        let format = isTotal ? CellFormat.count.bold.bordered : CellFormat.count.bordered
        for place in DoublePublicity.groups.indices { try sheet.blank(row, column + place, format) }
        guard let counts else { return }
        try sheet.write(counts[.received], row, column + 2, format)
        try sheet.write(counts[.accepted], row, column + 5, format)
        try sheet.write(counts[.accepted] - counts[.withdrawn], row, column + 6, format)
    }

    /// What was wrong with the deliveries, in figures.
    func problems(_ line: Line, _ report: MonthlyReport) -> String {
        let parts = [(licence, line.licence), (penalty, line.penalty)].compactMap { item, counts -> String? in
            guard let counts else { return nil }
            let named: [(Figure, String)] = [
                (.missed, "漏报 %期"), (.dueAllRejected, "全部退回 %期"), (.dueLate, "逾期 %期"), (.late, "迟报 %条"),
                (.rejected, "退回 %行"), (.unattributed, "未关联主体 %行"), (.undated, "无事件日期 %条"), (.refused, "拒收文件 %份"),
            ]
            let found = named.filter { counts[$0.0] > 0 }.map {
                $0.1.replacing("%", with: "\(counts[$0.0].grouped) ")
            }
            return found.isEmpty ? nil : "\(report.vocabulary.item(item))：\(found.joined(separator: "，"))"
        }
        return parts.isEmpty ? "无" : parts.joined(separator: "；")
    }

    /// In points, from the widths of the columns that wrap.
    private func height(_ problems: String, _ name: String) -> Double {
        let lines = max((TextWidth.of(problems) + 45) / 46, (TextWidth.of(name) + 27) / 28, 2)
        return Double(min(400, lines * 15 + 2))
    }
}

extension FigureCounts {
    fileprivate static func + (left: FigureCounts, right: FigureCounts) -> FigureCounts {
        var sum = left
        sum += right
        return sum
    }
}
