import Bytes
import Model

/// Where the rows of a JSON file are, by the first megabyte of it.
struct JSONOutline {
    /// Bytes in which the array of rows has to begin.
    private static let reach = 1 << 20
    fileprivate static let mostArrays = 8

    /// Places that may hold the rows, the first the likeliest; at least one.
    private(set) var places: [JSONPlace]

    init(path: String, nature: FileNature) throws {
        let bytes = try RawBytes(path: path, from: nature.byteOrderMark)
        let head = ByteBuffer(capacity: JSONOutline.reach)
        while head.count < JSONOutline.reach,
            try bytes.read(into: head, count: JSONOutline.reach - head.count) > 0
        {}
        let isWhole = nature.byteOrderMark + head.count >= nature.size
        switch nature.encoding {
        case .utf8: places = JSONOutline.places(head.all, nature, isWhole, UTF8Units.self)
        case .gb18030: places = JSONOutline.places(head.all, nature, isWhole, GB18030Units.self)
        case .utf16LittleEndian: places = JSONOutline.places(head.all, nature, isWhole, UTF16LittleEndianUnits.self)
        case .utf16BigEndian: places = JSONOutline.places(head.all, nature, isWhole, UTF16BigEndianUnits.self)
        }
    }

    /// The places that a mapping's row path leaves: the one it names; all without one. A file that is rows and nothing else has no names.
    /// - Throws: ``RefusedFile`` where the one that is named is not there.
    func places(_ rowPath: [String]) throws(RefusedFile) -> [JSONPlace] {
        guard !rowPath.isEmpty else { return places }
        let wanted = rowPath.map { $0.lowercased() }
        if let named = places.first(where: { $0.path.map { $0.lowercased() } == wanted }) { return [named] }
        if let first = places.first, first.path.isEmpty { return [first] }
        let name = rowPath.joined(separator: "/")
        let found = places.filter { !$0.path.isEmpty }.map { $0.path.joined(separator: "/") }.joined(separator: "、")
        throw RefusedFile(
            .noHeader, chinese: "文件开头没有名为 \(name) 的记录数组；有的是：\(found)",
            english: "the beginning of the file has no array of rows named \(name); there are: \(found)")
    }

    private static func places<Units: JSONUnits>(
        _ head: ByteSlice, _ nature: FileNature, _ isWhole: Bool, _ units: Units.Type
    ) -> [JSONPlace] {
        let lineBreak: UInt8 = nature.lineBreak == .cr ? 0x0D : 0x0A
        func mark(_ index: Int) -> LineSource.Mark {
            let breaks = stride(from: 0, to: min(index, head.count - Units.width + 1), by: Units.width)
                .count { Units.ascii(head.base, $0) == lineBreak }
            return LineSource.Mark(offset: nature.byteOrderMark + index, number: 1 + breaks)
        }
        func solid(_ from: Int) -> Int? {
            stride(from: from, to: head.count - Units.width + 1, by: Units.width)
                .first { !JSONScanner<Units>.isBlank(Units.ascii(head.base, $0)) }
        }
        let start = LineSource.Mark(offset: nature.byteOrderMark, number: 1)
        guard let first = solid(0) else { return [JSONPlace(shape: .values, start: start)] }
        guard Units.ascii(head.base, first) == UInt8(ascii: "{") else {
            return [JSONPlace(shape: .array(isNested: false), start: mark(first + Units.width))]
        }

        var events = JSONOutlineEvents(nature.encoding, width: Units.width)
        var scanner = JSONScanner<Units>(depthLimit: 64)
        let end = scanner.scan(head, from: first, into: &events)
        let arrays = events.arrays.map {
            JSONPlace(shape: .array(isNested: true), path: $0.path, start: mark($0.start), isEmpty: $0.isEmpty)
        }
        let firstBreak = stride(from: first, to: head.count - Units.width + 1, by: Units.width)
            .first { Units.ascii(head.base, $0) == lineBreak }
        let spans: Bool
        let isRow: Bool
        switch end {
        case .whole(let length):
            spans = firstBreak.map { $0 < length } ?? false
            isRow = solid(length) != nil || !isWhole
        case .wrong, .cut:
            // An object whose bracket stands alone on its line goes on in the next.
            spans = firstBreak.map { solid(first + Units.width) ?? 0 > $0 } ?? false
            isRow = firstBreak.map { isNextRow(head, $0, units) } ?? false
        }
        let rows = JSONPlace(shape: spans ? .values : .lines, start: start)
        let filled = arrays.filter { !$0.isEmpty } + arrays.filter(\.isEmpty)
        return isRow || filled.first?.isEmpty ?? true ? [rows] + filled : filled + [rows]
    }

    /// Whether one row ends at the first line break and another begins behind it, though there is something wrong with the first.
    private static func isNextRow<Units: JSONUnits>(_ head: ByteSlice, _ lineBreak: Int, _ units: Units.Type) -> Bool {
        let next = lineBreak + Units.width
        guard next + Units.width <= head.count, Units.ascii(head.base, next) == UInt8(ascii: "{") else { return false }
        let before = stride(from: lineBreak - Units.width, through: 0, by: -Units.width)
            .first { !JSONScanner<Units>.isBlank(Units.ascii(head.base, $0)) }
        guard let before else { return false }
        switch Units.ascii(head.base, before) {
        case UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: ","), UInt8(ascii: ":"): return false
        default: return true
        }
    }
}

/// Finds the arrays of a document that hold objects, as far as no other array is around them.
private struct JSONOutlineEvents: JSONEvents {
    struct FoundArray {
        var path: [String]
        /// Offset behind the bracket.
        var start: Int
        var isEmpty: Bool
    }

    private(set) var arrays: [FoundArray] = []
    private let encoding: TextEncoding
    private let width: Int
    /// Names of the objects that are open, each of the member that is being read.
    private var path: [String] = []
    private var arrayDepth = 0
    /// An array whose first element has not come yet.
    private var pending: Int?

    init(_ encoding: TextEncoding, width: Int) {
        self.encoding = encoding
        self.width = width
    }

    mutating func begin(isObject: Bool, at place: Int) {
        if isObject { note(isEmpty: false) }
        pending = nil
        if arrayDepth > 0 || !isObject {
            if arrayDepth == 0 { pending = place + width }
            arrayDepth += 1
        } else {
            path.append("")
        }
    }

    mutating func end(isObject: Bool, at place: Int) {
        note(isEmpty: true)
        pending = nil
        if arrayDepth > 0 { arrayDepth -= 1 } else { path.removeLast() }
    }

    mutating func name(_ text: ByteSlice, isPlain: Bool) {
        guard arrayDepth == 0 else { return }
        path[path.count - 1] = JSONEscapes.text(text, encoding)
    }

    mutating func scalar(_ kind: JSONScalar, _ value: ByteSlice, isPlain: Bool) { pending = nil }

    private mutating func note(isEmpty: Bool) {
        guard let start = pending, arrays.count < JSONOutline.mostArrays else { return }
        arrays.append(FoundArray(path: path, start: start, isEmpty: isEmpty))
    }
}
