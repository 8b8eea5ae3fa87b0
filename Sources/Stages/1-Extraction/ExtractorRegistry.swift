package import Model

/// The extractors there are, in the order they are offered.
package var extractors: [any FileExtractor.Type] {
    [
        CSVExtractor.self,
        XMLExtractor.self,
        JSONExtractor.self,
        WorkbookExtractor<XLSXWorkbook>.self,
        WorkbookExtractor<XLSWorkbook>.self,
        WorkbookExtractor<SpreadsheetMLWorkbook>.self,
    ]
}

/// The extractor for a mapping's `format`.
package func extractor(for type: String) -> (any FileExtractor.Type)? {
    extractors.first { $0.type == type }
}

/// Whether a mapping reads files of a format: its own, or where that is a table any other table, since departments save the same sheet as they
/// please. JSON is one.
package func reads(_ mapping: Mapping, _ format: String) -> Bool {
    guard mapping.format != format else { return true }
    guard let own = extractor(for: mapping.format), let other = extractor(for: format) else { return false }
    return own.rowPath != .required && other.rowPath != .required
}

/// The extractor for a mapping's `format`, or the format that a file has.
/// - Throws: ``RefusedFile`` where there is none.
package func requireExtractor(for type: String) throws(RefusedFile) -> any FileExtractor.Type {
    if let found = extractor(for: type) { return found }
    let known = extractors.map { $0.type.uppercased() }
    throw RefusedFile(
        .unsupportedFormat,
        chinese: "不支持的文件格式：\(type)；请另存为 \(known.joined(separator: " 或 ")) 后报送",
        english: "Unsupported format: \(type); save it as \(known.joined(separator: " or ")) and send it again")
}
