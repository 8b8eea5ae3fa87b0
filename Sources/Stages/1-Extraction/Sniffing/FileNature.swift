package import Model

/// What a file is by its content, whatever its extension says.
package struct FileNature: Sendable, Equatable {
    package enum Format: String, Sendable, CaseIterable {
        case csv, xml, json, xlsx, spreadsheetml, zip, xls, gzip, pdf, html, empty, binary
    }

    package enum LineBreak: String, Sendable, CaseIterable {
        case lf = "\n"
        case crlf = "\r\n"
        case cr = "\r"
    }

    package var format: Format
    /// Size in bytes.
    package var size = 0
    package var encoding = TextEncoding.utf8
    /// Length in bytes of the byte order mark, 0 without one.
    package var byteOrderMark = 0
    package var lineBreak = LineBreak.lf
    /// CSV: the delimiter's ASCII code.
    package var delimiter = UInt8(ascii: ",")

    package init(format: Format) { self.format = format }

    /// Refuses a file that is not of the format that is to be read.
    func require(_ wanted: Format) throws(RefusedFile) {
        guard format != wanted else { return }
        let found: (chinese: String, english: String)
        switch format {
        case .empty: throw RefusedFile(.empty, chinese: "文件是空的", english: "the file is empty")
        case .binary:
            throw RefusedFile(
                .unknownFormat, chinese: "文件不是文本，无法识别其格式", english: "the file is no text; its format is unknown")
        case .csv: found = ("CSV 文本", "CSV text")
        case .xml: found = ("XML", "XML")
        case .json: found = ("JSON", "JSON")
        case .xlsx: found = ("Excel 工作簿（xlsx）", "an Excel workbook (xlsx)")
        case .spreadsheetml: found = ("XML 电子表格（Excel 2003）", "an XML spreadsheet (Excel 2003)")
        case .xls: found = ("旧版 Excel 或 Word 文件（OLE）", "an old Excel or Word file (OLE)")
        case .zip: found = ("ZIP 压缩包", "a ZIP archive")
        case .gzip: found = ("GZIP 压缩文件", "a gzip file")
        case .pdf: found = ("PDF", "PDF")
        case .html: found = ("HTML 网页", "an HTML page")
        }
        let name = wanted.rawValue.uppercased()
        throw RefusedFile(
            .unsupportedFormat, chinese: "文件内容是\(found.chinese)，应为 \(name)；请另存为 \(name) 后重新报送",
            english: "the content is \(found.english) where \(name) is due; save it as \(name) and send it again")
    }

    /// The layout of a file of this nature, as far as it is known before the header is read.
    func layout(format: String) -> Layout {
        var layout = Layout(format: format, encoding: encoding, byteOrderMark: byteOrderMark)
        layout.delimiter = delimiter
        layout.lineBreak = lineBreak.rawValue
        return layout
    }
}
