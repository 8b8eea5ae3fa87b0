import Foundation
import Model

/// Failed rows of an XML file below the same path: sound ones as received, damaged ones as text in an element of their own.
struct XMLRepair: RepairForm {
    static let type = "xml"

    /// The element or attribute that holds what stood in a damaged row.
    static let original = "原始内容"

    private let layout: Layout
    private let codec: TextCodec
    private let path: [String]
    private let rowName: String
    /// Declared on the root.
    private let prefixes: Set<String>

    init(_ layout: Layout, _ codec: TextCodec) {
        self.layout = layout
        self.codec = codec
        path = layout.rowPath.isEmpty ? ["rows", "row"] : layout.rowPath
        rowName = path.last ?? "row"
        prefixes = path.count > 1 ? Set(path.compactMap { XMLPrefixes.prefix(of: $0) }) : []
    }

    var start: [UInt8] {
        let isWide = layout.encoding == .utf16LittleEndian || layout.encoding == .utf16BigEndian
        let name = isWide && layout.byteOrderMark > 0 ? "UTF-16" : layout.encoding.rawValue
        var text = "<?xml version=\"1.0\" encoding=\"\(name)\"?>\n"
        for (depth, name) in path.dropLast().enumerated() {
            text += "<\(name)\(depth == 0 ? XMLPrefixes.declarations(prefixes) : "")>\n"
        }
        return codec.encode(text)
    }

    var end: [UInt8] { codec.encode(path.dropLast().reversed().map { "</\($0)>\n" }.joined()) }

    func row(_ raw: [UInt8], isDamaged: Bool, isCut: Bool, reasons: String, suggestions: String) -> [UInt8] {
        let text = codec.decode(raw[...])
        let row =
            isDamaged
            ? nil
            : layout.usesAttributes
                ? withAttributes(text, reasons, suggestions) : withElements(text, reasons, suggestions)
        return codec.encode((row ?? damaged(text, reasons, suggestions)) + "\n")
    }

    private func withElements(_ text: String, _ reasons: String, _ suggestions: String) -> String? {
        let text = withoutEarlier(text).unicodeScalars
        let added = (element(RepairColumn.reason, reasons) + element(RepairColumn.suggestion, suggestions))
            .unicodeScalars
        guard text.first == "<", text.last == ">", let end = endOfStartTag(text) else { return nil }
        let head = text[..<end] + missingDeclarations(String(text)).unicodeScalars
        if text[end] == "/" { return String(head + ">".unicodeScalars + added) + "</\(rowName)>" }
        // The last `<` of a well-formed element is its end tag's.
        guard let close = text.lastIndex(of: "<"), close > end else { return nil }
        return String(head + text[end..<close] + added + text[close...])
    }

    private func withAttributes(_ text: String, _ reasons: String, _ suggestions: String) -> String? {
        let text = withoutEarlier(text).unicodeScalars
        guard text.first == "<", text.last == ">", let end = endOfStartTag(text) else { return nil }
        let added = attribute(RepairColumn.reason, reasons) + attribute(RepairColumn.suggestion, suggestions)
        return String(text[..<end] + (missingDeclarations(String(text)) + added).unicodeScalars + text[end...])
    }

    private func missingDeclarations(_ text: String) -> String {
        XMLPrefixes.declarations(XMLPrefixes.undeclared(in: text).subtracting(prefixes))
    }

    /// Where `>` or `/>` of the first tag begins.
    private func endOfStartTag(_ text: String.UnicodeScalarView) -> String.Index? {
        var quote: Unicode.Scalar?
        for index in text.indices {
            let scalar = text[index]
            if let open = quote {
                if scalar == open { quote = nil }
            } else if scalar == "\"" || scalar == "'" {
                quote = scalar
            } else if scalar == ">" {
                let before = text.index(before: index)
                return text[before] == "/" ? before : index
            }
        }
        return nil
    }

    /// The row without what an earlier repair file added.
    private func withoutEarlier(_ text: String) -> String {
        var text = text
        for name in [RepairColumn.reason, RepairColumn.suggestion] {
            for (open, close) in [
                ("<\(name)>", "</\(name)>"), ("<\(name)/>", ""), (" \(name)=\"", "\""), (" \(name)='", "'"),
            ] {
                while let start = text.range(of: open, options: .literal),
                    let end = close.isEmpty
                        ? start : text.range(of: close, options: .literal, range: start.upperBound..<text.endIndex)
                {
                    text.removeSubrange(start.lowerBound..<end.upperBound)
                }
            }
        }
        return text
    }

    private func damaged(_ text: String, _ reasons: String, _ suggestions: String) -> String {
        let parts = [
            (XMLRepair.original, text), (RepairColumn.reason, reasons), (RepairColumn.suggestion, suggestions),
        ]
        let own = Set([rowName].compactMap { XMLPrefixes.prefix(of: $0) })
        let head = rowName + XMLPrefixes.declarations(own.subtracting(prefixes))
        if layout.usesAttributes { return "<\(head)\(parts.map { attribute($0.0, $0.1) }.joined())/>" }
        return "<\(head)>\(parts.map { element($0.0, $0.1) }.joined())</\(rowName)>"
    }

    private func element(_ name: String, _ text: String) -> String { "<\(name)>\(escaped(text))</\(name)>" }

    private func attribute(_ name: String, _ text: String) -> String { " \(name)=\"\(escaped(text))\"" }

    /// Text for content and attributes; what XML cannot hold becomes U+FFFD.
    private func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\n", "\r", "\t": result += "&#\(scalar.value);"
            case "\u{0}"..<"\u{20}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
