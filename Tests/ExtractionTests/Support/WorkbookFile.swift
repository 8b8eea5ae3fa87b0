import CZip
import Foundation
import Model

@testable import Extraction

/// An Office Open XML package made of parts, as hostile as a test wants it.
struct WorkbookFile {
    var parts: [(name: String, text: String)]

    static let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
    private static let kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

    /// A sheet by what stands in its `sheetData`.
    struct SheetPart {
        var name: String
        var rows: String
        var state = "visible"
        var kind = "worksheet"
    }

    init(_ sheets: [SheetPart], strings: [String] = [], formats: [String] = [], is1904: Bool = false) {
        func element(_ number: Int, _ sheet: SheetPart) -> String {
            "<sheet name=\"\(sheet.name)\" sheetId=\"\(number)\" state=\"\(sheet.state)\" r:id=\"rId\(number)\"/>"
        }
        func relation(_ id: String, _ kind: String, _ target: String) -> String {
            "<Relationship Id=\"\(id)\" Type=\"\(WorkbookFile.kinds)/\(kind)\" Target=\"\(target)\"/>"
        }
        func relations(_ all: [String]) -> String {
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\(all.joined())</Relationships>"
        }
        let listed = sheets.enumerated().map { element($0 + 1, $1) }.joined()
        let targets =
            sheets.enumerated().map { relation("rId\($0 + 1)", $1.kind, "worksheets/sheet\($0 + 1).xml") }
            + [relation("s", "styles", "styles.xml"), relation("t", "sharedStrings", "/xl/sharedStrings.xml")]
        let codes = formats.enumerated().map { "<numFmt numFmtId=\"\(164 + $0)\" formatCode=\"\($1)\"/>" }.joined()
        let styles = formats.indices.map { "<xf numFmtId=\"\(164 + $0)\"/>" }.joined()
        parts = [
            ("[Content_Types].xml", "<Types/>"),
            ("_rels/.rels", relations([relation("rId1", "officeDocument", "xl/workbook.xml")])),
            (
                "xl/workbook.xml",
                "<workbook \(WorkbookFile.main) xmlns:r=\"\(WorkbookFile.kinds)\"><workbookPr date1904=\"\(is1904 ? 1 : 0)\"/><sheets>\(listed)</sheets></workbook>"
            ),
            ("xl/_rels/workbook.xml.rels", relations(targets)),
            (
                "xl/styles.xml",
                "<styleSheet \(WorkbookFile.main)><numFmts>\(codes)</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>\(styles)</cellXfs></styleSheet>"
            ),
            (
                "xl/sharedStrings.xml",
                "<sst \(WorkbookFile.main)>\(strings.map { "<si>\($0)</si>" }.joined())</sst>"
            ),
        ]
        for (number, sheet) in sheets.enumerated() {
            parts.append(
                (
                    "xl/worksheets/sheet\(number + 1).xml",
                    "<worksheet \(WorkbookFile.main)><sheetData>\(sheet.rows)</sheetData></worksheet>"
                ))
        }
        for place in parts.indices { parts[place].text = WorkbookFile.declaration + parts[place].text }
    }

    /// A sheet of texts.
    init(_ rows: [[String]]) { self.init([SheetPart(name: "Sheet1", rows: WorkbookFile.inline(rows))]) }

    /// Rows of inline texts; an empty text is no cell.
    static func inline(_ rows: [[String]]) -> String {
        rows.enumerated().map { number, cells in
            let written = cells.enumerated().map { column, text -> String in
                let escaped = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
                let reference = "\(UnicodeScalar(UInt8(65 + column)))\(number + 1)"
                return text.isEmpty ? "" : "<c r=\"\(reference)\" t=\"inlineStr\"><is><t>\(escaped)</t></is></c>"
            }
            return "<row r=\"\(number + 1)\">\(written.joined())</row>"
        }.joined()
    }

    mutating func replace(_ name: String, with text: String) {
        if let place = parts.firstIndex(where: { $0.name == name }) { parts[place].text = text }
    }

    func write(to path: String) throws {
        var code: Int32 = 0
        guard let archive = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code) else {
            throw CocoaError(.fileWriteUnknown)
        }
        var kept: [UnsafeMutableRawBufferPointer] = []
        defer { for buffer in kept { buffer.deallocate() } }
        for (name, text) in parts {
            let bytes = Array(text.utf8)
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, bytes.count), alignment: 1)
            buffer.copyBytes(from: bytes)
            kept.append(buffer)
            let source = zip_source_buffer(archive, buffer.baseAddress, zip_uint64_t(bytes.count), 0)
            zip_file_add(archive, name, source, zip_flags_t(ZIP_FL_ENC_UTF_8))
        }
        guard zip_close(archive) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    var bytes: [UInt8] {
        get throws {
            let path = NSTemporaryDirectory() + "guiji-workbook-\(UUID().uuidString)"
            defer { unlink(path) }
            try write(to: path)
            return [UInt8](try Data(contentsOf: URL(filePath: path)))
        }
    }
}

/// Reads a workbook's bytes as the first stage does.
func extractWorkbook<Source: WorkbookSource>(
    _ type: WorkbookExtractor<Source>.Type, _ bytes: [UInt8], _ plan: ExtractionPlan
) throws -> (extracted: Extracted, sheet: UnfoldedSheet) {
    let path = NSTemporaryDirectory() + "guiji-workbook-\(UUID().uuidString)"
    defer {
        unlink(path)
        unlink(path + ".sheet")
    }
    try Data(bytes).write(to: URL(filePath: path))
    let sheet = try type.unfold(path: path, plan: plan, to: path + ".sheet")
    return (try extract(type.init(path: path + ".sheet", plan: plan)), sheet)
}
