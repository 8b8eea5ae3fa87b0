import ArgumentParser
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
        let wrong = replayed.otherMonths.filter { !$0.hasSameFigures }.map(\.month)
        guard wrong.isEmpty else {
            throw SystemError(
                chinese: "重建的定稿与发布时的数字不同：\(wrong.joined(separator: "、"))。不要替换原有台账；请核对配置是否已改，再分别 guiji report verify。",
                english:
                    "Rebuilt months do not have the figures that were published: \(wrong.joined(separator: ", ")). Keep the ledger you have; see whether the configuration changed, then guiji report verify both."
            )
        }
    }
}
