import ArgumentParser
import Ledger
import Model
import Pipeline

struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "由归档重建台账与公示库。 Rebuild ledger and disclosure store from the archive.",
        discussion: "  guiji replay --to rebuilt     重建到 rebuilt/，核对后替换 rebuild there, compare, then replace")

    @OptionGroup var options: InstanceOptions
    @Option(name: .customLong("to"), help: "重建到此文件夹 folder for the rebuilt stores") var folder: String

    func run() throws {
        let replayed = try Replay(options.configuration())(to: folder)
        for summary in replayed.runs { print(SummaryText.text(summary)) }
        for month in replayed.otherMonths { print(month) }
        for problem in replayed.problems { print(problem) }
        let wrong = replayed.otherMonths.filter { !$0.hasSameFigures }.map(\.month)
        guard wrong.isEmpty else {
            throw SystemError(
                chinese: "重建的定稿与发布时的数字不同：\(wrong.joined(separator: "、"))。不要替换原有台账；请核对配置是否已改，再分别 guiji report verify。",
                english:
                    "Rebuilt months do not have the figures that were published: \(wrong.joined(separator: ", ")). Keep the ledger you have; see whether the configuration changed, then guiji report verify both."
            )
        }
        guard replayed.problems.isEmpty else {
            let numbers = replayed.problems.map { String($0.decision.number) }
            throw SystemError(
                chinese:
                    "其余都已重建，但第 \(numbers.joined(separator: "、")) 号决定没有照原样记入（见上）。请恢复作出决定时的配置（部门、事项、比对），再重放到另一个空文件夹；"
                    + "或替换之后，以现在的配置重新作出决定。",
                english:
                    "All else was rebuilt, but the decisions \(numbers.joined(separator: ", ")) were not entered as they were (see above). Put back the configuration they were made with (departments, items, comparisons) and replay to another empty folder; "
                    + "or, after replacing, decide again with the present one."
            )
        }
    }
}
