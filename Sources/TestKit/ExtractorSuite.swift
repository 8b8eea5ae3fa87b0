import Bytes
import Foundation
package import Model

/// The compatibility suite of extractors: what every one of them keeps, whatever its format.
///
/// Call it from a test with a good file of some rows; it tells what is broken, in words.
package struct ExtractorSuite {
    private let type: any Extractor.Type
    private let plan: ExtractionPlan
    private let sample: [UInt8]

    /// - Parameters:
    ///   - plan: reads the sample.
    ///   - sample: a file of at least three rows without damage.
    package init(_ type: any Extractor.Type, plan: ExtractionPlan, sample: [UInt8]) {
        self.type = type
        self.plan = plan
        self.sample = sample
    }

    /// What the extractor does not keep; empty for a compatible one.
    package func violations() throws -> [String] {
        let whole = try read(sample)
        return try rows(whole) + batchSizes(whole) + rereading(whole) + truncation(whole) + damage() + refusals()
            + failingSink()
    }

    /// One row, copied out of its batch.
    private struct ReadRow: Equatable {
        var values: [String]
        var damage: Damage
        var position: RowPosition
    }

    private struct ReadFile {
        var rows: [ReadRow] = []
        var counted = 0
        /// Where the rows stand: the file, or what was written out of it.
        var text: [UInt8] = []
    }

    private func read(_ bytes: [UInt8], batchRows: Int? = nil) throws -> ReadFile {
        var plan = plan
        if let batchRows { plan.batchRows = batchRows }
        var file = ReadFile()
        try withText(of: bytes) { path in
            let summary = try type.init(path: path, plan: plan).extract { batch in
                for row in 0..<batch.count { file.rows.append(copy(batch, row)) }
            }
            file.counted = summary.rows
            file.text = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        }
        return file
    }

    /// The file that rows are read from.
    private func withText<Value>(of bytes: [UInt8], _ body: (String) throws -> Value) throws -> Value {
        let path = NSTemporaryDirectory() + "guiji-suite-" + UUID().uuidString
        let text = path + ".text"
        defer { for path in [path, text] { try? FileManager.default.removeItem(atPath: path) } }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        guard let unfolding = type as? any UnfoldingExtractor.Type else { return try body(path) }
        _ = try unfolding.unfold(path: path, plan: plan, to: text)
        return try body(text)
    }

    private func copy(_ batch: Batch, _ row: Int) -> ReadRow {
        ReadRow(
            values: (0..<batch.fieldCount).map { batch.value($0, row).string }, damage: batch.damages[row],
            position: batch.positions[row])
    }

    /// Rows are counted, numbered from 1, and stand one behind the other in the file.
    private func rows(_ file: ReadFile) -> [String] {
        var found: [String] = []
        if file.rows.count < 3 { found.append("the sample gave \(file.rows.count) rows, at least 3 are needed") }
        if file.rows.contains(where: { $0.damage != .none }) { found.append("a row of the sample is damaged") }
        return found + places(file, "the sample")
    }

    private func places(_ file: ReadFile, _ what: String) -> [String] {
        var found: [String] = []
        if file.counted != file.rows.count {
            found.append("\(what): the summary counts \(file.counted) rows, the batches had \(file.rows.count)")
        }
        var end = 0
        for (index, row) in file.rows.enumerated() {
            let position = row.position
            if position.row != index + 1 { found.append("\(what): row \(index + 1) is numbered \(position.row)") }
            if position.offset < end || position.offset + position.length > file.text.count || position.length < 0 {
                found.append("\(what): row \(index + 1) stands at \(position.offset) for \(position.length) bytes")
            }
            if position.line < 1 { found.append("\(what): row \(index + 1) is on line \(position.line)") }
            end = position.offset + position.length
        }
        return found
    }

    private func batchSizes(_ whole: ReadFile) throws -> [String] {
        let sizes: [Int] = try [1, 2, 7].filter { try read(sample, batchRows: $0).rows != whole.rows }
        return sizes.map { "batches of \($0) give other rows" }
    }

    /// A row read again from its own bytes says the same.
    private func rereading(_ whole: ReadFile) throws -> [String] {
        let layout = try withText(of: sample) { try type.init(path: $0, plan: plan).extract { _ in }.layout }
        let batch = Batch(fieldCount: plan.item.fields.count, capacity: 1)
        return try whole.rows.compactMap { row -> String? in
            let place = row.position
            batch.removeAll()
            let raw = Array(whole.text[place.offset..<(place.offset + place.length)])
            guard try type.reread(raw, layout: layout, plan: plan, into: batch), batch.count == 1 else {
                return "row \(place.row) cannot be read again"
            }
            return copy(batch, 0).values == row.values ? nil : "row \(place.row) read again has other values"
        }
    }

    /// A file that ends early gives the rows it has, as they were; what suffered is damaged or the last.
    private func truncation(_ whole: ReadFile) throws -> [String] {
        let originals = Dictionary(uniqueKeysWithValues: whole.rows.map { ($0.position.offset, $0.values) })
        let step = max(1, sample.count / 400)
        return try stride(from: 0, to: sample.count, by: step).flatMap { length -> [String] in
            let cut = Array(sample[..<length])
            guard let file = try unlessRefused({ try read(cut) }) else { return [] }
            var found = places(file, "cut at \(length)")
            for row in file.rows.dropLast() where row.damage == .none && originals[row.position.offset] != row.values {
                found.append("cut at \(length): row \(row.position.row) is none of the whole file")
            }
            return found
        }
    }

    /// Whatever happens to a byte, the file is refused or read to its end, and rows stay where they stand.
    private func damage() throws -> [String] {
        var state: UInt64 = 0x2025
        func random(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(limit))
        }
        return try (0..<400).flatMap { number -> [String] in
            var bytes = sample
            for _ in 0...random(3) { bytes[random(bytes.count)] = UInt8(random(256)) }
            guard let file = try unlessRefused({ try read(bytes) }) else { return [] }
            return places(file, "damage \(number)")
        }
    }

    private func refusals() throws -> [String] {
        var found: [String] = []
        if try unlessRefused({ try read([]) })?.rows.isEmpty == false { found.append("an empty file has rows") }
        if try unlessRefused({ try read([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0]) }) != nil {
            found.append("a picture is not refused")
        }
        let missing = NSTemporaryDirectory() + "guiji-suite-missing-" + UUID().uuidString
        let gone: Void? = try unlessRefused {
            if let unfolding = type as? any UnfoldingExtractor.Type {
                _ = try unfolding.unfold(path: missing, plan: plan, to: missing + ".text")
            } else {
                _ = try type.init(path: missing, plan: plan).extract { _ in }
            }
        }
        if gone != nil {
            found.append("a missing file is not refused")
        }
        return found
    }

    /// What the reader of the batches throws comes through, and nothing more is handed to it.
    private func failingSink() throws -> [String] {
        struct Stop: Error {}
        var plan = plan
        plan.batchRows = 1
        var calls = 0
        do {
            try withText(of: sample) { path in
                _ = try type.init(path: path, plan: plan).extract { _ in
                    calls += 1
                    throw Stop()
                }
            }
            return ["an error of the sink is lost"]
        } catch is Stop {
            return calls == 1 ? [] : ["the sink was called again after its error"]
        }
    }

    /// - Throws: what is no ``RefusedFile``.
    private func unlessRefused<Value>(_ body: () throws -> Value) throws -> Value? {
        do {
            return try body()
        } catch is RefusedFile {
            return nil
        }
    }
}
