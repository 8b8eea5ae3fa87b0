import ArgumentParser
import Foundation
import GuijiConfiguration
import Model
import Pipeline

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "每个值从何而来：谁说了什么、谁胜出、为什么。 Who said what, who won, why, where it stands.",
        discussion: """
              guiji explain 91330100MA2ABCDE0X                    该主体的全部事项
              guiji explain 91330100MA2ABCDE0X licence            一个事项
              guiji explain 91330100MA2ABCDE0X licence 市监许〔2025〕12号 content   一条记录的一个字段
            """)

    @OptionGroup var options: InstanceOptions
    @Argument(help: "统一社会信用代码或旧注册号") var code: String
    @Argument(help: "事项 item") var item: String?
    @Argument(help: "文书号、许可编号或记录标识 key") var key: String?
    @Argument(help: "字段 field") var field: String?
    @Flag(help: "输出 JSON") var json = false

    func run() throws {
        let instance = try options.filledInstance()
        // With one argument after the item, it is a field where the item has one of that name.
        var (key, field) = (key, field)
        if field == nil, let name = key, let item,
            instance.configuration.catalogue.item(item)?.field(named: name) != nil
        {
            (key, field) = (nil, name)
        }
        if let item, instance.configuration.catalogue.item(item) == nil {
            throw ValidationError(
                "没有事项“\(item)”；可用：\(instance.configuration.catalogue.items.map(\.id).joined(separator: " ")) / no such item"
            )
        }
        let explanations = try Explainer(instance).explain(code, item: item, key: key)
        guard !explanations.isEmpty else {
            guard let item, try !Explainer(instance).explain(code).isEmpty else {
                throw try instance.unknownSubject(code)
            }
            throw SystemError(
                chinese: "\(code) 没有这样的“\(item)”记录\(key.map { "（\($0)）" } ?? "")。",
                english: "\(code) has no such record of \(item)\(key.map { " (\($0))" } ?? "").")
        }
        print(
            json
                ? try ExplanationText.json(explanations, field: field)
                : ExplanationText.text(explanations, field: field))
    }
}

enum ExplanationText {
    static func text(_ explanations: [Explanation], field: String?) -> String {
        explanations.map { text($0, field: field) }.joined(separator: "\n\n")
    }

    private static func text(_ explanation: Explanation, field: String?) -> String {
        var lines = [
            "\(explanation.subject)  \(explanation.itemTitle) \(explanation.item)  记录 record \(explanation.record)"
        ]
        for (index, voice) in explanation.voices.enumerated() {
            let mark = index == 0 ? "✔" : "·"
            lines.append(
                "  \(mark) [\(index + 1)] \(voice.sourceTitle)（\(voice.source)） \(voice.outcome.chinese) \(voice.outcome.name) — \(voice.reasonChinese) \(voice.reasonEnglish)"
            )
            lines.append(
                "        文件 \(voice.file) 第 \(voice.position.row) 行数据（行号 \(voice.position.line)，偏移 \(voice.position.offset)），接收 \(voice.received)，权威 \(voice.rank)\(voice.version.isEmpty ? "" : "，版本 \(voice.version)")"
            )
            if let given = voice.given { lines.append("        更正或撤回的理由 reason given：\(given)") }
        }
        for stand in explanation.fields where field == nil || stand.name == field {
            lines.append("  \(stand.title) \(stand.name) = \(stand.value)   ← [\(stand.winner + 1)] \(stand.rule)")
            for loser in stand.losers {
                lines.append("        [\(loser + 1)] 说的是 says: \(explanation.voices[loser].values[stand.name] ?? "")")
            }
        }
        return lines.joined(separator: "\n")
    }

    static func json(_ explanations: [Explanation], field: String?) throws -> String {
        let objects: [[String: Any]] = explanations.map { explanation in
            [
                "subject": explanation.subject, "item": explanation.item, "record": explanation.record,
                "statements": explanation.voices.map { voice -> [String: Any] in
                    [
                        "source": voice.source, "file": voice.file, "submission": voice.submission,
                        "row": voice.position.row, "line": voice.position.line, "offset": voice.position.offset,
                        "received": voice.received, "outcome": voice.outcome.name, "current": voice.isCurrent,
                        "rank": voice.rank, "version": voice.version, "reason": voice.reasonEnglish,
                        "reason_given": voice.given ?? NSNull(), "values": voice.values,
                    ]
                },
                "fields": explanation.fields.filter { field == nil || $0.name == field }.map { stand -> [String: Any] in
                    [
                        "field": stand.name, "value": stand.value, "statement": stand.winner, "differs": stand.losers,
                        "rule": stand.rule,
                    ]
                },
            ]
        }
        let data = try JSONSerialization.data(
            withJSONObject: objects, options: [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes])
        return String(decoding: data, as: UTF8.self)
    }
}
