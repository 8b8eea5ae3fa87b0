import Model

extension MonthlyReport {
    /// The month as a workbook: the summary first, then the monthly form of 双公示, then one sheet a table, complete.
    package func xlsx(_ form: DoublePublicity = DoublePublicity()) throws -> [UInt8] {
        let book = try Workbook(title: "\(instance) \(month.chinese) 归集月报", created: asOf)
        try writeSummary(to: book)
        try form.write(self, to: book)
        for table in sheets { try table.write(to: book) }
        return try book.finish()
    }

    /// The tables of the workbook in order.
    var sheets: [DataTable] {
        [
            maturityTable, rankingTable, dimensionTable, trendTable(all: true), periodSumTable, periodTable(periods),
            daysLateTable, departmentTable, itemTable, regionTable, channelTable, outstandingTable, caseTable,
            ruleTable,
            suspicionTable, restatementTable, rateTable, figureTable, versionTable, entryTable,
        ]
    }

    private func writeSummary(to book: Workbook) throws {
        let sheet = try book.sheet("概况")
        for (column, width) in [26, 16, 16, 16, 60].enumerated() {
            sheet.width(Double(width), columns: column...column)
        }
        try sheet.merge("\(instance) 归集月报 \(month.chinese)", row: 0, columns: 0...4, .title)
        sheet.height(30, row: 0)
        try sheet.merge(
            "数据截至 \(clock.text(asOf))。每个数字都能打开到行：\(query())", row: 1, columns: 0...4, .note)
        sheet.height(32, row: 1)
        var row = 3
        try header(["指标\nfigure", "本月\nthis month", "上月\nlast month", "", "数的是什么\ncounts"], sheet, &row)
        let before = previous()
        for figure in MonthlyReport.chief {
            try sheet.write(figure.chinese, row, 0)
            try sheet.write(total.counts[figure], row, 1)
            if let before { try sheet.write(before[figure], row, 2) }
            try sheet.write(figure.definition.chinese, row, 4)
            row += 1
        }
        row += 1
        try header(["比率\nrate", "本月\nthis month", "分子\nnumerator", "分母\ndenominator", "分子 ÷ 分母\nformula"], sheet, &row)
        for rate in MonthlyRate.allCases {
            let value = rate.of(total.counts)
            try sheet.write(rate.chinese, row, 0)
            try sheet.write(value, row, 1)
            try sheet.write(value.numerator, row, 2)
            try sheet.write(value.denominator, row, 3)
            try sheet.write(rate.formula.chinese, row, 4)
            row += 1
        }
        row += 1
        try header(["最差的三项\nworst three", "比率\nrate", "分子\nnumerator", "分母\ndenominator", ""], sheet, &row)
        for (rate, value) in city.worst {
            try sheet.write(rate.chinese, row, 0)
            try sheet.write(value, row, 1)
            try sheet.write(value.numerator, row, 2)
            try sheet.write(value.denominator, row, 3)
            row += 1
        }
        sheet.freeze(row: 2, column: 0)
        sheet.printAcross(header: 0)
    }

    /// What the summary names.
    static let chief: [Figure] = [
        .received, .accepted, .withdrawn, .rejected, .unattributed, .dated, .onTime, .late, .undated, .due, .missed,
        .dueAllRejected, .dueLate, .dueNil, .outstanding, .mismatchesOpen, .conflictsOpen, .deliveries, .refused,
    ]

    private func header(_ cells: [String], _ sheet: Sheet, _ row: inout Int) throws {
        for (column, text) in cells.enumerated() { try sheet.write(text, row, column, .header) }
        sheet.height(32, row: row)
        row += 1
    }
}
