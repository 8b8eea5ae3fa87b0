import Bytes
import Model

/// One record of a CSV file, or what stands in its place.
struct CSVRecord {
    var damage = Damage.none
    /// Cells, however many the header has.
    var cells = 0
    /// Cells that hold something.
    var nonEmpty = 0
    /// 1-based line of its beginning.
    var line: Int
    /// Offset and length in the file as received, without the last line break.
    var offset: Int
    var length: Int

    init(_ line: PhysicalLine) {
        self.line = line.number
        offset = line.offset
        length = line.length
    }
}

/// Assembles lines into records, and finds the way back after a damaged one.
///
/// A record may span lines. Where such a record turns out malformed (a stray quote, another number of cells than the header, longer
/// than the limit, or the end of the file inside quotes), a quote was left open in its first line: that line alone is damaged, and
/// reading goes on at its second line. No line is parsed more than twice over: a record goes on over lines with an even number
/// of quotes only, and those, read again on their own, end where they stand.
struct CSVRecords: ~Copyable {
    private var source: LineSource
    private let parser: CSVParser
    private let batch: Batch?
    private let limit: Int
    /// The least number of cells, without the header's last nameless columns, and the most.
    private let widths: ClosedRange<Int>
    /// Whether lines without quotes skip the C parser.
    private let splitsPlainLines: Bool
    /// Where the row's text begins in the batch's.
    private var rowStart = 0
    /// Room in the batch's text.
    private var capacity = 0

    var state: UnsafeMutablePointer<CellState> { parser.state }

    /// Reads records into the rows of `batch`.
    init(
        _ source: consuming LineSource, layout: Layout, limit: Int, into batch: Batch, fields: [Int?],
        splitsPlainLines: Bool = true
    ) {
        self.source = source
        self.batch = batch
        self.limit = limit
        self.splitsPlainLines = splitsPlainLines
        parser = CSVParser(delimiter: layout.delimiter, fields: fields)
        let named = layout.columns.lastIndex { !HeaderLabel.normal($0).isEmpty }
        widths = (named.map { $0 + 1 } ?? layout.columns.count)...layout.columns.count
        state.pointee.stride = batch.capacity
        startBatch()
    }

    /// Reads records of any number of cells as strings.
    init(collecting source: consuming LineSource, delimiter: UInt8, limit: Int) {
        self.source = source
        batch = nil
        self.limit = limit
        splitsPlainLines = false
        parser = CSVParser(delimiter: delimiter, fields: nil)
        widths = 0...Int.max
    }

    /// Takes up the batch's text after it was emptied or appended to.
    mutating func startBatch() {
        guard let text = batch?.text else { return }
        state.pointee.length = text.count
        state.pointee.text = text.base
        capacity = text.capacity
    }

    /// Counts what was written as the batch's text: due before anybody reads the batch.
    func endBatch() {
        guard let text = batch?.text else { return }
        text.truncate(to: state.pointee.length)
        text.advance(by: state.pointee.length - text.count)
    }

    /// Where the next record begins.
    var mark: LineSource.Mark { source.mark }

    /// The next record, or nil at the end. A blank line is a record without anything in it.
    mutating func next() throws -> CSVRecord? {
        source.hold = source.mark.offset
        guard let line = try source.next() else { return nil }
        begin()
        var record = CSVRecord(line)
        if line.isTooLong {
            record.length = try source.skip(line).length
            record.damage = .tooLong
            return record
        }

        let (text, textDamage) = source.decode(line)
        record.damage = textDamage
        if !(splitsPlainLines && splitPlain(text)) {
            let firstLine = batch == nil ? text.string : ""
            guard feed(text, line) else {
                return abandon(record, textDamage == .none ? .strayQuote : textDamage, firstLine)
            }
            if state.pointee.rowsEnded == 0 && !parser.isBetweenRows { return try readOn(record, firstLine) }
        }
        finish(&record)
        if record.damage == .none && !isWidthRight { record.damage = .ragged }
        if record.damage == .ragged { return abandon(record, .ragged) }
        return record
    }

    /// The rest of a record whose first line ended inside quotes.
    private mutating func readOn(_ first: CSVRecord, _ firstLine: String) throws -> CSVRecord {
        var record = first
        let second = source.mark
        while let line = try source.next(), !line.isTooLong, line.end - record.offset <= limit {
            let (text, textDamage) = source.decode(line)
            if record.damage == .none || textDamage == .undecodable { record.damage = textDamage }
            guard feed(text, line) else { break }
            guard state.pointee.rowsEnded > 0 else { continue }
            guard isWidthRight else { break }
            record.length = line.end - record.offset
            finish(&record)
            return record
        }
        source.rewind(to: second)
        return abandon(first, first.damage == .none ? .unclosedQuote : first.damage, firstLine)
    }

    private mutating func begin() {
        state.pointee.startRow()
        if let batch {
            state.pointee.cells = batch.cells + batch.count
            rowStart = state.pointee.length
        } else {
            state.pointee.strings.removeAll()
        }
    }

    /// Cells beyond the header are forgiven where they are empty.
    private var isWidthRight: Bool {
        let cells = state.pointee.column
        return widths.contains(cells) || (cells > widths.upperBound && !state.pointee.hasExtra)
            || (state.pointee.nonEmpty == 0 && cells < widths.lowerBound)
    }

    private mutating func feed(_ text: ByteSlice, _ line: PhysicalLine) -> Bool {
        makeRoom(parser.room(for: text.count) + 1)
        var isWell = parser.feed(text)
        if isWell && line.breakLength == 0 { isWell = CSVRecords.lineFeed.withSlice(parser.feed) }
        return isWell
    }

    private static let lineFeed: [UInt8] = [0x0A]

    /// Cuts a line without the C parser; false where that is not for it.
    private mutating func splitPlain(_ text: ByteSlice) -> Bool {
        var count = text.count
        while count > 0, text[count - 1] == 0x0A || text[count - 1] == 0x0D { count -= 1 }
        makeRoom(count + 8)
        return PlainLine.split(text[0..<count], delimiter: parser.delimiter, into: state)
    }

    private mutating func makeRoom(_ count: Int) {
        guard let text = batch?.text, state.pointee.length + count > capacity else { return }
        endBatch()
        text.reserve(count)
        startBatch()
    }

    private func finish(_ record: inout CSVRecord) {
        record.cells = state.pointee.column
        record.nonEmpty = state.pointee.nonEmpty
    }

    /// Takes back what a damaged row has written; collected strings become the line as it stands.
    private mutating func abandon(_ record: CSVRecord, _ damage: Damage, _ firstLine: String = "") -> CSVRecord {
        var record = record
        record.damage = damage
        record.cells = state.pointee.column
        record.nonEmpty = state.pointee.nonEmpty
        parser.reset()
        batch?.clearRow()
        state.pointee.length = rowStart
        if batch == nil { state.pointee.strings = [String(firstLine.reversed().drop { $0.isNewline }.reversed())] }
        return record
    }
}
