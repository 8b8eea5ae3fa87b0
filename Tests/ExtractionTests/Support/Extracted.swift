import Bytes
import Model

@testable import Extraction

/// One extracted row, copied out of its batch.
struct ExtractedRow: Equatable {
    var values: [String]
    var damage: Damage
    var detail: Int32
    var position: RowPosition
}

struct Extracted: Equatable {
    var rows: [ExtractedRow] = []
    var summary: ExtractionSummary

    /// The values of the rows without damage.
    var good: [[String]] { rows.filter { $0.damage == .none }.map(\.values) }
    var damages: [Damage] { rows.map(\.damage) }
}

/// A plan for an item whose fields are called as the labels are.
func plan(
    _ labels: [String], required: Set<String> = [], format: String = "csv", ignore: [String] = [],
    constants: [(field: Int, value: String)] = [], rowPath: [String] = [], batchRows: Int = 4096,
    rowLimit: Int = 1 << 20, depthLimit: Int = 64
) -> ExtractionPlan {
    var fields: [Field] = []
    var columns: [Mapping.Column] = []
    for (index, label) in labels.enumerated() {
        var field = Field(name: "f\(index)", title: label)
        field.isRequired = required.contains(label)
        fields.append(field)
        if !constants.contains(where: { $0.field == index }) { columns.append(.init(field: index, labels: [label])) }
    }
    let item = Item(number: 0, id: "test", title: "测试", itemClass: .basic, isSelfDisclosed: false, fields: fields)
    let mapping = Mapping(
        department: "d", name: "m", item: 0, format: format, columns: columns, ignore: ignore, constants: constants,
        rowPath: rowPath)
    return ExtractionPlan(
        mapping: mapping, item: item, batchRows: batchRows, rowLimit: rowLimit, depthLimit: depthLimit)
}

func copy(_ batch: Batch) -> [ExtractedRow] {
    (0..<batch.count).map { row in
        ExtractedRow(
            values: (0..<batch.fieldCount).map { batch.value($0, row).string }, damage: batch.damages[row],
            detail: batch.details[row], position: batch.positions[row])
    }
}

func extract(_ extractor: some Extractor) throws -> Extracted {
    var rows: [ExtractedRow] = []
    let summary = try extractor.extract { rows += copy($0) }
    return Extracted(rows: rows, summary: summary)
}

func extractCSV(
    _ bytes: [UInt8], _ plan: ExtractionPlan, chunkSize: Int = 1 << 20, splitsPlainLines: Bool = true
) throws -> Extracted {
    try withFile(bytes) {
        try extract(
            CSVExtractor(path: $0, plan: plan, chunkSize: chunkSize, splitsPlainLines: splitsPlainLines))
    }
}

func extractCSV(_ text: String, _ plan: ExtractionPlan, chunkSize: Int = 1 << 20) throws -> Extracted {
    try extractCSV(Array(text.utf8), plan, chunkSize: chunkSize)
}

func extractXML(_ bytes: [UInt8], _ plan: ExtractionPlan, chunkSize: Int = 1 << 20) throws -> Extracted {
    try withFile(bytes) { try extract(XMLExtractor(path: $0, plan: plan, chunkSize: chunkSize)) }
}

/// The bytes of a row as received.
func raw(_ row: ExtractedRow, in bytes: [UInt8]) -> [UInt8] {
    Array(bytes[row.position.offset..<row.position.offset + row.position.length])
}

/// Reads a row again from its bytes; nil where they are none.
func reread<E: Extractor>(
    _ type: E.Type, _ row: ExtractedRow, of bytes: [UInt8], _ extracted: Extracted, _ plan: ExtractionPlan
) throws -> ExtractedRow? {
    let batch = Batch(fieldCount: plan.item.fields.count, capacity: 1)
    guard try E.reread(raw(row, in: bytes), layout: extracted.summary.layout, plan: plan, into: batch) else {
        return nil
    }
    guard var again = copy(batch).first else { return nil }
    // A row read alone knows nothing of its place.
    again.position = row.position
    return again
}

func extractJSON(_ bytes: [UInt8], _ plan: ExtractionPlan, chunkSize: Int = 1 << 20) throws -> Extracted {
    try withFile(bytes) { try extract(JSONExtractor(path: $0, plan: plan, chunkSize: chunkSize)) }
}
