import ArgumentParser
import Foundation
import GuijiConfiguration
import Logging
import Pipeline
import Service

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "作为服务运行：守候收件箱、按时执行任务，直到停止。 Watch the inbox and run the schedule until stopped.",
        discussion: """
              guiji serve                 守候 inbox/<部门>/；Ctrl-C 或 SIGTERM 停止，做完手上的一批才退出
              guiji serve --port 8410     接口也在 127.0.0.1:8410 上（pipeline.yml 的 interface 亦可）
              guiji serve --json-log      日志一行一个 JSON（不在终端上时默认如此）
              kill -HUP <PID>             重读配置；有错就报错并沿用旧的
            """)

    @OptionGroup var options: InstanceOptions

    @Option(help: "接口的端口，0 为任一空闲的 port of the interface; 0 takes a free one")
    var port: Int?

    @Flag(name: .customLong("json-log"), help: "日志为 JSON log as JSON")
    var jsonLog = false

    @Option(help: "日志级别 log level: debug, info, notice, warning, error")
    var level = "info"

    func run() async throws {
        guard let level = Logger.Level(rawValue: level) else {
            throw ValidationError("没有日志级别“\(level)” / no such log level: debug, info, notice, warning, error")
        }
        let isJSON = jsonLog || isatty(2) == 0
        var log = Logger(label: "guiji") { label -> any LogHandler in
            if isJSON { return JSONLog(level: level) }
            return StreamLogHandler.standardError(label: label)
        }
        log.logLevel = level
        if let port, !(0...65535).contains(port) { throw ValidationError("--port 应为 0 到 65535 / from 0 to 65535") }
        let load = { @Sendable [options, port] () throws -> Configuration in
            var configuration = try options.configuration()
            if let port {
                var interface = configuration.settings.interface ?? InterfaceSettings()
                interface.port = port
                configuration.settings.interface = interface
            }
            return configuration
        }
        try await GuijiService(try load(), load: load, log: log)()
    }
}
