import ArgumentParser
import Foundation
import GuijiConfiguration
import Model
import Pipeline
import Storage

/// 归集：各部门的企业信息进，每家企业一份可信记录出。
@main
struct Guiji: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "guiji",
        abstract: "归集企业信息，一数一源。 One credible record for each enterprise out of what departments send.",
        discussion: """
            一个实例是一个含有 pipeline.yml 的文件夹；各命令默认用当前文件夹，-C 指定别处。
            An instance is a folder with a pipeline.yml; commands use the current one, or that of -C.

              guiji init demo                 建立实例 make an instance
              guiji run -C demo               处理收件箱 process what waits
              guiji check 许可.csv            只校验，不入库 validate only
              guiji explain 91330100MA… licence   每个值从何而来 where each value comes from

            退出码 exit status: 0 完成 done, 1 系统或配置有误 broken, 2 数据有误 data errors (check, rehearse), 64 用法有误 usage
            """,
        version: "guiji \(Program.version)",
        subcommands: [
            InitCommand.self, RunCommand.self, CheckCommand.self, PeekCommand.self, ExplainCommand.self,
            SampleCommand.self, SubjectCommand.self, ReportCommand.self, ExportCommand.self, ReplayCommand.self,
            RulesCommand.self, CompareCommand.self, MismatchCommand.self, ScheduleCommand.self, RehearseCommand.self,
            NilReturnCommand.self, SubmissionCommand.self, ServeCommand.self, FeedCommand.self, TokenCommand.self,
            DoctorCommand.self,
        ])

    /// Broken things end with 1 and the whole message; wrong usage with 64, as ArgumentParser has it.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var service = command as? any AsyncParsableCommand {
                try await service.run()
            } else {
                try command.run()
            }
        } catch let error as ConfigurationErrors {
            fail("\(error)")
        } catch let error as SystemError {
            fail(error.description)
        } catch let error as RefusedFile {
            fail("\(error.chinese)\n\(error.english)")
        } catch let error as MissingCalendarYear {
            fail(
                "日历缺少 \(error.year) 年：请添加 Mappings/calendar/\(error.year).yml\n"
                    + "The calendar lacks the year \(error.year): add Mappings/calendar/\(error.year).yml")
        } catch {
            let told = explained(error)
            if told is StorageError { fail("\(told)") }
            exit(withError: error)
        }
    }

    private static func fail(_ message: String) -> Never {
        FileHandle.standardError.write(Data("guiji: \(message)\n".utf8))
        Foundation.exit(1)
    }
}

/// Where the instance is; every command that needs one has these.
struct InstanceOptions: ParsableArguments {
    @Option(name: [.customShort("C"), .customLong("instance")], help: "实例文件夹 folder of the instance")
    var directory = "."

    @Option(name: .customLong("out"), help: "台账、公示库、归档与报告改放到此处 put stores and reports here instead")
    var out: String?

    func configuration() throws -> Configuration {
        var configuration = try Instance.configuration(in: directory)
        if let out { configuration.settings.paths.move(to: out) }
        return configuration
    }

    func instance() throws -> Instance { try Instance(configuration()) }

    /// The instance with stores that are there: reading commands make none.
    func filledInstance() throws -> Instance {
        let configuration = try configuration()
        for path in [configuration.settings.paths.ledger, configuration.settings.paths.disclosure]
        where !FileManager.default.fileExists(atPath: path) {
            throw SystemError(
                chinese: "没有 \(path)：此实例还没有运行过 guiji run，或 --out、-C 指错了地方。",
                english: "There is no \(path): guiji run has not run here yet, or --out or -C names another place.")
        }
        return try Instance(configuration)
    }
}

extension Settings.Paths {
    /// Puts everything that is written under another folder.
    mutating func move(to folder: String) {
        ledger = "\(folder)/ledger.sqlite"
        disclosure = "\(folder)/disclosure.sqlite"
        archive = "\(folder)/archive"
        outbox = "\(folder)/outbox"
        reports = "\(folder)/reports"
        service = "\(folder)/service.sqlite"
    }
}
