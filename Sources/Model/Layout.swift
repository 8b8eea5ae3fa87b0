/// Encodings that deliveries come in (domain §9).
package enum TextEncoding: String, Sendable, CaseIterable, Codable {
    case utf8 = "UTF-8"
    case gb18030 = "GB18030"
    case utf16LittleEndian = "UTF-16LE"
    case utf16BigEndian = "UTF-16BE"
}

/// How a file was read: what it takes to read one of its rows again from the bytes as received, and to write more in its form.
package struct Layout: Sendable, Codable, Equatable {
    /// Type name of the extractor.
    package var format: String
    package var encoding: TextEncoding
    /// Length in bytes of the byte order mark, 0 without one.
    package var byteOrderMark: Int
    /// CSV: the delimiter's ASCII code.
    package var delimiter: UInt8 = 0x2C
    /// `\n`, `\r\n` or `\r`.
    package var lineBreak: String = "\n"
    /// CSV: 1-based line of the header; XML and JSON: 0.
    package var headerLine = 0
    /// The file's own column labels in their order; XML and JSON: names in order of first appearance.
    package var columns: [String] = []
    /// For each column the catalogue field it fills, or nil.
    package var fields: [Int?] = []
    /// Columns that the mapping neither uses nor ignores.
    package var unknown: [String] = []
    /// XML: the path of the row element as it stands in the file, with prefixes, and whether values are attributes; JSON: the names that lead
    /// to the array of rows, none where the document is nothing else.
    package var rowPath: [String] = []
    package var usesAttributes = false
    /// JSON: whether rows follow each other without being an array's, as in NDJSON.
    package var isLines: Bool?
    /// Workbooks: the sheet that was read, and those that were not though they hold something.
    package var sheet: String?
    package var unreadSheets: [String]?
    /// SHA-256 of the text that rows stand in, where that is not the file as received.
    package var rowsDigest: String?

    package init(format: String, encoding: TextEncoding, byteOrderMark: Int) {
        self.format = format
        self.encoding = encoding
        self.byteOrderMark = byteOrderMark
    }
}
