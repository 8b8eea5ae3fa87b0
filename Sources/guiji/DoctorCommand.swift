import ArgumentParser
import Foundation
import GuijiConfiguration
import Model
import Pipeline
import Web

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "体检：配置、存储、磁盘、日历、各渠道是否正常，该怎么办。 Is everything well, and what to do where it is not.",
        discussion: """
              guiji doctor                什么也不改；有问题（✗）时以状态 1 退出
              guiji doctor --thorough     读完整个台账、公示库和归档，核对每个文件的校验和
              guiji doctor --json         供程序读取

            It changes nothing, may run beside the service, and ends with 1 where there is a problem.
            """)

    @OptionGroup var options: InstanceOptions
    @Flag(help: "全部细查 read whole stores and every archived file") var thorough = false
    @Flag(help: "输出 JSON") var json = false
    @Option(name: .customLong("as-of"), help: "当作此刻 take this for now：YYYY-MM-DD[THH:MM:SS]") var asOf: String?

    func run() throws {
        // A configuration with mistakes is told whole by the reader itself.
        let configuration = try options.configuration()
        let now = try asOf.map { try Moment.parse($0, configuration.settings) } ?? Int(Date().timeIntervalSince1970)
        let patient = Patient(configuration, now: now, isThorough: thorough)
        let results = Doctor(patient, further: [ArrivalCheck.check, TokenCheck.check])()
        print(json ? DoctorText.json(results) : DoctorText.text(results, configuration), terminator: "")
        if results.contains(where: { $0.diagnoses.contains { $0.state == .problem } }) { throw ExitCode(1) }
    }
}

/// What a doctor found, for people and for programs.
enum DoctorText {
    static func text(_ results: [Doctor.Result], _ configuration: Configuration) -> String {
        var lines = [
            "✓ 配置 configuration：\(configuration.settings.instance)，"
                + "\(configuration.departments.count) 个部门 departments，\(configuration.catalogue.items.count) 个事项 items"
        ]
        for result in results {
            for diagnosis in result.diagnoses {
                lines.append("\(mark(diagnosis.state)) \(result.title)：\(diagnosis.chinese)")
                if diagnosis.state != .well { lines.append("    \(diagnosis.english)") }
                if !diagnosis.mend.isEmpty { lines.append("    → \(diagnosis.mend)") }
            }
        }
        let all = results.flatMap(\.diagnoses).map(\.state)
        let (problems, warnings) = (all.count { $0 == .problem }, all.count { $0 == .warning })
        lines.append(
            problems + warnings == 0
                ? "一切正常 All is well." : "\(problems) 个问题 problems，\(warnings) 个提醒 warnings")
        return lines.joined(separator: "\n") + "\n"
    }

    private static func mark(_ state: Diagnosis.State) -> String {
        switch state {
        case .well: "✓"
        case .warning: "!"
        case .problem: "✗"
        }
    }

    static func json(_ results: [Doctor.Result]) -> String {
        let worst = results.flatMap(\.diagnoses).map(\.state).max() ?? .well
        return JSONValue.object([
            ("state", .string(worst.rawValue)),
            (
                "checks",
                .array(
                    results.map { result in
                        .object([
                            ("check", .string(result.check)),
                            (
                                "diagnoses",
                                .array(
                                    result.diagnoses.map {
                                        .object([
                                            ("state", .string($0.state.rawValue)), ("zh", .string($0.chinese)),
                                            ("en", .string($0.english)), ("mend", .string($0.mend)),
                                        ])
                                    })
                            ),
                        ])
                    })
            ),
        ]).text
    }
}
