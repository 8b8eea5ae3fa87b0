import ArgumentParser
import Model
import Pipeline

struct SubjectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "subject",
        abstract: "一家企业已公示的全部信息。 Everything disclosed about one enterprise.",
        discussion: """
              guiji subject 91330100MA2ABCDE0X
              guiji subject 示例市晨光食品有限公司      也可用名称 a name will do
            """)

    @OptionGroup var options: InstanceOptions
    @Argument(help: "统一社会信用代码、旧注册号或名称") var code: String

    func run() throws {
        let instance = try options.filledInstance()
        let store = instance.disclosure
        var found = try store.rows(of: code)
        if found.isEmpty {
            let codes = try store.subjects(named: code)
            guard codes.count <= 1 else {
                throw SystemError(
                    chinese: "“\(code)”对应多个主体：\(codes.joined(separator: "、"))；请用代码查询。",
                    english: "Several subjects bear this name: \(codes.joined(separator: ", ")); ask by code.")
            }
            if let only = codes.first { found = try store.rows(of: only) }
        }
        // An old registration number leads to the credit code that it became.
        if found.isEmpty, let present = try Explainer(instance).explain(code).first?.subject, present != code {
            found = try store.rows(of: present)
        }
        guard !found.isEmpty else {
            guard try Explainer(instance).explain(code).isEmpty else {
                throw SystemError(
                    chinese: "\(code) 有记录，但都不予公示；可用 guiji explain 查看来源。",
                    english: "There are records of \(code), but none is for disclosure; see guiji explain.")
            }
            throw try instance.unknownSubject(code)
        }
        for item in found {
            print("【\(item.title)】\(item.rows.count) 条")
            for row in item.rows {
                print(row.map { "  \($0.name)：\($0.value)" }.joined(separator: "\n"))
                print("")
            }
        }
    }
}
