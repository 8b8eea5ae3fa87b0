import Model

/// An Office Open XML workbook (ECMA-376): ZIP by libzip, XML by libxml2, one row at a time.
final class XLSXWorkbook: WorkbookSource {
    static let format = FileNature.Format.xlsx

    private let parts: ZipParts
    private let names: [String]
    let sheets: [Worksheet]
    private let is1904: Bool
    private let formats: [NumberFormat]
    private let stringsPart: String?
    /// Read when the first sheet is.
    private var strings: SharedStrings?

    init(path: String, nature: FileNature) throws {
        parts = try ZipParts(path: path)
        let roots = XLSXRelationships()
        if parts.contains("_rels/.rels") { try roots.read("_rels/.rels", of: parts) }
        let main = roots.part(ofKind: "officeDocument", from: "") ?? "xl/workbook.xml"
        guard main.hasSuffix(".xml") else {
            throw RefusedFile(
                .unsupportedFormat, chinese: "二进制工作簿（xlsb）不能读取；请另存为 xlsx",
                english: "a binary workbook (xlsb) cannot be read; save it as xlsx")
        }
        let pieces = main.split(separator: "/")
        let folder = pieces.dropLast().joined(separator: "/")
        let book = XLSXWorkbookPart()
        try book.read(main, of: parts)
        let relations = XLSXRelationships()
        let relationsPart = "\(folder)/_rels/\(pieces.last ?? "").rels".drop { $0 == "/" }
        try relations.read(String(relationsPart), of: parts)

        // Charts are sheets of another kind.
        let found = book.sheets.compactMap { sheet -> (part: String, sheet: Worksheet)? in
            guard let relation = relations.targets[sheet.id], relation.kind == "worksheet" else { return nil }
            return (
                XLSXRelationships.part(relation.target, from: folder),
                Worksheet(name: sheet.name, isHidden: sheet.isHidden)
            )
        }
        names = found.map(\.part)
        sheets = found.map(\.sheet)
        is1904 = book.is1904
        stringsPart = relations.part(ofKind: "sharedStrings", from: folder)
        let styles = XLSXStyles()
        if let part = relations.part(ofKind: "styles", from: folder), parts.contains(part) {
            try styles.read(part, of: parts)
        }
        formats = styles.formats
    }

    func read(_ sheet: Int, rowLimit: Int, _ body: (SheetRow) throws -> Bool) throws -> Bool {
        let strings = try strings ?? SharedStrings.read(stringsPart, of: parts)
        self.strings = strings
        return try withoutActuallyEscaping(body) { body in
            let events = XLSXSheet(
                strings: strings, formats: formats, is1904: is1904, rowLimit: rowLimit, body)
            let isWhole = try parts.parse(names[sheet], events) { events.isDone || events.hasDocumentType }
            if let failure = events.failure { throw failure }
            try XLSXPart.refuseDocumentType(events.hasDocumentType)
            return isWhole && !events.isBroken
        }
    }
}
