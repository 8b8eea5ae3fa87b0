import Bytes
import Model

/// CSV and its relatives.
final class DelimitedFormat: RowFormat {
    private let fields: [Int]
    private let labels: [String]
    private let delimiter: UInt8
    private let isDecorated: Bool
    private let lineBreak: String

    init(layout: SampleLayout) {
        fields = layout.columns.map(\.field)
        labels = layout.columns.map(\.label)
        delimiter = layout.style.delimiter
        isDecorated = layout.style.isDecorated
        lineBreak = layout.style.lineBreak
    }

    func begin(title: String, file: EncodedFile) {
        if isDecorated {
            file.text.append("\(title)公示信息汇总表（2025年3月）\(lineBreak)")
            file.text.append("填报日期：2025-03-31\(lineBreak)\(lineBreak)")
        }
        file.text.append(labels.joined(separator: String(UnicodeScalar(delimiter))) + lineBreak)
    }

    func write(_ row: SampleRow, damage: Dirt?, to file: EncodedFile) {
        if let damage { return writeDamaged(row, damage, to: file) }
        let text = file.text
        let source = UnsafePointer(row.text.base)
        // Room for every byte doubled and in quotes.
        text.reserve(2 * row.text.count + 3 * fields.count)
        let start = text.base + text.count
        var target = start
        for field in fields {
            let cell = row.cell(field)
            target = copy(ByteSlice(base: source + Int(cell.start), count: Int(cell.length)), to: target)
            target[0] = delimiter
            target += 1
        }
        text.advance(by: target - start - 1)
        text.append(lineBreak)
    }

    /// Copies a value, in quotes where it needs them; returns where it ends.
    private func copy(_ value: ByteSlice, to start: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        var needsQuotes = false
        for byte in value.buffer where byte == delimiter || byte == 0x22 || byte == 0x0A || byte == 0x0D {
            needsQuotes = true
        }
        guard needsQuotes else {
            start.update(from: value.base, count: value.count)
            return start + value.count
        }
        var target = start
        func put(_ byte: UInt8) {
            target[0] = byte
            target += 1
        }
        put(0x22)
        for byte in value.buffer {
            if byte == 0x22 { put(0x22) }
            put(byte)
        }
        put(0x22)
        return target
    }

    /// Damage stands in the middle of the row, in a cell that has a text.
    private func writeDamaged(_ row: SampleRow, _ damage: Dirt, to file: EncodedFile) {
        let text = file.text
        let middle = fields.indices.first { $0 >= fields.count / 3 && !row.isAbsent(fields[$0]) } ?? 0
        for (index, field) in fields.enumerated() {
            if damage == .tooFewCells, index > 2, index < 6 { continue }
            if index > 0 { text.append(delimiter) }
            let value = row.value(field)
            switch damage {
            case .strayQuote where index == middle: text.append("见\"附件\"所列")
            case .unclosedQuote where index == middle:
                text.append(0x22)
                text.append(value)
            case .nul where index == middle, .undecodable where index == middle:
                text.append("损坏")
                file.insert(damage == .nul ? file.nul : file.undecodable)
                text.append("处")
            default:
                text.reserve(2 * value.count + 2)
                let start = text.base + text.count
                text.advance(by: copy(value, to: start) - start)
            }
        }
        if damage == .tooManyCells {
            text.append(delimiter)
            text.append("多余")
        }
        text.append(lineBreak)
    }

    func end(rows: Int, file: EncodedFile) {
        guard isDecorated else { return }
        file.text.append("合计：\(rows)条\(lineBreak)")
        file.text.append("填表说明：日期按年-月-日填写\(lineBreak)")
    }
}
