import Model
import Testing

@testable import Extraction

/// Headers whose cells are merged over rows and columns, in text and in workbooks of every kind.
@Suite struct TwoLineHeaderTests {
    private let labels = ["名称", "代码", "内容", "有效期自", "有效期至"]
    private var plan: ExtractionPlan { ExtractionTests.plan(labels, required: ["名称"], ignore: ["序号"]) }
    private let rows = [["甲", "1", "a", "2025-01-01", "2026-01-01"], ["乙", "2", "b", "2025-01-02", "2026-01-02"]]

    private func expect(
        _ header: [[String]], _ form: TableForm, dropped: Int = 0, columns: [String]? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let read = try form.extract(header + rows, plan)
        #expect(read.good == rows, sourceLocation: sourceLocation)
        #expect(read.damages == [.none, .none], sourceLocation: sourceLocation)
        #expect(
            read.rows.map(\.position.line) == [header.count + 1, header.count + 2], sourceLocation: sourceLocation)
        #expect(read.rows.map(\.position.row) == [1, 2], sourceLocation: sourceLocation)
        #expect(read.summary.layout.columns == columns ?? labels, sourceLocation: sourceLocation)
        #expect(read.summary.layout.headerLine == header.count, sourceLocation: sourceLocation)
        #expect(read.summary.layout.unknown.isEmpty, sourceLocation: sourceLocation)
        #expect(read.summary.dropped == dropped, sourceLocation: sourceLocation)
    }

    @Test(arguments: TableForm.allCases) func mostLabelsSpanBothLines(_ form: TableForm) throws {
        try expect([["名称", "代码", "内容", "有效期", ""], ["", "", "", "有效期自", "有效期至"]], form)
    }

    @Test(arguments: TableForm.allCases) func aGroupSpansMostColumns(_ form: TableForm) throws {
        try expect([["名称", "许可信息", "", "", ""], ["", "代码", "内容", "有效期自", "有效期至"]], form)
    }

    @Test(arguments: TableForm.allCases) func asManyLabelsInBothLines(_ form: TableForm) throws {
        try expect([["名称", "代码", "许可", "", ""], ["", "", "内容", "有效期自", "有效期至"]], form)
        try expect([["名称", "代码", "内容", "有效期自", ""], ["", "", "", "", "有效期至"]], form)
    }

    @Test(arguments: TableForm.allCases) func titlesStandAbove(_ form: TableForm) throws {
        try expect(
            [
                ["行政许可报送表"], ["填报单位：某局", "", "", "填报日期：2025-03-01"], ["名称", "代码", "内容", "有效期", ""],
                ["", "", "", "有效期自", "有效期至"],
            ], form, dropped: 2)
    }

    @Test(arguments: TableForm.allCases) func aGroupAndItsPartAreALabelTogether(_ form: TableForm) throws {
        try expect([["名称", "代码", "内容", "有效期", ""], ["", "", "", "自", "至"]], form)
        // Below the second group as well, and where every column has a group.
        try expect([["主体", "", "许可", "有效期", ""], ["名称", "代码", "内容", "自", "至"]], form)
    }

    /// Programs that resolve merged cells write a group's label above each of its columns.
    @Test(arguments: TableForm.allCases) func groupsMayBeRepeated(_ form: TableForm) throws {
        try expect([["名称", "代码", "内容", "有效期", "有效期"], ["", "", "", "有效期自", "有效期至"]], form)
        try expect([["名称", "代码", "内容", "有效期", "有效期"], labels], form, dropped: 1)
    }

    @Test(arguments: TableForm.allCases) func unknownLabelsKeepTheirPlace(_ form: TableForm) throws {
        let table = [
            ["名称", "经办", "", "有效期", "", "科室"], ["", "经办人", "电话", "有效期自", "有效期至", ""],
            ["甲", "x", "y", "2025-01-01", "2026-01-01", "z"],
        ]
        let read = try form.extract(table, plan)
        #expect(read.good == [["甲", "", "", "2025-01-01", "2026-01-01"]])
        #expect(read.summary.layout.unknown == ["经办人", "电话", "科室"])
        #expect(read.summary.layout.columns == ["名称", "经办人", "电话", "有效期自", "有效期至", "科室"])
    }

    /// The part of a group may be a label of its own elsewhere.
    @Test func aGroupsNameCountsWhereBothTogetherAreALabel() throws {
        let plan = ExtractionTests.plan(["名称", "代码", "机关名称", "机关代码"])
        let table = [["名称", "代码", "机关", ""], ["", "", "名称", "代码"], ["甲", "1", "局", "2"]]
        #expect(try extractCSV(TableForm.csv.bytes(table), plan).good == [["甲", "1", "局", "2"]])
        let titled = [["机关", "某局", "", ""], ["名称", "代码", "机关名称", "机关代码"], ["甲", "1", "局", "2"]]
        #expect(
            try extractCSV(TableForm.csv.bytes(titled), plan).good == [["甲", "1", "局", "2"]], "a title is no group")
    }

    // MARK: Rows of data below a header of one line

    @Test(
        "A row that says what is a label is a row",
        arguments: [
            ["名称", "代码", "a", "2025-01-01", "2026-01-01"], ["序号", "", "", "", ""], ["甲", "", "有效期至", "", ""],
            ["", "", "内容", "", ""], ["", "", "", "有效期至", "有效期自"],
        ])
    func aRowOfLabelsIsARow(_ row: [String]) throws {
        for form in TableForm.allCases {
            let read = try form.extract([labels, row] + rows, plan)
            #expect(read.good == [row] + rows, "\(form)")
            #expect(read.rows.first?.position.line == 2 && read.summary.layout.headerLine == 1, "\(form)")
        }
    }

    @Test(
        "Columns without a label, and unknown ones, swallow no row",
        arguments: [
            ["甲", "x", "代码", "有效期自", ""], ["甲", "", "", "x", "代码"], ["", "x", "代码", "y", ""], ["", "", "x", "y", ""],
            ["", "", "x", "y", "z"], ["", "", "", "x", ""], ["甲", "", "", "", ""], ["", "", "代码", "", ""],
        ])
    func namelessColumnsSwallowNoRow(_ row: [String]) throws {
        for form in TableForm.allCases {
            let read = try form.extract([["名称", "内容", "说明", "", ""], row, ["乙", "", "", "", "z"]], plan)
            #expect(read.summary.rows == 2, "\(form)")
            #expect(read.rows.first?.position.line == 2, "\(form)")
        }
    }

    @Test(arguments: TableForm.allCases) func aHeaderAloneSwallowsNothing(_ form: TableForm) throws {
        #expect(try form.extract([labels], plan).summary.rows == 0)
        #expect(try form.extract([["名称", "有效期", ""], ["", "有效期自", "有效期至"]], plan).summary.rows == 0)
    }

    // MARK: Without a mapping

    private func peeked(_ table: [[String]], _ form: TableForm) throws -> (file: PeekedFile, rows: [PeekedRow]) {
        try withFile(form.bytes(table)) { path in
            let file = try peek(path: path)
            var rows: [PeekedRow] = []
            try file.rows {
                rows.append($0)
                return true
            }
            return (file, rows)
        }
    }

    @Test(arguments: TableForm.allCases) func peekSeesBothLines(_ form: TableForm) throws {
        for header in [
            [["名称", "代码", "内容", "有效期", ""], ["", "", "", "有效期自", "有效期至"]],
            [["名称", "许可信息", "", "", ""], ["", "代码", "内容", "有效期自", "有效期至"]],
            [["名称", "代码", "内容", "有效期", ""], ["", "", "", "自", "至"]],
        ] {
            let (file, read) = try peeked([["报送表"]] + header + rows, form)
            #expect(file.labels == labels && file.headerLine == 3)
            #expect(read.map(\.cells) == rows && read.map(\.position.line) == [4, 5])
            #expect(read.map(\.position.row) == [1, 2] && read.allSatisfy { $0.damage == .none })
        }
    }

    @Test(arguments: TableForm.allCases) func peekSwallowsNoRow(_ form: TableForm) throws {
        let last = ["乙", "x", "y", "z"]
        for row in [["甲", "代码", "x", "内容"], ["", "x", "内容", "y"], ["", "", "x", "y"], ["", "", "12", "13"]] {
            let (file, read) = try peeked([["名称", "代码", "备注", "说明"], row, last], form)
            #expect(file.headerLine == 1 && read.count == 2, "\(row)")
        }
        let (file, read) = try peeked([["名称", "代码", "备注", ""], ["", "", "12", "13"], last], form)
        #expect(file.headerLine == 1 && read.count == 2, "numbers are no labels")
    }

    @Test(arguments: TableForm.allCases) func aMappingFitsBothLines(_ form: TableForm) throws {
        let table = [["名称", "许可信息", "", "", ""], ["", "代码", "内容", "有效期自", "有效期至"]] + rows
        try withFile(form.bytes(table)) { path in
            let nature = try Sniffer.inspect(path: path)
            let header = try #require(
                try extractor(for: nature.format.rawValue)?.header(path: path, nature: nature, limit: 1 << 20))
            let fit = try #require(PreparedMapping(plan.mapping, item: plan.item).fit(header))
            #expect(fit.missing.isEmpty && fit.unknown.isEmpty && fit.score == 1)
        }
    }
}
