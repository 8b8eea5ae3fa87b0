import ArgumentParser
import Foundation
import GuijiConfiguration
import Model
import Pipeline

struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "建立一个可运行的实例。 Make a working instance: pipeline.yml, Mappings, inboxes.",
        discussion: """
              guiji init 我市                          从当前文件夹的 Mappings/ 复制
              guiji init demo --mappings ../Mappings   copies the catalogue and the departments from there
            """)

    @Argument(help: "新实例的文件夹 folder to make") var directory: String
    @Option(help: "从哪里复制目录与映射 mappings to copy") var mappings = "Mappings"
    @Option(help: "实例名称 name of the instance") var name: String?

    func run() throws {
        let files = FileManager.default
        guard !files.fileExists(atPath: "\(directory)/pipeline.yml") else {
            throw SystemError(
                chinese: "\(directory) 已是一个实例（有 pipeline.yml）；不会覆盖。",
                english: "\(directory) is an instance already (it has a pipeline.yml); nothing is overwritten.")
        }
        guard files.fileExists(atPath: "\(mappings)/catalogue") else {
            throw SystemError(
                chinese: "\(mappings) 不是映射文件夹（没有 catalogue/）；请用 --mappings 指明。",
                english: "\(mappings) is no mappings folder (there is no catalogue/); name it with --mappings.")
        }
        try files.createDirectory(atPath: directory, withIntermediateDirectories: true)
        if !files.fileExists(atPath: "\(directory)/Mappings") {
            try files.copyItem(atPath: mappings, toPath: "\(directory)/Mappings")
        }
        let title = name ?? (directory as NSString).lastPathComponent
        let text = """
            # 一个运行实例；各项说明见 Documentation/Configuration.md
            instance: "\(title.replacing("\\", with: "").replacing("\"", with: ""))"
            time_zone: Asia/Shanghai
            mappings: Mappings
            inbox: inbox
            stores:
              ledger: ledger.sqlite
              disclosure: disclosure.sqlite
              archive: archive
              outbox: outbox
              reports: reports
            limits: { row_bytes: 1048576, xml_depth: 64 }
            workers: 2
            batch_rows: 4096
            severities: {}
            repairs: { code_candidates: suggest }
            schedule:
              nightly-run: { at: "30 2 * * *", job: run }
              weekly-retry: { at: "0 5 * * sun", job: retry-unattributed }
              monthly-report: { at: "每月第3个工作日 09:00", job: report }

            """
        try text.write(toFile: "\(directory)/pipeline.yml", atomically: true, encoding: .utf8)
        let configuration = try Instance.configuration(in: directory)
        for department in configuration.departments {
            try files.createDirectory(atPath: "\(directory)/inbox/\(department.id)", withIntermediateDirectories: true)
        }
        print("已建立 \(directory)：\(configuration.catalogue.items.count) 个事项，\(configuration.departments.count) 个部门的收件箱。")
        print("Made \(directory). 把文件放进 inbox/<部门>/，然后 then: guiji run -C \(directory)")
    }
}
