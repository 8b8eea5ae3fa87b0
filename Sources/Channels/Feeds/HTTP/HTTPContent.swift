import Foundation
import Model

/// What pages may be.
enum HTTPFormat: String, CaseIterable, Sendable {
    case json, ndjson, xml, csv
}

/// A page, looked at as far as paging needs; an answer that is something else, such as an error page, is no page.
struct HTTPContent {
    private let json: JSONText?
    /// How many rows it has; nil where that cannot be told.
    let rowCount: Int?
    let hasRows: Bool

    /// - Parameter rows: where they stand.
    init(_ bytes: [UInt8], _ format: HTTPFormat, rows: String?) throws {
        let start = bytes.first { $0 > UInt8(ascii: " ") && $0 != 0xEF && $0 != 0xBB && $0 != 0xBF }
        guard start != nil else {
            (json, rowCount, hasRows) = (nil, 0, false)
            return
        }
        switch format {
        case .json:
            guard let text = try? JSONText(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]) else {
                throw Self.unexpected("JSON")
            }
            json = text
            if let rows {
                guard let found = text.value(at: rows), text.isArray(found) else { throw Self.noRows(rows) }
                let count = text.elements(of: found).count
                (rowCount, hasRows) = (count, count > 0)
            } else if text.isArray(text.root) {
                let count = text.elements(of: text.root).count
                (rowCount, hasRows) = (count, count > 0)
            } else {
                (rowCount, hasRows) = (nil, true)
            }
        case .ndjson:
            guard start == UInt8(ascii: "{") || start == UInt8(ascii: "[") else { throw Self.unexpected("NDJSON") }
            json = nil
            let count = bytes.split(separator: UInt8(ascii: "\n")).count { $0.contains { $0 > UInt8(ascii: " ") } }
            (rowCount, hasRows) = (count, count > 0)
        case .xml:
            guard start == UInt8(ascii: "<"), Self.isWholeXML(bytes) else { throw Self.unexpected("XML") }
            json = nil
            rowCount = rows.map { Self.count(of: $0, in: bytes) }
            hasRows = rowCount.map { $0 > 0 } ?? true
        case .csv:
            guard start != UInt8(ascii: "<") else { throw Self.unexpected("CSV") }
            json = nil
            var scan = RowScan(hasHeader: true)
            scan.look(at: bytes)
            (rowCount, hasRows) = (nil, scan.hasRows)
        }
    }

    /// A text or number of a JSON page.
    func text(at pointer: String) -> String? {
        guard let json, let value = json.value(at: pointer) else { return nil }
        return json.scalar(value)
    }

    /// Whether the element that the text begins with is closed at its end, and is no page for people.
    private static func isWholeXML(_ bytes: [UInt8]) -> Bool {
        var end = bytes.endIndex
        while true {
            while end > 0, bytes[end - 1] <= UInt8(ascii: " ") { end -= 1 }
            guard bytes[..<end].suffix(3).elementsEqual("-->".utf8),
                let comment = find("<!--", in: bytes[..<end], isLast: true)
            else { break }
            end = comment
        }
        var place = 0
        while let open = bytes[place..<max(place, end)].firstIndex(of: UInt8(ascii: "<")), open + 1 < end {
            let beginnings = [("<!--", "-->"), ("<?", "?>"), ("<!", ">")]
            if let (_, closing) = beginnings.first(where: { bytes[open...].starts(with: $0.0.utf8) }) {
                guard let behind = find(closing, in: bytes[(open + 2)..<end]) else { return false }
                place = behind + closing.utf8.count
                continue
            }
            let name = bytes[(open + 1)...].prefix { $0 > UInt8(ascii: " ") && !"/>".utf8.contains($0) }
            guard !name.isEmpty, String(decoding: name, as: UTF8.self).lowercased() != "html" else { return false }
            guard let tagEnd = tagEnd(from: open, in: bytes) else { return false }
            let last = end - 1
            // An element that is empty in itself ends where its tag does.
            if bytes[tagEnd - 1] == UInt8(ascii: "/") { return tagEnd == last }
            let closing = Array("</".utf8) + name + Array(">".utf8)
            return last > tagEnd && bytes[...last].suffix(closing.count).elementsEqual(closing)
        }
        return false
    }

    private static func find(_ text: String, in bytes: ArraySlice<UInt8>, isLast: Bool = false) -> Int? {
        let places = bytes.indices
        func isHere(_ place: Int) -> Bool { bytes[place...].starts(with: text.utf8) }
        return isLast ? places.last(where: isHere) : places.first(where: isHere)
    }

    /// Where a tag's `>` is: not within the quotes of an attribute.
    private static func tagEnd(from open: Int, in bytes: [UInt8]) -> Int? {
        var quote: UInt8?
        for place in (open + 1)..<bytes.count {
            let byte = bytes[place]
            if let opened = quote {
                if byte == opened { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                return place
            }
        }
        return nil
    }

    /// Opening tags of a name.
    private static func count(of element: String, in bytes: [UInt8]) -> Int {
        let name = Array("<\(element)".utf8)
        var count = 0
        var place = 0
        while let open = bytes[place...].firstIndex(of: UInt8(ascii: "<")) {
            place = open + 1
            guard bytes[open...].starts(with: name), open + name.count < bytes.count else { continue }
            let behind = bytes[open + name.count]
            if behind <= UInt8(ascii: " ") || behind == UInt8(ascii: ">") || behind == UInt8(ascii: "/") { count += 1 }
        }
        return count
    }

    private static func unexpected(_ format: String) -> FeedFailure {
        FeedFailure(
            chinese: "接口的答复不是完整的 \(format)；没有取这一页。",
            english: "The answer is no whole \(format); this page was not taken.")
    }

    private static func noRows(_ pointer: String) -> FeedFailure {
        FeedFailure(
            chinese: "答复中 \(pointer) 处没有数组（pages.rows）。",
            english: "The answer has no array at \(pointer) (pages.rows).",
            isTemporary: false)
    }
}
