import Bytes
import Consolidation
import Extraction
import Foundation
import GuijiConfiguration
import Ledger
import Model
import Validation

/// A row that is no statement about a subject.
struct AsideRow: Sendable {
    var position: RowPosition
    var outcome: Outcome
    /// Days since 1970; ``Record/noDate`` without one.
    var event: Int32
    var links: RecordLinks
}

/// Where the record stage's results go as they arise, a batch at a time.
protocol RecordSink {
    /// Findings in order of rows.
    func take(_ findings: [Finding]) throws
    /// Rows that are rejected or withheld without a subject, in order.
    func take(_ rows: [AsideRow]) throws
    /// Rows have been read: for progress.
    func advanced(rows: Int, bytes: Int)
}

/// The record stage of one submission: its file is extracted, validated and encoded, batch by batch, on one thread.
struct RecordPass {
    let context: RecordContext
    let delivery: Delivery
    let path: String
    /// Number, time of receipt.
    let submission: Int
    let received: Int

    struct Result: Sendable {
        var summary: ExtractionSummary
        var ruleCounts: [String: RuleCount]
        var outcomes: OutcomeCounts
        /// Rows with a wrong code for which the register is asked; rejected unless it knows the right one.
        var candidates = 0
        var dated = 0
        var onTime = 0
        var undated = 0
        /// The year that the calendar lacks to tell rows in time from late ones: then they are neither.
        var missingYear: Int?
    }

    /// - Parameters:
    ///   - subjects: takes records that have a credit code.
    ///   - unresolved: takes records for which the register must be asked; those with ``RowFlags/error`` are candidates for repair.
    func run(subjects: RecordSorter, unresolved: RecordSorter, sink: any RecordSink) throws -> Result {
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        let plan = context.extractionPlan(delivery.mapping, size: size)
        let item = plan.item
        let stage = context.stage(delivery, day: context.settings.day(of: received))
        let encoder = context.encoder(delivery, submission: submission, received: received)
        let report = FindingReport(item: item, settings: context.settings.validation)
        let clock = Clock(item: item, calendar: context.catalogue.calendar, day: context.settings.day(of: received))
        let layout = Layout(format: delivery.format, encoding: .utf8, byteOrderMark: 0)
        var result = Result(summary: ExtractionSummary(layout: layout), ruleCounts: [:], outcomes: OutcomeCounts())
        result.missingYear = clock.missingYear
        let extractor = try requireExtractor(for: delivery.format).init(path: path, plan: plan)
        result.summary = try extractor.extract { batch in
            report.removeAll()
            stage.process(batch, report)
            for (rule, count) in report.counts {
                result.ruleCounts[rule, default: RuleCount()].applicable += count.applicable
                result.ruleCounts[rule, default: RuleCount()].failed += count.failed
            }
            var errors = ErrorCounts(report.findings)
            var asides: [AsideRow] = []
            for row in 0..<batch.count {
                clock.count(row, batch, &result)
                let rowErrors = batch.flags[row].contains(.error) ? errors.count(at: batch.positions[row].row) : 0
                switch encoder.destination(of: row, in: batch, errors: rowErrors) {
                case .subject:
                    try subjects.added(at: encoder.encode(row, of: batch, into: subjects.target))
                case .unresolved:
                    try unresolved.added(at: encoder.encode(row, of: batch, into: unresolved.target))
                case .candidate:
                    result.candidates += 1
                    try unresolved.added(at: encoder.encode(row, of: batch, into: unresolved.target))
                case .person: asides.append(aside(row, batch, .withheld, encoder))
                case .rejected: asides.append(aside(row, batch, .rejected, encoder))
                }
            }
            for aside in asides { result.outcomes[aside.outcome] += 1 }
            if !report.findings.isEmpty { try sink.take(report.findings) }
            if !asides.isEmpty { try sink.take(asides) }
            let last = batch.positions[batch.count - 1]
            sink.advanced(rows: batch.count, bytes: last.offset + last.length - batch.positions[0].offset)
        }
        return result
    }

    private func aside(_ row: Int, _ batch: Batch, _ outcome: Outcome, _ encoder: RecordEncoder) -> AsideRow {
        AsideRow(
            position: batch.positions[row], outcome: outcome, event: encoder.event(of: row, in: batch),
            links: encoder.links(of: row, in: batch))
    }
}

/// Counts a row's error findings; rows are asked in order.
private struct ErrorCounts {
    private let rows: [Int]
    private var place = 0

    init(_ findings: [Finding]) { rows = findings.filter { $0.severity == .error }.map(\.position.row) }

    mutating func count(at row: Int) -> Int {
        while place < rows.count, rows[place] < row { place += 1 }
        var end = place
        while end < rows.count, rows[end] == row { end += 1 }
        return end - place
    }
}

/// Tells rows that arrived within the item's deadline from late ones (domain §5).
private struct Clock {
    private let field: Int?
    /// The earliest event day that is still on time on the day of receipt.
    private let earliest: Int64
    /// The year without a calendar that the deadline reaches into; then no row is timed here.
    let missingYear: Int?

    init(item: Item, calendar: WorkingCalendar, day: Int) {
        field = item.eventDate
        guard let deadline = item.deadline, item.eventDate != nil else {
            earliest = Int64.min + 2
            missingYear = nil
            return
        }
        var first = day
        do throws(MissingCalendarYear) {
            while try calendar.workingDays(after: first - 1, through: day) <= deadline { first -= 1 }
            missingYear = nil
        } catch {
            missingYear = error.year
        }
        earliest = Int64(first)
    }

    func count(_ row: Int, _ batch: Batch, _ result: inout RecordPass.Result) {
        guard let field else { return }
        let event = batch.number(field, row)
        guard event > Batch.badNumber, event != Batch.openEnd else {
            result.undated += 1
            return
        }
        guard missingYear == nil else { return }
        result.dated += 1
        if event >= earliest { result.onTime += 1 }
    }
}
