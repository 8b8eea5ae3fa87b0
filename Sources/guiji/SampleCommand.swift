import ArgumentParser
import Pipeline
import Sampling

struct SampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample",
        abstract: "生成样例：各部门的文件、已知的问题和每行的应有结果。 Make departments' files with known dirt, and the truth.",
        discussion: """
            DIR 成为一个完整实例：pipeline.yml、Mappings/、inbox/<部门>/、truth.json（每行的应有结果）。相同参数生成的文件逐字节相同。
            DIR becomes a whole instance with truth.json, the expected outcome of every row. The same options give the same bytes.

              guiji sample --rows 10000 --seed 1 demo        五十五个部门，各种版式与编码 55 departments, all layouts and encodings
              guiji run -C demo --as-of 2025-03-31           处理 consolidate it
              guiji sample --rows 1000000 --departments 8 --subjects 200000 --penalties 100000 --self 200000 \\
                --layout csv --encoding utf-8 --seed 1 bench 性能测试用 for benchmarks
            """)

    @Option(help: "许可行数，含转送平台 licence rows, the relaying platform's included")
    var rows: Int

    @Option(help: "随机种子 seed")
    var seed: UInt64 = 1

    @Option(help: "报送许可的部门数，含转送平台 departments that deliver licences, the platform included")
    var departments = 55

    @Option(help: "登记的企业数，默认为行数的五分之一 enterprises in the register; default rows / 5")
    var subjects: Int?

    @Option(help: "有问题的行所占比例 share of dirty rows")
    var dirt = 0.02

    @Option(help: "编码 encoding: mixed | utf-8 | gb18030")
    var encoding = SampleOptions.EncodingChoice.mixed

    @Option(help: "版式 layouts: mixed | csv")
    var layout = SampleOptions.LayoutChoice.mixed

    @Option(help: "处罚行数，默认为行数的十分之一 penalty rows; default rows / 10")
    var penalties: Int?

    @Option(name: .customLong("self"), help: "企业自主公示的许可行数，默认为行数的五分之一 self-disclosed licences; default rows / 5")
    var selfDisclosed: Int?

    @Option(help: "项目的 Mappings 文件夹 the project's mappings")
    var mappings = "Mappings"

    @Argument(help: "实例文件夹，须不存在或为空 folder of the new instance")
    var directory: String

    func validate() throws {
        guard rows >= 1, rows <= 100_000_000 else { throw ValidationError("--rows 应为 1 至 1 亿 / 1 to 100,000,000") }
        guard (2...2000).contains(departments) else { throw ValidationError("--departments 应为 2 至 2000 / 2 to 2000") }
        guard (0...0.9).contains(dirt) else { throw ValidationError("--dirt 应为 0 至 0.9 / 0 to 0.9") }
        for count in [subjects, penalties, selfDisclosed].compactMap(\.self) where count < 0 || count > 100_000_000 {
            throw ValidationError("数量应为 0 至 1 亿 / 0 to 100,000,000")
        }
    }

    func run() throws {
        let options = SampleOptions(
            rows: rows, seed: seed, departments: departments, subjects: subjects, dirt: dirt, encoding: encoding,
            layout: layout, penalties: penalties, selfDisclosed: selfDisclosed, mappings: mappings)
        let summary = try SampleInstance(options: options, folder: directory, known: Instance.known).write()
        print("\(directory)：\(summary.departments) 个部门 departments，\(summary.received) 行 rows")
        print("下一步 next: guiji run -C \(directory) --as-of \(SampleInstance.asOf)")
    }
}

extension SampleOptions.EncodingChoice: ExpressibleByArgument {}
extension SampleOptions.LayoutChoice: ExpressibleByArgument {}
