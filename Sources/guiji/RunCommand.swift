import ArgumentParser
import Foundation
import GuijiConfiguration
import Model
import Pipeline
import Service

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "处理收件箱中的文件，或指定的文件。 Process what waits, or the files named.",
        discussion: """
              guiji run                              收件箱 inbox/<部门>/
              guiji run 许可.csv --source transport  指定文件与部门
              guiji run 2025-03.zip --source fire    打开压缩包，每个文件各成一次报送 each file in an archive is a submission
              guiji run --as-of 2025-03-31 --json    指定“今天”，输出 JSON
              guiji run --dated Samples/*/2025-*.csv 以文件名开头的日期为接收日期
            """)

    @OptionGroup var options: InstanceOptions

    @Argument(help: "文件；不给则处理收件箱 files; none takes the inbox")
    var files: [String] = []

    @Option(help: "文件来自哪个部门 the department the files are from")
    var source: String?

    @Option(name: .customLong("as-of"), help: "接收时间与“今天”：YYYY-MM-DD 或 YYYY-MM-DDTHH:MM:SS")
    var asOf: String?

    @Flag(help: "接收日期取自文件名开头的 YYYY-MM-DD time of receipt from the file's name")
    var dated = false

    @Flag(help: "输出一个 JSON 对象 print one JSON object")
    var json = false

    @Option(name: .customLong("json-to"), help: "另把 JSON 对象写到此文件 write the JSON object to a file as well")
    var jsonFile: String?

    func run() throws {
        let instance = try options.instance()
        var run = RunOptions()
        run.files = files
        run.source = source
        run.isDated = dated
        run.showsProgress = !json
        run.asOf = try asOf.map { try Moment.parse($0, instance.settings) }
        let summary = try RunByHand.run(instance, run)
        if let jsonFile { try summary.json().write(toFile: jsonFile, atomically: true, encoding: .utf8) }
        print(json ? try summary.json() : SummaryText.text(summary))
        if !summary.notTaken.isEmpty { throw ExitCode(1) }
    }
}

/// Times as users write them.
enum Moment {
    /// A day (its 09:00) or a local time in the instance's time zone, as seconds since 1970.
    static func parse(_ text: String, _ settings: Settings) throws -> Int {
        let parts = text.replacing(" ", with: "T").split(separator: "T", maxSplits: 1)
        if let day = parts.first.flatMap({ CivilDate.parse(String($0)) }) {
            let start = settings.seconds(ofDay: day)
            guard parts.count == 2 else { return start + 9 * 3600 }
            let clock = parts[1].split(separator: ":").map { Int($0) }
            if (2...3).contains(clock.count), let hour = clock[0], let minute = clock[1], (0..<24).contains(hour),
                (0..<60).contains(minute)
            {
                let second = clock.count == 3 ? clock[2] : 0
                if let second, (0..<60).contains(second) { return start + hour * 3600 + minute * 60 + second }
            }
        }
        throw ValidationError("时间应为 YYYY-MM-DD 或 YYYY-MM-DDTHH:MM:SS，而不是“\(text)” / not a date or time")
    }
}
