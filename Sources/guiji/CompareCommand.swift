import ArgumentParser
import Foundation
import GuijiConfiguration
import Model
import Pipeline
import Reporting

struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "全量比对：自主公示与部门记录。 Compares everything again.",
        discussion: """
            每次 run 已比对其涉及的主体；改了目录中的 compare、换了日历，或要确认无误时，全部再比一遍。结果与逐次比对相同。
            Each run compares the subjects it touches; this compares all, after a change of the catalogue's compare or for certainty.

              guiji compare                  比对全部主体 all subjects
              guiji report comparison        逐项列出 the cases
            """)

    @OptionGroup var options: InstanceOptions
    @Flag(help: "输出一个 JSON 对象 print a JSON object") var json = false

    func run() throws {
        let instance = try options.filledInstance()
        let summary = try FullComparison(instance, showsProgress: !json)()
        let reports = Reports(instance)
        let rows = try reports.comparisons()
        guard !json else { return print(try CompareCommand.text(summary, rows.map(CompareCommand.counts))) }
        for row in rows {
            print(
                "\(reports.title(ofComparison: row.comparison))（\(row.comparison)）：一致 \(row.matches)，不一致 \(row.mismatches)"
                    + "（未反映变更 \(row.notReflected)），仅企业 \(row.enterpriseOnly)，仅政府 \(row.governmentOnly)，不可比 \(row.notComparable)"
            )
        }
        let seconds = String(format: "%.2f", summary.seconds)
        print(
            "比对主体 subjects \(summary.subjects)，有变 changed \(summary.changedSubjects)，案件更新 cases written "
                + "\(summary.changedCases)，用时 \(seconds) s")
    }

    private struct Output: Encodable {
        var subjects: Int
        var changedSubjects: Int
        var changedCases: Int
        var seconds: Double
        var comparisons: [Counts]
    }

    private struct Counts: Encodable {
        var comparison: String
        var match: Int
        var mismatch: Int
        var notReflected: Int
        var enterpriseOnly: Int
        var governmentOnly: Int
        var notComparable: Int
    }

    private static func counts(_ row: ComparisonRow) -> Counts {
        Counts(
            comparison: row.comparison, match: row.matches, mismatch: row.mismatches, notReflected: row.notReflected,
            enterpriseOnly: row.enterpriseOnly, governmentOnly: row.governmentOnly, notComparable: row.notComparable)
    }

    private static func text(_ summary: FullComparisonSummary, _ counts: [Counts]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        let output = Output(
            subjects: summary.subjects, changedSubjects: summary.changedSubjects, changedCases: summary.changedCases,
            seconds: summary.seconds, comparisons: counts)
        return String(decoding: try encoder.encode(output), as: UTF8.self)
    }
}
