import Bytes
package import Model

/// Makes encoded records for tests: what the record stage would hand on.
package final class RecordMaker {
    private let item: LoadedItem
    private let buffer = ByteBuffer()

    package init(_ item: LoadedItem) { self.item = item }

    /// Where the record stands; ``record(at:)`` reads it once all are made.
    /// - Parameter values: by field name.
    package func make(_ subject: String, key: Int64, submission: Int = 1, _ values: [String: String]) -> Int {
        var header = RecordHeader()
        header.item = item.item.number
        header.keyHash = key
        header.submission = submission
        let start = subject.withSlice { buffer.beginRecord(header, subject: $0) }
        let stored = item.item.fields.indices.filter { item.places[$0] >= 0 }.sorted {
            item.places[$0] < item.places[$1]
        }
        for field in stored {
            (values[item.item.fields[field].name] ?? "").withSlice { buffer.appendCell($0) }
        }
        buffer.endRecord(start)
        return start
    }

    package func record(at offset: Int) -> RecordView { RecordView(base: UnsafePointer(buffer.base) + offset) }
}
