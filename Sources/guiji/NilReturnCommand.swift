import ArgumentParser
import Foundation
import Model
import Pipeline

struct NilReturnCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nil-return",
        abstract: "登记零报送。 Confirm that a department had nothing to deliver in a period.",
        discussion: """
              guiji nil-return --source culture --item penalty --period 2025-W10 --by 王科 --reason 本周无处罚

            期间 periods: 2025-03、2025-W10、2025-Q1、2025-H1、2025、2025-03-05
            部门也可以报送名称含“零报送”的 CSV 文件，列为 事项,期间,说明
            """)

    @OptionGroup var options: InstanceOptions
    @Option(help: "部门 id of the department") var source: String
    @Option(help: "事项 id or title of the item") var item: String
    @Option(help: "期间 the period") var period: String
    @Option(help: "确认人 who confirms it") var by: String
    @Option(help: "原因 why") var reason: String
    @Option(name: .customLong("as-of"), help: "时间 when：YYYY-MM-DD[THH:MM:SS]") var asOf: String?

    func run() throws {
        let instance = try options.filledInstance()
        let at = try asOf.map { try Moment.parse($0, instance.settings) } ?? Int(Date().timeIntervalSince1970)
        let confirmed = try NilReturnDecision(
            source: source, item: item, period: period, by: by, reason: reason, at: at)(instance)
        print(
            "\(confirmed.source) \(confirmed.item) \(CivilDate.iso(confirmed.first)) – \(CivilDate.iso(confirmed.last))：零报送 nil return"
        )
    }
}
