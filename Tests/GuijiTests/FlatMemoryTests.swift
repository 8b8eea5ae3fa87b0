import Foundation
import TestKit
import Testing

/// Promise 8: memory does not grow with a file, however it is made. The program's own peak is looked at, not that of the tests beside it.
@Suite(.serialized) struct FlatMemoryTests {
    /// More than the program takes for a small file, and less than that and a hostile file's content.
    private static let most = 96 << 20
    private static let length = 64 << 20

    private static func large(_ before: String, _ byte: Character, _ after: String) -> [UInt8] {
        Array(before.utf8) + [UInt8](repeating: byte.asciiValue ?? 0, count: length) + Array(after.utf8)
    }

    @Test(arguments: ["line.csv", "brackets.json", "string.json", "archive.zip"])
    func aLargeFileIsReadInFlatMemory(_ name: String) throws {
        let folder = try CommandFolder.withInstance()
        let bytes: [UInt8] =
            switch name {
            case "line.csv": Self.large("a,b\n1,2\n", "x", "\n3,4\n")
            case "brackets.json": Self.large("", "[", "")
            case "string.json": Self.large("[{\"a\":1},{\"a\":\"", "x", "\"},{\"a\":3}]")
            default: PackedFiles([.init(Array("a.csv".utf8), Self.large("a,b\n", "x", "\n"))]).bytes
            }
        try folder.folder.write(bytes, to: name)
        let small = try peak(["peek", "-C", "demo", "demo/pipeline.yml"], in: folder)
        let peak = try peak(["peek", "-C", "demo", name], in: folder)
        #expect(small > 1 << 20 && peak < Self.most, "\(peak >> 20) MiB, \(small >> 20) for a small file")
    }

    /// Rows pass through: neither the sheet nor the table of its texts is held.
    @Test(arguments: ["in cells", "shared"]) func aWorkbookOfManyRowsIsReadInFlatMemory(_ texts: String) throws {
        let folder = try CommandFolder()
        func measured(rows: Int) throws -> Int {
            try folder.folder.write(Self.workbook(rows: rows, texts: texts), to: "a.xlsx")
            let peak = try peak(["peek", "--all", "--format", "csv", "a.xlsx"], in: folder, output: "rows.csv")
            let output = try Data(contentsOf: URL(filePath: "\(folder.folder.path)/rows.csv"))
            #expect(String(decoding: output.suffix(Self.rowLength + 10), as: UTF8.self).contains("\n\(rows) x"))
            #expect(output.count > rows * Self.rowLength)
            return peak
        }
        let (small, large) = (try measured(rows: 10), try measured(rows: (32 << 20) / Self.rowLength))
        #expect(small > 1 << 20 && large < small + (16 << 20), "\(large >> 20) MiB, \(small >> 20) for ten rows")
    }

    private static let rowLength = 1 << 10

    /// A workbook of rows with a text of their own each.
    /// - Parameter texts: whether they stand `in cells` or are `shared`.
    private static func workbook(rows: Int, texts: String) -> [UInt8] {
        let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
        let kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        func relations(_ all: (id: String, kind: String, target: String)...) -> String {
            let written = all.map { "<Relationship Id=\"\($0)\" Type=\"\(kinds)/\($1)\" Target=\"\($2)\"/>" }
            return
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\(written.joined())</Relationships>"
        }
        let filler = String(repeating: "x", count: rowLength)
        let isShared = texts == "shared"
        func text(_ row: Int) -> String { row == 0 ? "name" : "\(row) \(filler)" }
        func cell(_ row: Int) -> String {
            isShared ? "<c t=\"s\"><v>\(row)</v></c>" : "<c t=\"inlineStr\"><is><t>\(text(row))</t></is></c>"
        }
        let sheet = (0...rows).map { "<row>\(cell($0))<c><v>1</v></c></row>" }.joined()
        let strings = isShared ? (0...rows).map { "<si><t>\(text($0))</t></si>" }.joined() : ""
        return PackedFiles([
            ("[Content_Types].xml", "<Types/>"), ("_rels/.rels", relations(("r", "officeDocument", "xl/workbook.xml"))),
            (
                "xl/workbook.xml",
                "<workbook \(main) xmlns:r=\"\(kinds)\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"w\"/></sheets></workbook>"
            ),
            (
                "xl/_rels/workbook.xml.rels",
                relations(("w", "worksheet", "sheet.xml"), ("s", "sharedStrings", "strings.xml"))
            ), ("xl/sheet.xml", "<worksheet \(main)><sheetData>\(sheet)</sheetData></worksheet>"),
            ("xl/strings.xml", "<sst \(main)>\(strings)</sst>"),
        ]).bytes
    }

    /// The greatest resident size of the program, in bytes, as the system last told while it ran.
    /// - Parameter output: the name of a file for what it prints; without one that is dropped.
    private func peak(_ arguments: [String], in folder: CommandFolder, output: String? = nil) throws -> Int {
        let process = Process()
        process.executableURL = Guiji.executable
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: folder.folder.path)
        process.standardInput = FileHandle.nullDevice
        if let output {
            let path = try folder.folder.write("", to: output)
            process.standardOutput = try FileHandle(forWritingTo: URL(filePath: path))
        } else {
            process.standardOutput = FileHandle.nullDevice
        }
        process.standardError = FileHandle.nullDevice
        try process.run()
        var peak = 0
        while process.isRunning {
            let status = try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
            let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM") }
            peak = max(peak, (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) << 10)
            usleep(2000)
        }
        return peak
    }
}
