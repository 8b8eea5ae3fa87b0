import Foundation
import Testing

/// The commands that read the stores: explain, subject, report, export.
@Suite struct ReadingCommandTests {
    private static let code = "91330102MA9X12346R"

    @Test func theMonthRuns() throws {
        let run = try SampleMonth.get().run
        #expect(run.status == 0, "\(run)")
        #expect(run.error.isEmpty)
        #expect(run.text.contains("收到 403 = 各结果之和 403"))
        #expect(run.text.contains("conflicts: 7"))
        #expect(run.text.contains("quality.html"))
    }

    @Test func explainNarrowsStepByStep() throws {
        let month = try SampleMonth.get()
        let all = try month.guiji("explain", Self.code)
        let item = try month.guiji("explain", Self.code, "licence")
        let key = try month.guiji("explain", Self.code, "licence", "示文许〔2025〕100号")
        let field = try month.guiji("explain", Self.code, "licence", "示文许〔2025〕100号", "content")
        for answer in [all, item, key, field] { #expect(answer.status == 0 && answer.error.isEmpty, "\(answer)") }
        #expect(all.text.contains("registration") && !item.text.contains("  登记基本信息 registration"))
        #expect(key.text.contains("2025-03-05-licence.csv") && key.text.contains("2025-03-10-licence.xml"))
        #expect(key.text.contains("party_name =") && !field.text.contains("party_name ="))
        #expect(field.text.contains("content ="))
        // A field where a key could stand.
        #expect(try month.guiji("explain", Self.code, "licence", "content").text.contains("content ="))
    }

    /// What only the government holds: as many lines as `compare` counts, of one department, and nobody's to act on.
    @Test func governmentOnlyIsListed() throws {
        let month = try SampleMonth.get()
        func lines(_ arguments: String...) throws -> [String] {
            let answer = try month.folder.guiji.run(
                ["mismatch", "list", "--result", "government_only"] + arguments + ["-C", "demo"])
            #expect(answer.status == 0 && answer.error.isEmpty, "\(answer)")
            return answer.text.split(whereSeparator: \.isNewline).map(String.init)
        }
        let all = try lines()
        #expect(all.first?.contains("comparison,result,subject,name,department,item,file,row") == true)
        #expect(month.run.text.contains("government_only \(all.count - 1)"))
        let culture = try lines("--department", "culture", "--comparison", "self-licence")
        #expect(culture.count > 1 && culture.count < all.count)
        #expect(culture.dropFirst().allSatisfy { $0.contains(",culture,licence,") && all.contains($0) })
        for wrong in [["--responsible", "culture"], ["--state", "open"], ["--on", "2025-03-31"]] {
            let answer = try month.folder.guiji.run(
                ["mismatch", "list", "--result", "government_only", "-C", "demo"] + wrong)
            #expect(answer.status == 64, "\(wrong)")
        }
        #expect(try month.guiji("mismatch", "list", "--department", "culture").status == 64)
    }

    @Test func explainAsJSON() throws {
        let answer = try SampleMonth.get().guiji("explain", Self.code, "licence", "--json")
        let list = try #require(try JSONSerialization.jsonObject(with: answer.output) as? [[String: Any]])
        let first = try #require(list.first)
        #expect(Set(["subject", "item", "record", "statements", "fields"]).isSubset(of: first.keys))
        #expect(first["subject"] as? String == Self.code)
    }

    @Test(arguments: [
        ["explain", "91110000600037341L"], ["explain", "' OR 1=1 --"], ["explain", ""],
        ["subject", "91110000600037341L"],
        ["subject", "不存在的公司"], ["subject", "\"; DROP TABLE text; --"], ["explain", code, "licence", "没有这个文号"],
    ]) func nothingIsKnown(_ arguments: [String]) throws {
        let answer = try SampleMonth.get().folder.guiji.run(arguments + ["-C", "demo"])
        #expect(answer.status == 1, "\(answer)")
        #expect(answer.output.isEmpty)
        #expect(!answer.error.isEmpty)
    }

    @Test(arguments: [["explain", code], ["subject", code], ["export", "licence"], ["report", "quality"]])
    func readingMakesNoStores(_ arguments: [String]) throws {
        let month = try SampleMonth.get()
        let nowhere = FileManager.default.temporaryDirectory.appending(path: "guiji-nowhere-\(UUID().uuidString)")
            .path()
        let answer = try month.folder.guiji.run(arguments + ["-C", "demo", "--out", nowhere])
        #expect(answer.status == 1 && answer.error.contains("guiji run"), "\(answer)")
        #expect(!FileManager.default.fileExists(atPath: nowhere))
    }

    @Test(arguments: ["explain", "subject"])
    func aRejectedCodeLeadsToItsReceipt(_ command: String) throws {
        let answer = try SampleMonth.get().folder.guiji.run([command, "91330127MA9X10193B", "-C", "demo"])
        #expect(answer.status == 1)
        for wanted in ["culture 2025-03-05-licence.csv 第 16 行", "credit-code-check", "licence.csv.receipt.html"] {
            #expect(answer.error.contains(wanted), "\(answer)")
        }
    }

    @Test(arguments: [
        ["explain", code, "licenses"], ["export", "licenses"], ["export"], ["report", "timeliness"],
        ["report", "timeliness", "--month", "2025-3"], ["report", "timeliness", "--month", "2025-13"],
        ["report", "quality", "--format", "csv"], ["report", "comparison", "--format", "html"],
        ["report", "timeliness", "--month", "2025-03", "--format", "pdf"],
    ]) func wrongUsage(_ arguments: [String]) throws {
        let answer = try SampleMonth.get().folder.guiji.run(arguments + ["-C", "demo"])
        #expect(answer.status == 64, "\(answer)")
        #expect(answer.output.isEmpty)
    }

    @Test func subjectByCodeAndByName() throws {
        let month = try SampleMonth.get()
        let byCode = try month.guiji("subject", Self.code)
        #expect(byCode.status == 0)
        #expect(byCode.text.contains("【登记基本信息】1 条") && byCode.text.contains("【行政许可】"))
        #expect(byCode.text.contains("示例市云溪科技有限公司"))
        #expect(try month.guiji("subject", "示例市云溪科技有限公司").text == byCode.text)
    }

    /// One name, two codes: the command says which.
    @Test func aSharedNameAsksForACode() throws {
        let month = try SampleMonth.get()
        let register = try month.guiji("export", "registration").text.split(whereSeparator: \.isNewline).dropFirst()
        let names = Dictionary(grouping: register) { $0.split(separator: ",", omittingEmptySubsequences: false)[5] }
        let shared = try #require(names.first { $0.value.count == 2 && !$0.key.isEmpty })
        let answer = try month.guiji("subject", String(shared.key))
        #expect(answer.status == 1, "\(shared.key): \(answer)")
        for line in shared.value { #expect(answer.error.contains(line.prefix(18))) }
    }

    @Test func exportAsCSVAndJSONLines() throws {
        let month = try SampleMonth.get()
        let csv = try month.guiji("export", "licence")
        #expect(csv.status == 0)
        let lines = csv.text.split(whereSeparator: \.isNewline)
        #expect(lines[0].hasPrefix("credit_code,record,party_name,"))
        #expect(lines.count > 100)
        let rows = try month.guiji("export", "licence", "--format", "jsonl").text.split(whereSeparator: \.isNewline)
        #expect(rows.count == lines.count - 1)
        for row in rows {
            let object = try JSONSerialization.jsonObject(with: Data(row.utf8)) as? [String: String]
            #expect(object?["credit_code"]?.isEmpty == false)
            #expect(object?["licence_type"] != nil || object?["withdrawn"] == "1")
        }
    }

    @Test func exportOfAllIntoAFolder() throws {
        let month = try SampleMonth.get()
        for format in ["csv", "jsonl"] {
            let folder = try TestFolder()
            let answer = try month.guiji("export", "--format", format, "--to", "\(folder.path)/all")
            #expect(answer.status == 0 && answer.output.isEmpty)
            #expect(folder.names("all").count == 11)
            #expect(try folder.read("all/penalty.\(format)").contains("9133"))
        }
    }

    @Test func reportsOfEveryKind() throws {
        let month = try SampleMonth.get()
        for arguments in [
            ["quality"], ["quality", "--month", "2025-03"], ["timeliness", "--month", "2025-03", "--format", "html"],
        ] {
            let answer = try month.folder.guiji.run(["report"] + arguments + ["-C", "demo"])
            #expect(answer.status == 0, "\(answer)")
            #expect(answer.text.hasPrefix("<!DOCTYPE html>") || answer.text.hasPrefix("<!doctype html>"))
            #expect(answer.text.contains("</html>"))
        }
        let csv = try month.guiji("report", "timeliness", "--month", "2025-03", "--format", "csv")
        #expect(csv.text.split(whereSeparator: \.isNewline).count > 18)
        let json = try month.guiji("report", "timeliness", "--month", "2025-03", "--format", "json")
        #expect(try json.object().isEmpty == false)
        let comparison = try month.guiji("report", "comparison").text.split(whereSeparator: \.isNewline)
        #expect(
            comparison.first
                == "id,comparison,result,state,stands,attribution,rule,responsible,due,subject,name,enterprise,government,differences"
        )
        #expect(comparison.count { $0.contains(",mismatch,") || $0.contains(",not_reflected,") } == 12)
        #expect(comparison.count { $0.contains(",enterprise_only,") } == 2)
    }

    @Test func replayRebuildsElsewhere() throws {
        let month = try SampleMonth.get()
        let folder = try TestFolder()
        let answer = try month.guiji("replay", "--to", "\(folder.path)/rebuilt")
        #expect(answer.status == 0, "\(answer)")
        #expect(folder.names("rebuilt").contains("disclosure.sqlite"))
        let rebuilt = try month.guiji("export", "licence", "--out", "\(folder.path)/rebuilt")
        #expect(try rebuilt.text == month.guiji("export", "licence").text)
        #expect(try month.guiji("replay", "--to", "\(folder.path)/rebuilt").status == 1, "the folder is in use now")
    }
}
