import Bytes
import Foundation

/// Results of formulas in an old workbook, which FreeXL leaves out: its records are read for them alone ([MS-XLS] 2.4.127, 2.4.268).
struct XLSFormulas {
    /// By sheet, as a row and a column counted from 0: what was worked out when the file was saved.
    private(set) var results: [[Int: String]] = []

    /// Columns of old sheets.
    private static let columns = 256

    /// Reads what can be read; a broken container has none.
    init(path: String) {
        guard let data = FileManager.default.contents(atPath: path) else { return }
        let bytes = [UInt8](data)
        guard let stream = CompoundFile(bytes)?.stream(named: ["Workbook", "Book"]) else { return }
        read(stream)
    }

    subscript(sheet: Int, row: Int, column: Int) -> String? {
        results.indices.contains(sheet) ? results[sheet][row * XLSFormulas.columns + column] : nil
    }

    /// Substreams follow each other: the globals first, then the sheets in the order of their places in the file.
    private mutating func read(_ stream: [UInt8]) {
        var sheets: [Int] = []
        var places: [Int: [Int: String]] = [:]
        var start = 0
        var depth = 0
        var pending: Int?
        var place = 0
        while place + 4 <= stream.count {
            let (kind, length) = (stream.word(place), stream.word(place + 2))
            let data = place + 4
            guard data + length <= stream.count else { break }
            switch kind {
            case 0x0809:
                if depth == 0 { start = place }
                depth += 1
            case 0x000A: depth = max(0, depth - 1)
            // A sheet's entry: where its substream begins.
            case 0x0085 where length >= 6: sheets.append(stream.long(data))
            case 0x0006 where depth == 1 && length >= 14:
                let cell = stream.word(data) * XLSFormulas.columns + stream.word(data + 2) % XLSFormulas.columns
                pending = nil
                if stream.word(data + 12) != 0xFFFF {
                    places[start, default: [:]][cell] = NumberText.text(stream.double(data + 6))
                } else {
                    switch stream[data + 6] {
                    case 0: pending = cell
                    case 1: places[start, default: [:]][cell] = stream[data + 8] == 0 ? "FALSE" : "TRUE"
                    case 2: places[start, default: [:]][cell] = XLSFormulas.error(stream[data + 8])
                    default: break
                    }
                }
            case 0x0207:
                if let cell = pending { places[start, default: [:]][cell] = XLSFormulas.text(stream, data, length) }
                pending = nil
            default: break
            }
            place = data + length
        }
        results = sheets.map { places[$0] ?? [:] }
    }

    /// A text with its length before it: of 16-bit units, or of bytes that are the first 256 characters of Unicode ([MS-XLS] 2.5.294).
    private static func text(_ stream: [UInt8], _ start: Int, _ length: Int) -> String {
        guard length >= 3 else { return "" }
        let count = stream.word(start)
        let isWide = stream[start + 2] & 1 == 1
        let end = min(start + length, start + 3 + count * (isWide ? 2 : 1))
        guard isWide else {
            return String(String.UnicodeScalarView(stream[(start + 3)..<end].map { Unicode.Scalar($0) }))
        }
        let units = stride(from: start + 3, to: end - 1, by: 2).map { UInt16(stream.word($0)) }
        return String(decoding: units, as: UTF16.self)
    }

    private static func error(_ code: UInt8) -> String {
        [0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"][
            Int(code)] ?? "#N/A"
    }
}

/// The streams of an OLE container ([MS-CFB] 2.2 to 2.6): sectors in chains.
struct CompoundFile {
    private let bytes: [UInt8]
    private let sectorSize: Int
    private var chain: [Int] = []

    /// Free, end of chain and the like are above.
    private static let lastSector = 0xFFFF_FFFA

    init?(_ bytes: [UInt8]) {
        guard bytes.count >= 512, bytes[0] == 0xD0, bytes[1] == 0xCF else { return nil }
        self.bytes = bytes
        sectorSize = bytes.word(30) == 12 ? 4096 : 512
        var table = (0..<109).map { bytes.long(76 + $0 * 4) }.filter { $0 <= CompoundFile.lastSector }
        var next = bytes.long(68)
        var seen = 0
        while next <= CompoundFile.lastSector, let start = place(next), seen < bytes.count / sectorSize {
            let count = sectorSize / 4 - 1
            table += (0..<count).map { bytes.long(start + $0 * 4) }.filter { $0 <= CompoundFile.lastSector }
            next = bytes.long(start + count * 4)
            seen += 1
        }
        for sector in table {
            guard let start = place(sector) else { return nil }
            chain += (0..<sectorSize / 4).map { bytes.long(start + $0 * 4) }
        }
    }

    private func place(_ sector: Int) -> Int? {
        let start = (sector + 1) * sectorSize
        return start + sectorSize <= bytes.count ? start : nil
    }

    /// The bytes of a chain of sectors; what is broken ends it.
    private func content(from first: Int) -> [UInt8] {
        var content: [UInt8] = []
        var next = first
        // No chain is longer than the file.
        while chain.indices.contains(next), content.count <= bytes.count, let start = place(next) {
            content += bytes[start..<(start + sectorSize)]
            next = chain[next]
        }
        return content
    }

    /// The first stream of one of these names; small ones, which lie elsewhere, are no workbook.
    func stream(named names: [String]) -> [UInt8]? {
        let directory = content(from: bytes.long(48))
        for entry in stride(from: 0, to: directory.count - 127, by: 128) {
            let length = directory.word(entry + 64)
            guard length >= 2, length <= 64 else { continue }
            let units = stride(from: entry, to: entry + length - 2, by: 2).map { UInt16(directory.word($0)) }
            guard names.contains(String(decoding: units, as: UTF16.self)) else { continue }
            let size = directory.long(entry + 120)
            guard size >= bytes.long(56) else { return nil }
            return Array(content(from: directory.long(entry + 116)).prefix(size))
        }
        return nil
    }
}

extension [UInt8] {
    fileprivate func word(_ place: Int) -> Int { Int(self[place]) | Int(self[place + 1]) << 8 }
    fileprivate func long(_ place: Int) -> Int { word(place) | word(place + 2) << 16 }

    fileprivate func double(_ place: Int) -> Double {
        Double(bitPattern: (0..<8).reduce(UInt64(0)) { $0 | UInt64(self[place + $1]) << UInt64($1 * 8) })
    }
}
