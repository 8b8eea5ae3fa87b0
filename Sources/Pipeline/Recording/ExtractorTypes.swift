import Extraction
import Model

/// The extractor for a mapping's `format`.
/// - Throws: ``RefusedFile`` where there is none.
func extractorType(for format: String) throws -> any Extractor.Type {
    guard let type = extractor(for: format) else {
        throw RefusedFile(
            .unsupportedFormat, chinese: "没有读取“\(format)”的提取器；可用：\(extractors.map { $0.type }.joined(separator: "、"))",
            english: "There is no extractor “\(format)”; known: \(extractors.map { $0.type }.joined(separator: ", "))")
    }
    return type
}
