import Foundation
import GuijiConfiguration
import Ledger
import Model
import Reporting
import Validation

/// Answers departments: for each submission a receipt, and where rows failed a repair file (design §2).
///
/// Everything is read from the ledger and the archive, so the outbox can be written again at any time.
extension Instance {
    var reportClock: ReportClock { ReportClock(settings.timeZone) }

    /// Where a delivery's receipt lies, without its extension.
    func outboxPath(_ delivery: DeliveryRow) -> String {
        Instance.outboxPath(delivery, in: settings.paths.outbox, isNumbered: numbersAnswers)
    }

    /// - Parameter isNumbered: whether the submission's number stands before the file's name, which another may have.
    static func outboxPath(_ delivery: DeliveryRow, in outbox: String, isNumbered: Bool = true) -> String {
        let sender = delivery.source.isEmpty ? "unknown" : delivery.source
        return "\(outbox)/\(sender)/\(isNumbered ? number(delivery) : "")\(shortened(delivery.file))"
    }

    private static func number(_ delivery: DeliveryRow) -> String { String(format: "%06d-", delivery.id) }

    /// A file's name with room for a number before it and an ending behind it: file systems stop at 255 bytes. What came in an archive has its
    /// name behind the archive's, in one.
    private static func shortened(_ file: String) -> String {
        let file = String(file.map { $0 == "/" || $0.unicodeScalars.contains { $0.value < 0x20 } ? "-" : $0 })
        return FileName.shortened(file, to: 200)
    }

    /// Writes the outbox and the run's reports beside each other.
    /// - Returns: paths of the reports.
    func answer(submissions: [Int], asOf: Int) throws -> [String] {
        let tasks: [Int?] = [nil] + submissions
        var (reports, folders): ([String], Set<String>) = ([], [])
        for (written, folder) in try concurrentMap(
            tasks,
            { id -> ([String], String?) in
                guard let id else { return (try Reports(self).writeAfterRun(), nil) }
                return ([], try self.writeOutbox(submission: id))
            })
        {
            reports += written
            if let folder { folders.insert(folder) }
        }
        for folder in folders.sorted() { try DurableFile.sync(folder) }
        return reports
    }

    func writeOutbox(submissions: [Int]) throws {
        let folders = try concurrentMap(submissions, writeOutbox(submission:)).compactMap(\.self)
        for folder in Set(folders).sorted() { try DurableFile.sync(folder) }
    }

    /// - Returns: the folder of what was written, whose names are not on the disk yet; nil where there is no such submission.
    private func writeOutbox(submission id: Int) throws -> String? {
        let reader = try LedgerReader(apartFrom: ledger)
        guard let delivery = try reader.delivery(id) else { return nil }
        let name = outboxPath(delivery)
        let folder = (name as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let repair = try writeRepair(delivery, reader, in: folder)
        let receipt = Receipt(
            instance: settings.instance, delivery: delivery, rules: try reader.ruleSummaries(.submission(id)),
            findings: try reader.findings(.submission(id), limit: Receipt.listed), repairFile: repair,
            clock: reportClock, vocabulary: vocabulary)
        try DurableFile.write(receipt.json, to: "\(name).receipt.json", sync: .content)
        try DurableFile.write(receipt.html, to: "\(name).receipt.html", sync: .content)
        return folder
    }

    /// Writes the failed rows of a delivery for mending.
    /// - Returns: the file's name; nil where no row failed.
    private func writeRepair(_ delivery: DeliveryRow, _ reader: LedgerReader, in folder: String) throws -> String? {
        guard let layout = delivery.layout, delivery.outcomes[.rejected] > 0 else { return nil }
        let file = Instance.shortened(delivery.file) as NSString
        let number = numbersAnswers ? Instance.number(delivery) : ""
        let name =
            "\(number)\(file.deletingPathExtension).repair.\(RepairWriter.fileExtension(layout, of: file.pathExtension))"
        let writer = try RepairWriter(layout: layout, output: "\(folder)/\(name)")
        let bytes = try archive.reader(of: layout.rowsDigest ?? delivery.digest)
        var row = FailedRow()
        let item = delivery.item.flatMap { context.catalogue.item($0) }
        try reader.forEachFinding(of: delivery.id) { found in
            let finding = found.finding
            guard finding.position.row > 0 else { return }
            if finding.position.row != row.position.row {
                try row.write(to: writer, from: bytes)
                row = FailedRow(position: finding.position)
            }
            let place = finding.field.flatMap { name in item?.fields.firstIndex { $0.name == name } }
            row.add(
                finding, field: place, title: place.flatMap { item?.fields[$0].title }, wording(finding, item: item))
        }
        try row.write(to: writer, from: bytes)
        try writer.close()
        return name
    }
}

/// A row with its findings on its way into a repair file.
private struct FailedRow {
    var position = RowPosition(row: 0, line: 0, offset: 0, length: 0)
    private var hasError = false
    private var isDamaged = false
    private var reasons: [String] = []
    private var suggestions: [String] = []
    private var cells: [(field: Int, reason: String)] = []

    init(position: RowPosition = RowPosition(row: 0, line: 0, offset: 0, length: 0)) { self.position = position }

    /// - Parameters:
    ///   - field: number of the field that it is about.
    ///   - title: what the department calls it.
    mutating func add(_ finding: Finding, field: Int?, title: String?, _ wording: (chinese: String, english: String)) {
        if finding.severity == .error { hasError = true }
        if finding.severity != .notice {
            reasons.append(wording.chinese)
            if let field { cells.append((field, wording.chinese)) }
        }
        if DamagedRow.ids.contains(finding.rule) { isDamaged = true }
        if !finding.suggestion.isEmpty {
            let suggestion = title.map { "\($0) → \(finding.suggestion)" } ?? finding.suggestion
            if !suggestions.contains(suggestion) { suggestions.append(suggestion) }
        }
    }

    func write(to writer: RepairWriter, from bytes: ArchiveReader) throws {
        guard position.row > 0, hasError else { return }
        let length = isDamaged ? min(position.length, RepairWriter.longestRow * 2) : position.length
        try writer.append(
            RepairRow(
                raw: try bytes.read(offset: position.offset, length: length), isDamaged: isDamaged,
                reasons: reasons.joined(separator: "；"), suggestions: suggestions.joined(separator: "；"), cells: cells))
    }
}
