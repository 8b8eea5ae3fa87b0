import Bytes
import Model

/// What the first substream says of the workbook as a whole ([MS-XLS] 2.1.7.20.3).
struct BIFFGlobals {
    static let sheetLimit = 255

    private(set) var sheets: [(place: Int, sheet: Worksheet)] = []
    private(set) var is1904 = false
    /// By the number that a cell names ([MS-XLS] 2.4.353).
    private(set) var formats: [NumberFormat] = []
    private(set) var strings: BIFFSharedStrings
    private(set) var texts: BIFFTexts

    private let stream: BIFFStream
    /// Formats that the workbook defines, by their numbers.
    private var codes: [Int: NumberFormat] = [:]
    private let text = ByteBuffer(capacity: 1 << 10)

    /// - Throws: ``RefusedFile`` where the workbook is protected, older than Excel 5, in a code page that nobody reads, or damaged here.
    init(_ stream: BIFFStream) throws {
        self.stream = stream
        strings = BIFFSharedStrings(stream)
        guard var record = stream.record(at: 0), record.kind == .beginningOfSubstream,
            case let version = stream.bytes.word(record.start), version == 0x0600 || version == 0x0500,
            let texts = BIFFTexts(stream, isUnicode: version == 0x0600)
        else { throw XLSWorkbook.damaged }
        self.texts = texts
        while record.kind != .endOfSubstream {
            guard let next = stream.record(at: record.end) else {
                // The sheets may still be there, as far as they go.
                if sheets.isEmpty { throw XLSWorkbook.damaged }
                return
            }
            record = next
            try take(record)
        }
    }

    private mutating func take(_ record: BIFFRecord) throws {
        let bytes = stream.bytes
        switch record.kind {
        case .filePass: throw XLSWorkbook.protected
        case .dateMode: is1904 = record.length >= 2 && bytes.word(record.start) == 1
        case .codePage:
            let page = bytes.word(record.start)
            guard let texts = BIFFTexts(stream, isUnicode: texts.isUnicode, codePage: page) else {
                throw RefusedFile(
                    .unsupportedFormat, chinese: "旧版工作簿的代码页 \(page) 不能读取；请另存为 xlsx",
                    english: "code page \(page) of the old workbook cannot be read; save it as xlsx")
            }
            self.texts = texts
        case .format where record.length >= 2:
            text.removeAll()
            var cursor = BIFFCursor(stream, from: record.start + 2, to: record.end)
            // Without it dates would be numbers.
            guard texts.append(&cursor, hasShortLength: !texts.isUnicode, to: text) else { throw XLSWorkbook.damaged }
            codes[bytes.word(record.start)] = NumberFormat(code: text.all.string)
        case .extendedFormat where record.length >= 4:
            let format = bytes.word(record.start + 2)
            formats.append(codes[format] ?? NumberFormat(builtIn: format))
        case .boundSheet where record.length >= 8: try takeSheet(record)
        case .sharedStrings: strings.read(record)
        default: break
        }
    }

    /// Where a sheet's substream begins, its state and its kind ([MS-XLS] 2.4.28); charts and macros are no worksheets.
    private mutating func takeSheet(_ record: BIFFRecord) throws {
        guard stream.bytes.byte(record.start + 5) == 0 else { return }
        guard sheets.count < BIFFGlobals.sheetLimit else {
            throw RefusedFile(
                .unreadable, chinese: "旧版工作簿的工作表多于 \(BIFFGlobals.sheetLimit) 张；请另存为 xlsx",
                english: "the old workbook has more than \(BIFFGlobals.sheetLimit) sheets; save it as xlsx")
        }
        text.removeAll()
        var cursor = BIFFCursor(stream, from: record.start + 6, to: record.end)
        guard texts.append(&cursor, hasShortLength: true, to: text) else { throw XLSWorkbook.damaged }
        let isHidden = stream.bytes.byte(record.start + 4) & 3 != 0
        sheets.append((stream.bytes.long(record.start), Worksheet(name: text.all.string, isHidden: isHidden)))
    }
}
