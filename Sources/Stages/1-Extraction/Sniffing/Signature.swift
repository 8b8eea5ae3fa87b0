import Bytes
import Model

/// Formats that their first bytes give away.
enum Signature {
    private static let magic: [(bytes: [UInt8], format: FileNature.Format)] = [
        ([0x50, 0x4B, 0x03, 0x04], .zip), ([0x50, 0x4B, 0x05, 0x06], .zip),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], .xls),
        ([0x1F, 0x8B, 0x08], .gzip), ([0x25, 0x50, 0x44, 0x46, 0x2D], .pdf),
        // RAR, 7z, PNG, JPEG, xz, zstd.
        ([0x52, 0x61, 0x72, 0x21, 0x1A], .binary), ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], .binary),
        ([0x89, 0x50, 0x4E, 0x47], .binary), ([0xFF, 0xD8, 0xFF], .binary),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A], .binary), ([0x28, 0xB5, 0x2F, 0xFD], .binary),
    ]

    /// The format of what is no text; nil for text.
    static func binaryFormat(_ sample: ByteSlice) -> FileNature.Format? {
        for (bytes, format) in magic where starts(sample, with: bytes) {
            return format == .zip && holds(sample, "[Content_Types].xml", or: "xl/workbook") ? .xlsx : format
        }
        return nil
    }

    /// Whether an archive's list of files is a workbook's, wherever in the archive they stand: some programs write the sheets first.
    static func isWorkbook(zip path: String) throws -> Bool {
        try ZipDirectory(path: path)?.holds(["[Content_Types].xml", "xl/workbook", "xl/worksheets/"]) ?? false
    }

    /// Byte order marks: UTF-8, UTF-16 and GB18030's.
    static func byteOrderMark(_ sample: ByteSlice) -> (encoding: TextEncoding, length: Int)? {
        if starts(sample, with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
        if starts(sample, with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
        if starts(sample, with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
        if starts(sample, with: [0x84, 0x31, 0x95, 0x33]) { return (.gb18030, 4) }
        return nil
    }

    /// JSON, XML, HTML or, where the text begins with neither bracket nor tag, CSV.
    static func textFormat(_ text: String) -> FileNature.Format {
        let start = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
        if isJSON(start) { return .json }
        guard start.first == "<", let second = start.dropFirst().first else { return .csv }
        let head = start.prefix(2048).lowercased()
        if head.contains("<html") || head.contains("<!doctype html") || head.hasPrefix("<table") { return .html }
        guard second.isLetter || second == "?" || second == "!" || second == "_" else { return .csv }
        if head.contains("urn:schemas-microsoft-com:office:spreadsheet"), head.contains("workbook") {
            return .spreadsheetml
        }
        if start.hasPrefix("<?xml") || start.hasPrefix("<!") || start.contains("</") || start.contains("/>") {
            return .xml
        }
        // One tag after another, of a document that breaks off.
        let next = start.drop { $0 != ">" }.dropFirst().drop(while: \.isWhitespace).first
        return next == "<" ? .xml : .csv
    }

    /// Whether a text begins as JSON does that may hold rows; `[序号],名称` and the like are CSV.
    private static func isJSON(_ start: Substring) -> Bool {
        let next = start.dropFirst().first { !$0.isWhitespace }
        switch start.first {
        case "{": return next == "\"" || next == "}"
        case "[": return next == "{" || next == "[" || next == "]"
        default: return false
        }
    }

    /// Whether so many bytes are control characters that the file is no text.
    static func isBinary(_ sample: ByteSlice) -> Bool {
        var controls = 0
        for byte in sample.buffer { controls &+= byte < 0x09 || (byte > 0x0D && byte < 0x1B) ? 1 : 0 }
        return controls * 10 > sample.count
    }

    private static func starts(_ sample: ByteSlice, with bytes: [UInt8]) -> Bool {
        sample.count >= bytes.count && bytes.indices.allSatisfy { sample[$0] == bytes[$0] }
    }

    private static func holds(_ sample: ByteSlice, _ first: String, or second: String) -> Bool {
        let text = String(decoding: sample.buffer.prefix(65_536).map { $0 < 0x80 ? $0 : 0x20 }, as: UTF8.self)
        return text.contains(first) || text.contains(second)
    }
}
