import Foundation
import GuijiConfiguration
import Ledger
import Model
import Pipeline
import Testing

@testable import Reporting

/// A bad row's way: from the file to the repair file, mended, and sent again to the disclosure store.
@Suite struct RepairRoundTripTests {
    private let subjects = (1...4).map { Fictions.creditCode(20 + $0) }
    private let name = "示例市晨曦文化有限公司"

    private func register(_ test: TestInstance) throws -> String {
        try test.deliver(
            Fictions.register(subjects.map { Registration(code: $0, name: "\(name)\($0.suffix(4))") }),
            as: "2025-03-03-registration.csv", from: "market-supervision")
    }

    /// One row is good, one has a wrong code, one a date that does not exist, one no content.
    private func licences(broken: Bool) -> [Licence] {
        subjects.enumerated().map { index, code in
            var row = Licence(
                code: code, name: "\(name)\(code.suffix(4))", document: "示文许〔2025〕\(index + 1)号", content: "演出；𠮷㈱")
            guard broken else { return row }
            if index == 1 { row.code = "\(code.dropLast())\(code.hasSuffix("1") ? 2 : 1)" }
            if index == 2 { row.decided = "2025-02-30" }
            if index == 3 { row.content = "" }
            return row
        }
    }

    /// Mends what `licences(broken:)` broke, in the text of a repair file.
    private func mended(_ text: String, _ separators: (String, String)) -> String {
        let wrong = licences(broken: true)
        var text = text.replacing(wrong[1].code, with: subjects[1]).replacing("2025-02-30", with: "2025-03-03")
        let empty = "普通\(separators.0)\(separators.1)2025-03-03"
        text = text.replacing(empty, with: "普通\(separators.0)演出；𠮷㈱\(separators.1)2025-03-03")
        return text
    }

    @Test(arguments: [TextEncoding.gb18030, .utf8, .utf16LittleEndian, .utf16BigEndian], [";", ",", "\t", "|"])
    func csv(encoding: TextEncoding, delimiter: String) throws {
        let codec = TextCodec(encoding)
        let test = try TestInstance()
        let text = Fictions.licences(licences(broken: true), by: Fictions.culture).replacing(",", with: delimiter)
            .replacing("\n", with: "\r\n")
        let mark = encoding == .gb18030 ? [] : codec.mark
        let file = try test.folder.write(mark + codec.encode(text), to: "deliveries/culture/2025-03-05-licence.csv")
        #expect(try test.run([register(test), file]).totals.byName == ["published": 5, "rejected": 3])

        let outbox = "\(test.configuration.settings.paths.outbox)/culture"
        let repair = Array(try Data(contentsOf: URL(filePath: "\(outbox)/000002-2025-03-05-licence.repair.csv")))
        #expect(repair.starts(with: mark))
        let read = codec.decode(repair.dropFirst(mark.count))
        let lines = read.split(separator: "\r\n", omittingEmptySubsequences: true)
        #expect(lines.count == 4)
        let header = text.prefix { $0 != "\r\n" }
        #expect(lines[0].hasPrefix(header))
        #expect(lines[0].split(separator: delimiter).count == header.split(separator: delimiter).count + 2)
        let original = text.split(separator: "\r\n")
        for (index, line) in lines.dropFirst().enumerated() { #expect(line.hasPrefix(original[index + 2])) }

        let again = try test.folder.write(
            mark + codec.encode(mended(read, (delimiter, delimiter))), to: "deliveries/culture/2025-03-12-licence.csv")
        try expectPublished(again, test, layout: encoding)
    }

    @Test func xml() throws {
        let test = try TestInstance()
        func rows(_ licences: [Licence]) -> String {
            licences.map { row in
                """
                  <ROW><XK_XDR_MC>\(row.name)</XK_XDR_MC><XK_XDR_SHXYM>\(row.code)</XK_XDR_SHXYM><XK_WSH>\(row.document)</XK_WSH>\
                <XK_XKLB>普通</XK_XKLB><XK_NR>\(row.content)</XK_NR><XK_JDRQ>\(row.decided)</XK_JDRQ>\
                <XK_XKJG>示例市文化广电和旅游局</XK_XKJG><XK_ZT>有效</XK_ZT></ROW>

                """
            }.joined()
        }
        let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ROWS>\n\(rows(licences(broken: true)))</ROWS>\n"
        let file = try test.deliver(text, as: "2025-03-05-licence.xml", from: "credit-platform")
        #expect(try test.run([register(test), file]).totals.byName == ["published": 5, "rejected": 3])
        let outbox = "\(test.configuration.settings.paths.outbox)/credit-platform"
        let repair = try String(contentsOfFile: "\(outbox)/000002-2025-03-05-licence.repair.xml", encoding: .utf8)
        #expect(repair.ranges(of: "<ROW>").count == 3)
        let fixed = mended(repair, ("</XK_XKLB><XK_NR>", "</XK_NR><XK_JDRQ>"))
        let again = try test.deliver(fixed, as: "2025-03-12-licence.xml", from: "credit-platform")
        try expectPublished(again, test, layout: .utf8)
    }

    private func expectPublished(_ file: String, _ test: TestInstance, layout: TextEncoding) throws {
        let summary = try test.run([file])
        let first = summary.submissions.first
        #expect(summary.totals.byName == ["published": 3], "\(first?.refusal ?? "")")
        let instance = try test.open()
        #expect(try instance.ledger.strings("SELECT DISTINCT mapping FROM submission WHERE id > 1").count == 1)
        // The columns that the repair file added are known: neither mapped nor strange.
        #expect(try instance.ledger.findings(of: 3) == [:])
        let export = try StoreDump.export(instance)["licence"] ?? []
        #expect(export.count == 5)
        for code in subjects { #expect(export.count { $0.hasPrefix(code) } == 1) }
        #expect(export.dropFirst().allSatisfy { $0.contains("演出；𠮷㈱") })
    }
}
