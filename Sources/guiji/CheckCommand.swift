import ArgumentParser
import Foundation
import GuijiConfiguration
import Model
import Pipeline

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "只校验，不入库；写出回执与返修文件。 The same validation, publishing nothing; exit 2 where rows fail.",
        discussion: """
              guiji check 许可.csv                    来源由文件夹或表头认出
              guiji check 许可.csv --source transport --to 返修/
            """)

    @OptionGroup var options: InstanceOptions
    @Argument(help: "文件 files") var files: [String]
    @Option(help: "文件来自哪个部门 the department") var source: String?
    @Option(name: .customLong("as-of"), help: "视为这一天收到 YYYY-MM-DD") var asOf: String?
    @Option(name: .customLong("to"), help: "回执与返修文件写到此文件夹 folder for receipt and repair file") var folder = "."
    @Flag(help: "输出 JSON") var json = false

    func run() throws {
        let configuration = try options.configuration()
        var run = RunOptions()
        run.source = source
        run.asOf = try asOf.map { try Moment.parse($0, configuration.settings) }
        var summary = RunSummary()
        var hasErrors = false
        for file in files {
            guard FileManager.default.isReadableFile(atPath: file) else {
                throw SystemError(
                    chinese: "找不到或无法读取文件 \(file)", english: "The file \(file) is missing or cannot be read")
            }
            let result = try Check(configuration)(file, options: run, folder: folder)
            summary.submissions.append(result.line)
            summary.findingsByRule.merge(result.findingsByRule) { $0 + $1 }
            summary.reports += result.files
            hasErrors = hasErrors || result.line.state == "refused" || result.line.outcomes[.rejected] > 0
            guard !json else { continue }
            let line = result.line
            print(
                "\(file)：\(line.source) \(line.item) \(line.state)，收到 \(line.received) 行，退回 \(line.outcomes[.rejected]) 行"
            )
            if let refusal = line.refusal { print("  \(refusal)") }
            for (rule, count) in result.findingsByRule.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
                print("  \(rule): \(count)")
            }
            for file in result.files { print("  → \(file)") }
        }
        if json { print(try summary.json()) }
        if hasErrors { throw ExitCode(2) }
    }
}
