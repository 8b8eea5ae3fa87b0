import Model

/// Failed rows of a JSON file in the shape it has, an array below the same names or one object a line: sound ones with the bytes they came with,
/// damaged ones as text in an object of their own.
final class JSONRepair: RepairForm {
    static let type = "json"

    /// The member that holds what stood in a damaged row.
    static let original = "原始内容"

    private let layout: Layout
    private let codec: TextCodec
    private let isLines: Bool
    private let lineBreak: String
    private var isFirst = true

    init(_ layout: Layout, _ codec: TextCodec) {
        self.layout = layout
        self.codec = codec
        isLines = layout.isLines ?? false
        lineBreak = layout.lineBreak
    }

    var start: [UInt8] {
        isLines ? [] : codec.encode(layout.rowPath.map { "{\(JSONRepair.quoted($0)):" }.joined() + "[" + lineBreak)
    }

    var end: [UInt8] {
        isLines ? [] : codec.encode(lineBreak + "]" + layout.rowPath.map { _ in "}" }.joined() + lineBreak)
    }

    func row(_ raw: [UInt8], isDamaged: Bool, isCut: Bool, reasons: String, suggestions: String) -> [UInt8] {
        let added = [(RepairColumn.reason, reasons), (RepairColumn.suggestion, suggestions)]
            .map { "\(JSONRepair.quoted($0.0)):\(JSONRepair.quoted($0.1))" }.joined(separator: ",")
        let text = codec.decode(raw[...])
        var row = "{\(JSONRepair.quoted(JSONRepair.original)):\(JSONRepair.quoted(text)),\(added)}"
        if !isDamaged, let members = JSONMembers(text) {
            let head = members.without(RepairColumn.isOne)
            row = head + (members.isEmpty(without: RepairColumn.isOne) ? "" : ",") + added + "}"
        }
        guard !isLines else {
            // Line breaks of a sound object stand between its tokens only.
            return codec.encode(
                String(String.UnicodeScalarView(row.unicodeScalars.map(JSONRepair.onOneLine))) + lineBreak)
        }
        defer { isFirst = false }
        return codec.encode((isFirst ? "" : "," + lineBreak) + row)
    }

    private static func onOneLine(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        scalar == "\n" || scalar == "\r" ? " " : scalar
    }

    private static func quoted(_ text: String) -> String {
        var quoted = ""
        quoted.appendJSON(text)
        return quoted
    }
}

/// The members of an object that is known to be well formed, as they stand in its text.
struct JSONMembers {
    private struct Member {
        var name: String
        /// From the comma or bracket before it to its last character.
        var range: Range<Int>
    }

    private let scalars: [Unicode.Scalar]
    private var members: [Member] = []

    /// nil where the text is no object.
    init?(_ text: String) {
        scalars = Array(text.unicodeScalars)
        guard scalars.first == "{", scalars.last == "}" else { return nil }
        var index = 1
        var depth = 1
        var start = 0
        var name: String?
        while index < scalars.count {
            switch scalars[index] {
            case "\"":
                let end = JSONMembers.end(ofString: scalars, index)
                if depth == 1, name == nil { name = JSONMembers.text(scalars[(index + 1)..<(end - 1)]) }
                index = end - 1
            case "{", "[": depth += 1
            case "}", "]": depth -= 1
            default: break
            }
            let isEnd = depth == 0 || depth == 1 && scalars[index] == ","
            if isEnd {
                if let name { members.append(Member(name: name, range: start..<index)) }
                name = nil
                start = index
            }
            index += 1
        }
        guard depth == 0 else { return nil }
    }

    /// The object without its last bracket and without some members.
    func without(_ isLeftOut: (String) -> Bool) -> String {
        var kept = "{"
        for member in members where !isLeftOut(member.name) {
            if kept != "{" { kept += "," }
            kept.unicodeScalars.append(contentsOf: scalars[(member.range.lowerBound + 1)..<member.range.upperBound])
        }
        return kept
    }

    func isEmpty(without isLeftOut: (String) -> Bool) -> Bool { members.allSatisfy { isLeftOut($0.name) } }

    /// The place behind the closing quote.
    private static func end(ofString scalars: [Unicode.Scalar], _ quote: Int) -> Int {
        var index = quote + 1
        while index < scalars.count, scalars[index] != "\"" { index += scalars[index] == "\\" ? 2 : 1 }
        return min(index + 1, scalars.count)
    }

    /// A name with its `\u` escapes resolved, which is what another program may have made of ours.
    private static func text(_ raw: ArraySlice<Unicode.Scalar>) -> String {
        var units: [UInt16] = []
        var index = raw.startIndex
        while index < raw.endIndex {
            if raw[index] == "\\", index + 5 < raw.endIndex, raw[index + 1] == "u",
                let unit = UInt16(String(String.UnicodeScalarView(raw[(index + 2)..<(index + 6)])), radix: 16)
            {
                units.append(unit)
                index += 6
            } else {
                units += Array(String(raw[index]).utf16)
                index += 1
            }
        }
        return String(decoding: units, as: UTF16.self)
    }
}
