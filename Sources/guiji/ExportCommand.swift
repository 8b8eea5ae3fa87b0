import ArgumentParser
import Foundation
import GuijiConfiguration
import Model
import Pipeline

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "导出公示库。 The disclosure store as CSV or JSON lines, in a fixed order.",
        discussion: """
              guiji export licence > licence.csv
              guiji export --format jsonl --to 导出/       每个事项一个文件 a file an item
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case csv, jsonl }

    @OptionGroup var options: InstanceOptions
    @Argument(help: "事项 item；不给则全部 none for all") var item: String?
    @Option(help: "csv 或 jsonl") var format = Format.csv
    @Option(name: .customLong("to"), help: "写到此文件夹 folder to write to") var folder: String?

    func run() throws {
        let instance = try options.filledInstance()
        let store = instance.disclosure
        let tables =
            try item.map { name -> [String] in
                guard let item = instance.configuration.catalogue.item(name) else {
                    throw ValidationError("没有事项“\(name)” / no such item")
                }
                return [item.table]
            } ?? instance.configuration.catalogue.items.map(\.table)
        guard tables.count == 1 || folder != nil else {
            throw ValidationError("导出全部事项请用 --to 指定文件夹 / name a folder with --to to export all items")
        }
        for table in tables {
            var target = FileHandle.standardOutput
            if let folder {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                let path = "\(folder)/\(table).\(format.rawValue)"
                guard FileManager.default.createFile(atPath: path, contents: nil) else {
                    throw SystemError.file("创建", "create", path)
                }
                target = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            }
            try export(table, store, to: target)
            if folder != nil { try target.close() }
        }
    }

    private func export(_ table: String, _ store: any Loader, to target: FileHandle) throws {
        var names: [String]?
        var buffer = Data()
        try store.forEachRow(of: table) { values in
            guard let columns = names else {
                names = values
                if format == .csv { buffer.append(contentsOf: ExportCommand.csv(values)) }
                return
            }
            switch format {
            case .csv: buffer.append(contentsOf: ExportCommand.csv(values))
            case .jsonl:
                let pairs = zip(columns, values).filter { !$1.isEmpty }
                let object = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
                buffer.append(
                    try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes]))
                buffer.append(0x0A)
            }
            if buffer.count > 1 << 18 {
                try target.write(contentsOf: buffer)
                buffer.removeAll(keepingCapacity: true)
            }
        }
        try target.write(contentsOf: buffer)
    }

    /// One line of RFC 4180.
    static func csv(_ values: [String]) -> Data {
        var line = Data()
        for (number, value) in values.enumerated() {
            if number > 0 { line.append(UInt8(ascii: ",")) }
            // Looking at characters is slow, and few values have any of these bytes.
            let isSuspect = value.utf8.contains { $0 == 0x2C || $0 == 0x22 || $0 < 0x20 || $0 == 0xC2 || $0 == 0xE2 }
            if isSuspect, value.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) {
                line.append(contentsOf: "\"\(value.replacing("\"", with: "\"\""))\"".utf8)
            } else {
                line.append(contentsOf: value.utf8)
            }
        }
        line.append(UInt8(ascii: "\n"))
        return line
    }
}
