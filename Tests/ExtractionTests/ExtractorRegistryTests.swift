import Foundation
import Model
import TestKit
import Testing

@testable import Extraction

@Suite struct ExtractorRegistryTests {
    /// The folder with a folder for each extractor.
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Sources/Stages/1-Extraction").resolvingSymlinksInPath()

    /// A good file of each format: what the compatibility suite is run on.
    private static var samples: [String: (plan: ExtractionPlan, bytes: [UInt8])] {
        get throws {
            let workbook = plan(["名称", "代码", "内容"], format: "xlsx")
            let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
            return [
                "csv": (csv.plan, Array(csv.text.utf8)), "xml": (xml.plan, Array(xml.text.utf8)),
                "json": (json.plan, Array(json.text.utf8)),
                "xlsx": (
                    workbook,
                    try WorkbookFile([
                        ["报送表"], ["名称", "代码", "内容"], ["甲公司", "1", "有，逗号,\n和换行"], ["乙公司", "2"], ["丙公司", "3", "无"],
                        ["丁公司", "4", "x"], ["合计", "4"],
                    ]).bytes
                ),
                "xls": (workbook, [UInt8](try Data(contentsOf: fixtures.appending(path: "table.xls")))),
                "spreadsheetml": (workbook, Array(SpreadsheetMLTests.sample.utf8)),
            ]
        }
    }

    private static let csv: (plan: ExtractionPlan, text: String) =
        (
            plan(["名称", "代码", "内容"]), "报送表,,\n名称,代码,内容\n甲公司,1,\"有，逗号,\n和换行\"\n乙公司,2,\n丙公司,3,无\n丁公司,4,x\n合计,4,\n"
        )

    private static let xml: (plan: ExtractionPlan, text: String) =
        (
            plan(["名称", "代码", "内容"], format: "xml", rowPath: ["表", "行"]),
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <表><行><名称>甲公司</名称><代码>1</代码><内容>有 &lt;括号&gt;</内容></行>
            <行><名称>乙公司</名称><代码>2</代码></行><行 代码="3"><名称>丙公司</名称></行>
            <行><名称>丁公司</名称><代码>4</代码><内容><![CDATA[x]]></内容></行></表>
            """
        )

    private static let json: (plan: ExtractionPlan, text: String) =
        (
            plan(["名称", "代码", "内容"], format: "json"),
            """
            [{"名称":"甲公司","代码":913501001234567890,"内容":"有 \\"引号\\"、\\u4e00\\n"},
            {"名称":"乙公司","代码":"2","内容":null},{"代码":3,"名称":"丙公司"},
            {"名称":"丁公司","代码":4,"内容":["x",1.10]}]
            """
        )

    @Test("A folder with an extractor that is not in the list is an extractor that nobody can name")
    func everyExtractorIsListed() throws {
        guard FileManager.default.fileExists(atPath: Self.folder.path()) else { return }
        let files = try FileManager.default.subpathsOfDirectory(atPath: Self.folder.path())
        let written = files.filter { $0.hasSuffix("Extractor.swift") && $0.contains("/") }
            .map { ($0 as NSString).lastPathComponent.replacing(".swift", with: "") }
        #expect(!written.isEmpty)
        #expect(
            Set(written) == Set(extractors.map { String("\($0)".prefix { $0 != "<" }) }),
            "add the line to ExtractorRegistry.swift")
    }

    @Test func eachIsKnownByItsType() {
        #expect(Set(extractors.map { $0.type }).count == extractors.count)
        for one in extractors { #expect(extractor(for: one.type) == one) }
        #expect(extractor(for: "nothing") == nil)
        #expect(throws: RefusedFile.self) { try requireExtractor(for: "nothing") }
    }

    @Test func eachPassesTheCompatibilitySuite() throws {
        for type in extractors {
            let sample = try #require(try Self.samples[type.type], "\(type) has no sample here")
            let suite = ExtractorSuite(type, plan: sample.plan, sample: sample.bytes)
            let violations = try suite.violations()
            #expect(violations.isEmpty, "\(type):\n\(violations.prefix(10).joined(separator: "\n"))")
        }
    }
}
