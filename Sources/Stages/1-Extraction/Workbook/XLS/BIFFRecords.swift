/// A record of a workbook's stream ([MS-XLS] 2.1.4): its kind, and where its data lie.
struct BIFFRecord {
    /// Those that are read ([MS-XLS] 2.3.1).
    enum Kind: Int {
        case formula = 0x0006
        case endOfSubstream = 0x000A
        case dateMode = 0x0022
        case filePass = 0x002F
        case continuation = 0x003C
        case codePage = 0x0042
        case boundSheet = 0x0085
        case multipleRK = 0x00BD
        case richString = 0x00D6
        case extendedFormat = 0x00E0
        case sharedStrings = 0x00FC
        case labelShared = 0x00FD
        case number = 0x0203
        case label = 0x0204
        case booleanOrError = 0x0205
        case string = 0x0207
        case rk = 0x027E
        case format = 0x041E
        case beginningOfSubstream = 0x0809
    }

    /// Nil for all others.
    let kind: Kind?
    let start: Int
    let length: Int

    var end: Int { start + length }
}

/// A workbook's stream: records behind each other, in substreams for the workbook as a whole and for each sheet ([MS-XLS] 2.1.3).
final class BIFFStream {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Nil where the stream ends before the record does.
    func record(at place: Int) -> BIFFRecord? {
        guard place >= 0, place + 4 <= bytes.count else { return nil }
        let length = bytes.word(place + 2)
        guard place + 4 + length <= bytes.count else { return nil }
        return BIFFRecord(kind: BIFFRecord.Kind(rawValue: bytes.word(place)), start: place + 4, length: length)
    }
}
