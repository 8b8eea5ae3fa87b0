import ArgumentParser
import Pipeline

struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "由归档重建台账与公示库。 Rebuild ledger and disclosure store from the archive.",
        discussion: "  guiji replay --to rebuilt     重建到 rebuilt/，核对后替换 rebuild there, compare, then replace")

    @OptionGroup var options: InstanceOptions
    @Option(name: .customLong("to"), help: "重建到此文件夹 folder for the rebuilt stores") var folder: String

    func run() throws {
        for summary in try Replay(options.configuration())(to: folder) { print(SummaryText.text(summary)) }
    }
}
