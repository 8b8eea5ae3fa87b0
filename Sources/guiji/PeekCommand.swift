import ArgumentParser
import Bytes
import Extraction
import Foundation
import GuijiConfiguration
import Model
import Pipeline

struct PeekCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "peek",
        abstract: "一个文件是什么：格式、编码、表头、适合的映射、前几行。 What a file is, and which mappings fit; needs no instance.",
        discussion: """
              guiji peek 未知.csv                     如何读出的；给出映射建议 how it was read, a suggested mapping
              guiji peek 未知.csv --all --format csv  按读出的样子输出每一行 every row as read, as UTF-8 CSV
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, csv }

    @Argument(help: "文件 file") var file: String
    @Flag(help: "输出全部行 every row") var all = false
    @Option(help: "text | csv") var format = Format.text
    @Option(help: "前几行 rows shown") var rows = 5
    @Option(name: [.customShort("C"), .customLong("instance")], help: "比对哪个实例的映射 whose mappings to try") var directory =
        "."

    func run() throws {
        guard FileManager.default.isReadableFile(atPath: file) else {
            throw SystemError(chinese: "找不到或无法读取文件 \(file)", english: "The file \(file) is missing or cannot be read")
        }
        let peeked = try peek(path: file)
        if format == .csv { return try printRows(peeked) }
        printNature(peeked)
        printMappings(peeked)
        print("")
        var shown = 0
        try peeked.rows { row in
            let damage = row.damage == .none ? "" : "  ⚠ \(row.damage)"
            print("\(row.position.row)（行 line \(row.position.line)）\(damage) " + row.cells.joined(separator: " | "))
            shown += 1
            return all || shown < rows
        }
    }

    private func printRows(_ peeked: PeekedFile) throws {
        let out = FileHandle.standardOutput
        var buffer = ExportCommand.csv(peeked.labels)
        var count = 0
        try peeked.rows { row in
            buffer.append(ExportCommand.csv(row.cells))
            count += 1
            if buffer.count > 1 << 18 {
                try out.write(contentsOf: buffer)
                buffer.removeAll(keepingCapacity: true)
            }
            return all || count < rows
        }
        try out.write(contentsOf: buffer)
    }

    private func printNature(_ peeked: PeekedFile) {
        let nature = peeked.nature
        print("格式 format: \(nature.format.rawValue)，\(nature.size) 字节 bytes")
        if !peeked.sheets.isEmpty {
            print("工作表 sheets: \(peeked.sheets.joined(separator: "、"))；读取 read: \(peeked.sheets[peeked.sheet])")
            print("表头在第 \(peeked.headerLine) 行 header row")
            print("列 columns (\(peeked.labels.count)): \(peeked.labels.joined(separator: "、"))")
        }
        guard [.csv, .xml, .json].contains(nature.format) else { return }
        print("编码 encoding: \(nature.encoding.rawValue)\(nature.byteOrderMark > 0 ? "（带 BOM）" : "")")
        if nature.format == .csv {
            let delimiter = nature.delimiter == 0x09 ? "TAB" : String(UnicodeScalar(nature.delimiter))
            print(
                "分隔符 delimiter: \(delimiter)；换行 line break: \(nature.lineBreak)；表头在第 \(peeked.headerLine) 行 header line"
            )
        } else if nature.format == .json {
            let place = peeked.rowPath.isEmpty ? "" : "：\(peeked.rowPath.joined(separator: "/"))"
            print("记录 rows: \(peeked.isLines ? "逐个对象 one object after another" : "数组 an array")\(place)")
        } else {
            print("行元素 row element: /\(peeked.rowPath.joined(separator: "/"))")
        }
        print("列 columns (\(peeked.labels.count)): \(peeked.labels.joined(separator: "、"))")
    }

    /// The mappings that fit, best first; without a good one a suggestion to start from.
    private func printMappings(_ peeked: PeekedFile) {
        let configuration: Configuration
        do { configuration = try Instance.configuration(in: directory) } catch {
            print("（此处没有可用的实例，不比对映射 no instance here, so no mappings are tried）")
            return printSuggestion(peeked, like: nil, item: nil)
        }
        var fits: [(name: String, mapping: Mapping, item: Item, fit: MappingFit)] = []
        for department in configuration.departments {
            for mapping in department.deliveries where reads(mapping, peeked.nature.format.rawValue) {
                let item = configuration.catalogue.items[mapping.item]
                let fit = fit(of: mapping, item: item, labels: peeked.labels)
                if fit.score > 0.1 { fits.append(("\(department.id)/\(mapping.name)", mapping, item, fit)) }
            }
        }
        fits.sort { ($1.fit.score, $0.name) < ($0.fit.score, $1.name) }
        for (name, _, item, fit) in fits.prefix(5) {
            let missing = fit.missing.map { item.fields[$0].title }
            print(
                "映射 mapping \(Int(fit.score * 100)) %: \(name)（\(item.title)） 认出 \(fit.matched.count) 列"
                    + (fit.unknown.isEmpty ? "" : "，未知 unknown: \(fit.unknown.joined(separator: "、"))")
                    + (missing.isEmpty ? "" : "，缺必填 missing: \(missing.joined(separator: "、"))"))
        }
        guard (fits.first?.fit.score ?? 0) < 0.6 else { return }
        printSuggestion(peeked, like: fits.first?.mapping, item: fits.first?.item)
    }

    /// A delivery to paste into a department's file and to finish by hand.
    private func printSuggestion(_ peeked: PeekedFile, like mapping: Mapping?, item: Item?) {
        print("映射建议 a mapping to start from (Mappings/departments/<部门>.yml):")
        print("  - item: \(item?.id ?? "licence")")
        if peeked.nature.format == .xml {
            print("    format: xml\n    row: [\(peeked.rowPath.joined(separator: ", "))]")
        } else if peeked.nature.format == .json {
            print("    format: json")
            if !peeked.rowPath.isEmpty { print("    row: [\(peeked.rowPath.map(quoted).joined(separator: ", "))]") }
        }
        print("    columns:")
        var unknown: [String] = []
        let fields = item?.fields ?? []
        for label in peeked.labels where !label.isEmpty {
            let normal = HeaderLabel.withoutBracket(HeaderLabel.normal(label))
            let known = mapping?.columns.first {
                $0.labels.contains { HeaderLabel.normal($0) == HeaderLabel.normal(label) }
            }
            let field = known.map { fields[$0.field].name } ?? fields.first { $0.title == normal }?.name
            if let field { print("      \(field): [\(quoted(label))]") } else { unknown.append(label) }
        }
        if !unknown.isEmpty {
            print("    ignore: [\(unknown.map(quoted).joined(separator: ", "))]   # 或对应到字段 or map them")
        }
    }

    private func quoted(_ label: String) -> String {
        "\"" + label.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
