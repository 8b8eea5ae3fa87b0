import Bytes
import Model

/// Reads `xl/worksheets/….xml`: rows of cells, as they come (ECMA-376 part 1, §18.3.1.73 and .4).
final class XLSXSheet: XMLEvents {
    private enum Element: UInt8 { case other, row, cell, value, text, phonetic }
    private enum Kind { case number, shared, text, boolean }

    private let strings: SharedStrings
    private let formats: [NumberFormat]
    private let is1904: Bool
    private let body: (SheetRow) throws -> Bool
    private let row: SheetRow
    private var open: [Element] = []
    private var kind = Kind.number
    private var style = 0
    private var column = 0
    private let value = ByteBuffer(capacity: 1 << 16)
    private let shown = ByteBuffer(capacity: 1 << 10)
    private var isInRow = false
    /// Whether a part of the present cell's text was left out.
    private var isCut = false
    private(set) var hasDocumentType = false
    /// Whether the reader has enough, or failed.
    private(set) var isDone = false
    /// Whether a row lies beyond the sheet: what follows is not read.
    private(set) var isBroken = false
    private(set) var failure: (any Error)?
    /// Number of the last row that began.
    private(set) var last = 0

    init(
        strings: SharedStrings, formats: [NumberFormat], is1904: Bool, rowLimit: Int,
        _ body: @escaping (SheetRow) throws -> Bool
    ) {
        self.strings = strings
        self.formats = formats
        self.is1904 = is1904
        self.body = body
        row = SheetRow(limit: rowLimit)
    }

    func start(_ name: Name, prefix: Name?, attributes: XMLAttributes) {
        let element = XLSXSheet.element(name)
        open.append(element)
        switch element {
        case .row: startRow(attributes)
        case .cell: startCell(attributes)
        default: break
        }
    }

    func end() {
        switch open.removeLast() {
        case .cell: endCell()
        case .row: endRow()
        default: break
        }
    }

    func text(_ bytes: ByteSlice) {
        guard let element = open.last, element == .value || element == .text else { return }
        // Furigana stand beside the text they explain.
        if element == .text, open.contains(.phonetic) { return }
        if value.count + bytes.count <= SheetRow.cellLimit { value.append(bytes) } else { isCut = true }
    }

    func documentType() { hasDocumentType = true }

    private static func element(_ name: Name) -> Element {
        switch name[0] {
        case UInt8(ascii: "c") where name[1] == 0: .cell
        case UInt8(ascii: "v") where name[1] == 0: .value
        case UInt8(ascii: "t") where name[1] == 0: .text
        case UInt8(ascii: "r") where name[1] == UInt8(ascii: "o") && name[2] == UInt8(ascii: "w") && name[3] == 0: .row
        case UInt8(ascii: "r") where name[1] == UInt8(ascii: "P") && name[2] == UInt8(ascii: "h") && name[3] == 0:
            .phonetic
        default: .other
        }
    }

    private func startRow(_ attributes: XMLAttributes) {
        var number = last + 1
        for index in 0..<attributes.count {
            guard let (name, value) = attributes[index] else { continue }
            // Rows that go back, as no program writes them, come behind each other.
            if name[0] == UInt8(ascii: "r"), name[1] == 0 { number = max(number, XLSXSheet.integer(value) ?? 0) }
        }
        guard number <= WorkbookLimits.rows else {
            isBroken = true
            isDone = true
            return
        }
        last = number
        isInRow = true
        column = 0
        row.begin(number)
    }

    private func endRow() {
        guard isInRow, !isDone else { return }
        isInRow = false
        guard row.width > 0 || row.isTooLong else { return }
        do {
            if try !body(row) { isDone = true }
        } catch {
            failure = error
            isDone = true
        }
    }

