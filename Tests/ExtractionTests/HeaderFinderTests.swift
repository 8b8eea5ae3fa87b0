import Model
import Testing

@testable import Extraction

@Suite struct ColumnMatchTests {
    private let made = plan(["罚款金额", "名称", "没收金额（万元）"], required: ["名称"], ignore: ["序号"])

    private func match(_ labels: [String]) -> ColumnMatch { ColumnResolver(made.mapping).match(labels) }

    @Test func comparesNormalLabelsAndBracketsLast() {
        #expect(match(["*名 称", "罚款金额(万元)", "没收金额"]).fields == [1, 0, 2])
        // The exact label wins, wherever it stands.
        #expect(match(["罚款金额（万元）", "罚款金额"]).fields == [nil, 0])
        #expect(match(["罚款金额（万元）", "罚款金额"]).unknown == ["罚款金额（万元）"])
    }

    @Test func ofTwoColumnsForAFieldTheFirstWins() {
        let result = match(["名称", "名称", "序号", ""])
        #expect(result.fields == [1, nil, nil, nil])
        #expect(result.unknown == ["名称"])
        #expect(result.ignored == 1)
    }

    /// 元 read as 万元 would be ten thousand times too much: such a column is not the mapping's.
    @Test func aBracketWithAnotherUnitIsAnotherColumn() {
        for label in ["没收金额（元）", "没收金额(人民币元)", "没收金额（单位：元）"] {
            #expect(match(["名称", label]).fields == [1, nil], "\(label)")
            #expect(match(["名称", label]).unknown == [label])
        }
        var mapping = made.mapping
        mapping.units = [0: .tenThousandYuan]
        let resolver = ColumnResolver(mapping)
        #expect(resolver.match(["罚款金额（元）"]).unknown == ["罚款金额（元）"])
        #expect(resolver.match(["罚款金额（万元）"]).fields == [0])
        #expect(resolver.match(["罚款金额（含没收）"]).fields == [0])
    }

    @Test func theFitTellsMappingsApart() {
        let whole = fit(of: made.mapping, item: made.item, labels: ["序号", "名称", "罚款金额", "没收金额(万元)"])
        #expect(whole.score == 1 && whole.missing.isEmpty && whole.unknown.isEmpty)
        let part = fit(of: made.mapping, item: made.item, labels: ["罚款金额", "其他"])
        #expect(part.missing == [1] && part.unknown == ["其他"] && part.score < 0.5)
        #expect(fit(of: made.mapping, item: made.item, labels: ["其他"]).score == 0)
    }
}

@Suite struct FooterTests {
    private func isFooter(_ text: String, nonEmpty: Int = 2, columns: Int = 20) -> Bool {
        Array(text.utf8).withUnsafeBufferPointer { Footer.isOne($0, nonEmpty: nonEmpty, columns: columns) }
    }

    @Test(arguments: [
        "合计", "合　　计", "总计：", "小计(万元)", "合计12户", "填表说明：本表", "填报说明", "备注：", "注:1", "说明：略", "制表人：张三",
        "填表人", "审核人：", "填报单位：某局", "　 合计", "单位负责人：",
    ])
    func areFound(_ text: String) { #expect(isFooter(text)) }

    @Test(arguments: ["合计科技有限公司", "制表机械厂", "备注", "注册公司", "说明书印刷厂", "审核中", "甲公司", "1", "Total"])
    func ordinaryValuesAreNone(_ text: String) { #expect(!isFooter(text)) }

    @Test func aFullRowIsNone() { #expect(!isFooter("合计", nonEmpty: 12)) }
}

@Suite struct HeaderFinderTests {
    @Test func refusesAFileWithoutOne() throws {
        let error = #expect(throws: RefusedFile.self) { try extractCSV("x,y\n1,2\n", plan(["甲", "乙"])) }
        #expect(error?.reason == .noHeader)
    }

    @Test func aHeaderAloneIsAFileWithoutRows() throws {
        let result = try extractCSV("甲,乙", plan(["甲", "乙"]))
        #expect(result.rows.isEmpty && result.summary.rows == 0)
    }

    @Test func namelessColumnsAtTheEndMayBeMissing() throws {
        let result = try extractCSV("甲,乙,,\n1,2,,\n1,2\n1,2,,x\n1,2,,,y\n1\n", plan(["甲", "乙"]))
        #expect(result.damages == [.none, .none, .none, .ragged, .ragged])
    }
}
