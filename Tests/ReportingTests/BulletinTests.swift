import Foundation
import Model
import Testing

@testable import Reporting

@Suite struct BulletinTests {
    private let bulletin = MonthlyFixture.report.bulletin

    /// The text of the blocks, a line each.
    private var text: String {
        bulletin.blocks.map { block in
            switch block {
            case .heading(let text), .subheading(let text), .paragraph(let text), .note(let text): text
            case .list(let lines): lines.joined(separator: "\n")
            case .table(let table): "\(table.rows.count) rows"
            }
        }.joined(separator: "\n")
    }

    @Test func theSummaryIsThatOfTheReport() {
        for part in [
            "收到文件11份、1,600行，入库1,480行，退回90行", "及时率95.59%（1,300/1,360）", "更新率66.67%（6/9）", "上月收到1,500行",
            "全市最差的三项是：更新率66.67%（6/9）",
        ] { #expect(text.contains(part), "\(part)") }
    }

    @Test func laggardsAreNamedWithTheirPeriods() {
        #expect(text.contains("示例市文化广电和旅游局：行政许可1期（7月7日至7月13日）。"))
        #expect(text.contains("\(MonthlyFixture.hostile)：行政许可1期（7月7日至7月13日，7月11日收到）。"))
        #expect(text.contains("示例市文化广电和旅游局：行政许可1期（7月14日至7月20日，7月24日收到，应于7月20日前）。"))
        #expect(text.contains("示例市文化广电和旅游局：计时1,050条，迟报60条，最长迟61个工作日。"))
    }

    @Test func thoseWithNothingWrongAreNotNamed() throws {
        let named = try #require(text.range(of: "三、点名通报"))
        let suspected = try #require(text.range(of: "四、疑似漏报"))
        #expect(!text[named.lowerBound..<suspected.lowerBound].contains("示例市档案馆"))
    }

    @Test func suspicionsAreNoFacts() {
        #expect(text.contains("下列情况只是疑似，未经核实，不作为漏报认定"))
        #expect(text.contains("示例市文化广电和旅游局：疑似文号断号（行政许可）：示文许〔2025〕101号与115号之间缺13个号。"))
    }

    @Test func requestsSayWhoIsToDoWhat() {
        #expect(
            text.contains(
                "示例市文化广电和旅游局：补报漏报的1期；改正退回未改的6行（最久的已95天）；办理未决比对差异6件；办理未决来源冲突1件；核实疑似漏报1项。"))
        #expect(text.contains("请下列部门于收到本通报后立即办理"))
    }

    @Test func longListsBecomeTables() {
        var report = MonthlyFixture.report
        report.periods = (0..<13).map { number in
            var period = MonthlyFixture.periods[0]
            period.item = "item-\(number)"
            return period
        }
        let tables = report.bulletin.blocks.compactMap {
            if case .table(let table) = $0 { table.rows.count } else { nil }
        }
        #expect(tables == [4, 13])
    }

    @Test func withoutSuspicionsTheChaptersStayInOrder() {
        var report = MonthlyFixture.report
        report.suspicions = []
        let headings = report.bulletin.blocks.compactMap { if case .heading(let text) = $0 { text } else { nil } }
        #expect(headings == ["一、总体情况", "二、部门排名", "三、点名通报", "四、工作要求"])
    }

    @Test func itIsFitForSignature() {
        let html = bulletin.html
        for part in ["关于2025年7月企业信息归集情况的通报", "各有关部门：", "示例市（发文机关名称）", "2025年8月1日", "签发人："] {
            #expect(html.contains(part), "\(part)")
        }
        #expect(bulletin.html == MonthlyFixture.report.bulletin.html)
    }

    @Test(.enabled(if: Pandoc().isInstalled, "pandoc is not installed"))
    func theWordDocumentIsAFunctionOfTheReport() throws {
        let first = try bulletin.docx()
        #expect(first.starts(with: [0x50, 0x4B, 3, 4]) && first.count > 5_000)
        #expect(try bulletin.docx() == first)
    }

    @Test(.enabled(if: Pandoc().isInstalled, "pandoc is not installed"))
    func theWordDocumentSaysWhatTheBulletinSays() throws {
        let parts = try #require(Unpacked(try bulletin.docx()))
        let document = try #require(parts["word/document.xml"])
        for part in ["关于2025年7月企业信息归集情况的通报", "1,300/1,360", "签发人：", "&lt;script&gt;alert(1)"] {
            #expect(document.contains(part), "\(part)")
        }
        let styles = try #require(parts["word/styles.xml"])
        for name in ["公文标题", "正文段落", "落款", "签发"] { #expect(styles.contains("w:val=\"\(name)\"")) }
        #expect(document.contains("w:bottom=\"1985\""))
    }

    @Test func withoutPandocTheErrorNamesThePackage() {
        let error = #expect(throws: SystemError.self) { try bulletin.docx(Pandoc(path: ["/nowhere"])) }
        #expect(error?.chinese.contains("apt install pandoc") == true)
        #expect(error?.english.contains("apt install pandoc") == true)
    }

    @Test func chineseNumbers() {
        #expect([1, 9, 10, 11, 20, 35].map(ChineseNumber.text) == ["一", "九", "十", "十一", "二十", "三十五"])
    }

    @Test func theChecksumIsThatOfZIP() {
        // The check value of CRC-32 (ISO-HDLC).
        #expect(StoredArchive.checksum(Array("123456789".utf8)) == 0xCBF4_3926)
    }
}
