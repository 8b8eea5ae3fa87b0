import Foundation

@testable import Extraction

/// An old workbook with one sheet made of records, as hostile as a test wants it.
struct XLSFile {
    struct Record {
        var kind: Int
        var data: [UInt8]

        init(_ kind: Int, _ data: [UInt8] = []) {
            self.kind = kind
            self.data = data
        }

        var bytes: [UInt8] { XLSFile.word(kind) + XLSFile.word(data.count) + data }
    }

    static func word(_ number: Int) -> [UInt8] { [UInt8(number & 0xFF), UInt8(number >> 8 & 0xFF)] }
    static func long(_ number: Int) -> [UInt8] { word(number & 0xFFFF) + word(number >> 16 & 0xFFFF) }

    static func double(_ number: Double) -> [UInt8] {
        (0..<8).map { UInt8(number.bitPattern >> UInt64($0 * 8) & 0xFF) }
    }

    /// The beginning of a cell's record: row and column from 0 on, and format.
    static func cell(_ row: Int, _ column: Int, format: Int = 0) -> [UInt8] { word(row) + word(column) + word(format) }

    static func utf16(_ text: String) -> [UInt8] { Array(text.utf16).flatMap { word(Int($0)) } }

    /// A table of shared texts by what stands behind its two counts.
    static func sharedStrings(_ count: Int, _ data: [UInt8]) -> Record {
        Record(0xFC, long(count) + long(count) + data)
    }

    static func shared(_ row: Int, _ column: Int, _ index: Int) -> Record {
        Record(0xFD, cell(row, column) + long(index))
    }

    static let end = Record(0x0A)

    var globals: [Record] = []
    var sheet: [Record]
    var version = 0x0600
    /// Ends the sheet.
    var hasEnd = true

    init(globals: [Record] = [], sheet: [Record], version: Int = 0x0600) {
        self.globals = globals
        self.sheet = sheet
        self.version = version
    }

    var stream: [UInt8] {
        let first = Record(0x0809, XLSFile.word(version) + XLSFile.word(5) + [0, 0, 0, 0]).bytes
        let name: [UInt8] = version == 0x0600 ? [2, 0] + Array("S1".utf8) : [2] + Array("S1".utf8)
        let before = globals.flatMap(\.bytes)
        let place = first.count + before.count + 10 + name.count + 4
        let listed = Record(0x85, XLSFile.long(place) + [0, 0] + name).bytes
        let begin = Record(0x0809, XLSFile.word(version) + XLSFile.word(0x10) + [0, 0, 0, 0]).bytes
        let parts: [[UInt8]] = [
            first, before, listed, XLSFile.end.bytes, begin, sheet.flatMap(\.bytes), hasEnd ? XLSFile.end.bytes : [],
        ]
        return Array(parts.joined())
    }

    var bytes: [UInt8] { XLSFile.container(stream, name: version == 0x0600 ? "Workbook" : "Book") }

    /// An OLE container of one stream.
    /// - Parameter isSmall: whether it lies in the root's stream; else it is filled up to the length from which on streams have sectors.
    static func container(_ stream: some Sequence<UInt8>, name: String, isSmall: Bool = false) -> [UInt8] {
        func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
        func padded(_ bytes: [UInt8], to unit: Int) -> [UInt8] {
            bytes + zeros((unit - bytes.count % unit) % unit)
        }
        func entry(_ name: String, _ kind: UInt8, _ first: Int, _ size: Int) -> [UInt8] {
            let units = utf16(name) + [0, 0]
            let parts: [[UInt8]] = [
                units, zeros(64 - units.count), word(units.count), [kind, 1], long(0xFFFF_FFFF), long(0xFFFF_FFFF),
                long(0xFFFF_FFFF), zeros(36), long(first), long(size), zeros(4),
            ]
            return Array(parts.joined())
        }
        let stream = Array(stream)
        let size = isSmall ? stream.count : max(stream.count, 4096)
        let content = padded(stream + zeros(size - stream.count), to: 512)
        let sectors = content.count / 512
        let tables = (sectors + 2) / 127 + 1
        // Tables, directory, table of small pieces, content.
        let start = tables + 2
        var links = [Int](repeating: 0xFFFF_FFFD, count: tables) + [0xFFFF_FFFE, 0xFFFF_FFFE]
        links += (0..<sectors).map { $0 + 1 == sectors ? 0xFFFF_FFFE : start + $0 + 1 }
        links += [Int](repeating: 0xFFFF_FFFF, count: tables * 128 - links.count)
        let pieces = (0..<128).map { ($0 + 1) * 64 < size ? $0 + 1 : 0xFFFF_FFFE }
        let header: [[UInt8]] = [
            [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], zeros(16), word(0x3E), word(3), word(0xFFFE), word(9),
            word(6), zeros(10), long(tables), long(tables), long(0), long(4096), long(tables + 1), long(1),
            long(0xFFFF_FFFE), long(0), (0..<109).flatMap { long($0 < tables ? $0 : 0xFFFF_FFFF) },
        ]
        let directory =
            entry("Root Entry", 5, isSmall ? start : 0xFFFF_FFFE, isSmall ? content.count : 0)
            + entry(name, 2, isSmall ? 0 : start, size)
        let body: [[UInt8]] = [links.flatMap(long), padded(directory, to: 512), pieces.flatMap(long), content]
        return Array((header + body).joined())
    }
}
