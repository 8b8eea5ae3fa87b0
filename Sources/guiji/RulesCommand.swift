import ArgumentParser
import Validation

struct RulesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "全部校验规则，即 Documentation/Rules.md。 All rules, as in Documentation/Rules.md.",
        discussion: "  guiji rules > Documentation/Rules.md    更新文档 renew the document")

    func run() throws { print(rulesMarkdown(), terminator: "") }
}
