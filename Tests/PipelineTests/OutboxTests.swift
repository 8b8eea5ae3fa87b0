import Foundation
import GuijiConfiguration
import Model
import Pipeline
import Testing

/// What departments find in their outbox, whatever they called their files.
@Suite struct OutboxTests {
    private func delivery(_ test: TestInstance, named name: String) throws -> String {
        let row = Licence(code: "91330102MA9X12346R", name: "示例有限公司", document: "示文许〔2025〕1号", decided: "2025-02-30")
        return try test.deliver(Fictions.licences([row], by: Fictions.culture), as: name, from: "culture")
    }

    @Test("A name as long as file systems allow leaves no room for a number and an ending: it is cut")
    func longNamesAreCut() throws {
        let test = try TestInstance()
        let name = "2025-03-05-" + String(repeating: "许可", count: 40) + ".csv"
        #expect(name.utf8.count == 255)
        let summary = try test.run([delivery(test, named: name)])
        #expect(summary.totals[.rejected] == 1)
        let files = try StoreDump.files(test.configuration.settings.paths.outbox).keys.sorted()
        #expect(files.count == 3 && files.allSatisfy { $0.hasPrefix("culture/000001-2025-03-05-许可") }, "\(files)")
        for ending in [".csv.receipt.html", ".csv.receipt.json", ".repair.csv"] {
            #expect(files.contains { $0.hasSuffix(ending) }, "\(files)")
        }
    }

    @Test func aRefusedFileThatComesAgainIsRefusedAgain() throws {
        let test = try TestInstance()
        for day in ["2025-03-30", "2025-03-31"] {
            _ = try test.folder.write("%PDF-1.7", to: "inbox/culture/许可.csv")
            let summary = try test.runInbox(asOf: day, isDated: false)
            #expect(summary.submissions.map(\.state) == ["refused"])
            #expect(FileManager.default.fileExists(atPath: "\(test.folder.path)/refused/culture/许可.csv"))
            #expect(!FileManager.default.fileExists(atPath: "\(test.folder.path)/done/culture/许可.csv"))
        }
    }
}
