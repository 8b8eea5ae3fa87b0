import Bytes
import Model

/// Reads texts as the version of the stream has them: BIFF8 in UTF-16, BIFF5 in bytes of a code page.
struct BIFFTexts {
    /// The Chinese code page, read as its extension.
    static let chinese = 936
    /// ASCII and Western European; what is beyond Latin-1 in the latter is typographic.
    private static let western: Set<Int> = [367, 1252]

    private let stream: BIFFStream
    let isUnicode: Bool
    /// For bytes that are not Latin-1.
    private let transcoder: Transcoder?

    /// Nil where nothing here reads the code page.
    init?(_ stream: BIFFStream, isUnicode: Bool, codePage: Int = 1252) {
        guard isUnicode || codePage == BIFFTexts.chinese || BIFFTexts.western.contains(codePage) else { return nil }
        self.stream = stream
        self.isUnicode = isUnicode
        transcoder = !isUnicode && codePage == BIFFTexts.chinese ? Transcoder(.gb18030) : nil
    }

    /// Appends the text at the cursor as UTF-8.
    /// - Returns: whether all of it is there.
    func append(_ cursor: inout BIFFCursor, hasShortLength: Bool = false, to text: ByteBuffer) -> Bool {
        if isUnicode { return cursor.string(hasShortLength: hasShortLength, to: text) }
        guard let count = hasShortLength ? cursor.byte() : cursor.word(), let range = cursor.bytes(count) else {
            return false
        }
        guard let transcoder else {
            for place in range { text.append(String(Unicode.Scalar(stream.bytes[place]))) }
            return true
        }
        stream.bytes.withSlice { _ = transcoder.decode($0[range], into: text, isLast: true) }
        return true
    }
}

/// The table of texts that cells name by number ([MS-XLS] 2.4.265): where each begins, decoded when a cell asks for it.
struct BIFFSharedStrings {
    /// As many as a sheet has cells; no workbook has more.
    private static let limit = 1 << 24

    private let stream: BIFFStream
    private var places: [(start: UInt32, end: UInt32)] = []

    init(_ stream: BIFFStream) { self.stream = stream }

    /// Finds the texts of the table; those behind a broken one are not there.
    mutating func read(_ record: BIFFRecord) {
        places.removeAll()
        guard record.length >= 8 else { return }
        let count = min(stream.bytes.long(record.start + 4), BIFFSharedStrings.limit)
        var cursor = BIFFCursor(stream, from: record.start + 8, to: record.end)
        while places.count < count {
            let place = (UInt32(cursor.place), UInt32(cursor.end))
            guard cursor.string(hasShortLength: false, to: nil) else { return }
            places.append(place)
        }
    }

    /// Appends the n-th text as UTF-8.
    /// - Returns: whether there is one.
    func append(_ index: Int, to text: ByteBuffer) -> Bool {
        guard places.indices.contains(index) else { return false }
        var cursor = BIFFCursor(stream, from: Int(places[index].start), to: Int(places[index].end))
        return cursor.string(hasShortLength: false, to: text)
    }
}
