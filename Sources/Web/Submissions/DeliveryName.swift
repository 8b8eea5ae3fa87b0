import Foundation
import HTTPTypes
import Hummingbird

/// The name of a delivery that comes without a folder: what its sender calls it, or one by its media type.
enum DeliveryName {
    /// Media types that deliveries come as, with the ending of their files. What a delivery is, its bytes say.
    static let endings = [
        "text/csv": "csv", "text/plain": "csv", "text/tab-separated-values": "tsv", "application/xml": "xml",
        "text/xml": "xml", "application/json": "json", "application/x-ndjson": "ndjson",
        "application/jsonl": "ndjson", "application/zip": "zip", "application/gzip": "gz",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
        "application/vnd.ms-excel": "xls", "application/octet-stream": "bin",
    ]

    /// - Throws: ``Problem`` for a body that is no delivery.
    static func of(_ request: Request) throws -> String {
        let type = request.headers[.contentType] ?? "application/octet-stream"
        let bare = type.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
        guard let ending = endings[bare] else {
            throw Problem(
                .unsupportedMediaType,
                chinese:
                    "不支持 Content-Type “\(bare)”；请直接发送文件本身（curl --data-binary @文件），类型为：\(endings.keys.sorted().joined(separator: "、"))",
                english:
                    "Content-Type “\(bare)” is not taken; send the file itself (curl --data-binary @file) as one of: \(endings.keys.sorted().joined(separator: ", "))"
            )
        }
        let given = request.uri.queryParameters.get("name") ?? disposition(request.headers[.contentDisposition])
        return given.flatMap(clean) ?? "push.\(ending)"
    }

    /// The file's name in `Content-Disposition: attachment; filename*=UTF-8''…` or `filename="…"` (RFC 6266 §4.3).
    static func disposition(_ header: String?) -> String? {
        guard let header else { return nil }
        var plain: String?
        for part in header.split(separator: ";").dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard pair.count == 2 else { continue }
            switch pair[0].lowercased() {
            case "filename*":
                let value = pair[1].split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
                if value.count == 3, value[0].lowercased() == "utf-8" { return value[2].removingPercentEncoding }
            case "filename": plain = pair[1].trimmingCharacters(in: CharacterSet(charactersIn: "\""))
            default: break
            }
        }
        return plain
    }

    /// A name that is a file's name and nothing else; nil where nothing of it is left.
    static func clean(_ name: String) -> String? {
        // By scalars: a slash with a combining mark is a character of its own.
        let last = name.unicodeScalars.split { $0 == "/" || $0 == "\\" }.last ?? []
        var kept = String(String.UnicodeScalarView(last.filter { $0.value >= 0x20 && $0.value != 0x7F }))
        while kept.hasPrefix(".") || kept.hasPrefix(" ") { kept.removeFirst() }
        while kept.utf8.count > 200 { kept.removeLast() }
        return kept.isEmpty ? nil : kept
    }
}