    private func startCell(_ attributes: XMLAttributes) {
        kind = .number
        style = 0
        isCut = false
        value.removeAll()
        for index in 0..<attributes.count {
            guard let (name, value) = attributes[index], name[1] == 0 else { continue }
            switch name[0] {
            case UInt8(ascii: "r"): column = XLSXSheet.column(value) ?? column
            case UInt8(ascii: "s"): style = XLSXSheet.integer(value) ?? 0
            case UInt8(ascii: "t"): kind = XLSXSheet.kind(value)
            default: break
            }
        }
    }

    private static func kind(_ type: ByteSlice) -> Kind {
        if type.equals("n") { return .number }
        if type.equals("s") { return .shared }
        if type.equals("b") { return .boolean }
        // Formulas' texts, inline texts, errors, and ISO dates.
        return .text
    }

    private func endCell() {
        defer { column += 1 }
        guard isInRow else { return }
        guard !isCut else { return row.leaveOut() }
        guard value.count > 0 else { return }
        switch kind {
        case .shared:
            if let text = XLSXSheet.integer(value.all).flatMap({ strings[$0] }) { put(text) }
        case .text: put(value.all)
        case .boolean: value.all.equals("1") || value.all.equals("true") ? put("TRUE") : put("FALSE")
        case .number:
            shown.removeAll()
            let format = style < formats.count ? formats[style] : .general
            NumberText.append(value.all, as: format, is1904: is1904, to: shown)
            row.put(shown.all, column: column)
        }
    }

    /// Puts a text; `_x000D_` and the like are characters that XML cannot hold (ECMA-376 part 1, §22.9.2.19).
    private func put(_ text: ByteSlice) {
        guard text.count <= SheetRow.cellLimit, XLSXEscapes.isThere(in: text) else {
            return row.put(text, column: column)
        }
        shown.removeAll()
        XLSXEscapes.append(text, to: shown)
        row.put(shown.all, column: column)
    }

    private func put(_ literal: StaticString) {
        row.put(ByteSlice(base: literal.utf8Start, count: literal.utf8CodeUnitCount), column: column)
    }

    /// 0 for A, 26 for AA, of `AA17`.
    static func column(_ reference: ByteSlice) -> Int? {
        var column = 0
        var index = 0
        while index < reference.count, index < 4 {
            let letter = reference[index] & 0xDF
            guard letter >= 0x41, letter <= 0x5A else { break }
            column = column * 26 + Int(letter) - 0x40
            index += 1
        }
        return index == 0 ? nil : column - 1
    }

    static func integer(_ digits: ByteSlice) -> Int? {
        guard digits.count > 0, digits.count <= 15 else { return nil }
        var number = 0
        for index in 0..<digits.count {
            guard digits[index] >= 0x30, digits[index] <= 0x39 else { return nil }
            number = number * 10 + Int(digits[index] - 0x30)
        }
        return number
    }
}

/// `_xHHHH_` in texts: a UTF-16 unit by its number.
enum XLSXEscapes {
    static func isThere(in text: ByteSlice) -> Bool {
        guard text.count >= 7 else { return false }
        for index in 0...(text.count - 7) where unit(text, index) != nil { return true }
        return false
    }

    static func append(_ text: ByteSlice, to buffer: ByteBuffer) {
        var index = 0
        while index < text.count {
            if let unit = unit(text, index) {
                // Halves of pairs say nothing on their own.
                buffer.append(String(Unicode.Scalar(unit).map(Character.init) ?? "\u{FFFD}"))
                index += 7
            } else {
                buffer.append(text[index])
                index += 1
            }
        }
    }

    private static func unit(_ text: ByteSlice, _ index: Int) -> UInt16? {
        guard text[index] == UInt8(ascii: "_"), index + 7 <= text.count, text[index + 1] == UInt8(ascii: "x"),
            text[index + 6] == UInt8(ascii: "_")
        else { return nil }
        var unit: UInt16 = 0
        for place in (index + 2)..<(index + 6) {
            guard let digit = Character(Unicode.Scalar(text[place])).hexDigitValue else { return nil }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }
}
