import Bytes
import Consolidation
import Extraction
import GuijiConfiguration
import Ledger
import Model
import Validation

/// Reads statements of earlier submissions again: their rows from the archive, through the record stage, as records.
///
/// A statement keeps no values (design §2); what it says is a pure function of its bytes, the layout and the catalogue. Belongs to one thread.
final class HeldRecords {
    private let archive: Archive
    private let session: LedgerSession
    private let context: RecordContext
    /// Told once of each submission that something was read from.
    private let onSubmission: (Submission) throws -> Void
    private var sources: [Int: Source] = [:]
    private var order: [Int] = []

    private final class Source {
        let reader: ArchiveReader
        let layout: Layout
        let extractor: any Extractor.Type
        let plan: ExtractionPlan
        let stage: RecordStage
        let encoder: RecordEncoder
        let report: FindingReport
        let batch: Batch

        init(
            reader: ArchiveReader, layout: Layout, extractor: any Extractor.Type, plan: ExtractionPlan,
            stage: RecordStage, encoder: RecordEncoder, report: FindingReport
        ) {
            self.reader = reader
            self.layout = layout
            self.extractor = extractor
            self.plan = plan
            self.stage = stage
            self.encoder = encoder
            self.report = report
            batch = Batch(fieldCount: plan.item.fields.count, capacity: 1)
        }
    }

    /// Submissions kept open at a time.
    private static let limit = 32

    init(
        archive: Archive, session: LedgerSession, context: RecordContext,
        onSubmission: @escaping (Submission) throws -> Void
    ) {
        self.archive = archive
        self.session = session
        self.context = context
        self.onSubmission = onSubmission
    }

    /// Appends the record of a held statement to `buffer` and returns where it starts; nil where its source or item is no longer configured.
    func load(_ statement: HeldStatement, subject: [UInt8], into buffer: ByteBuffer) throws -> Int? {
        try load(submission: statement.submission, position: statement.position, subject: subject, into: buffer)
    }

    func load(_ waiting: WaitingRow, subject: [UInt8], into buffer: ByteBuffer) throws -> Int? {
        try load(submission: waiting.submission, position: waiting.position, subject: subject, into: buffer)
    }

    private func load(
        submission: Int, position: RowPosition, subject: [UInt8], into buffer: ByteBuffer
    ) throws -> Int? {
        guard let source = try source(of: submission) else { return nil }
        let raw = try source.reader.read(offset: position.offset, length: position.length)
        source.batch.removeAll()
        guard try source.extractor.reread(raw, layout: source.layout, plan: source.plan, into: source.batch),
            source.batch.count == 1
        else { return nil }
        source.batch.relocate(row: 0, to: position)
        source.report.removeAll()
        source.stage.process(source.batch, source.report)
        let start = source.encoder.encode(0, of: source.batch, into: buffer)
        if !subject.isEmpty { buffer.setSubject(of: start, to: subject) }
        return start
    }

    private func source(of id: Int) throws -> Source? {
        if let known = sources[id] { return known }
        guard let submission = try session.submission(id), let layout = submission.layout,
            let delivery = context.delivery(of: submission)
        else { return nil }
        if order.count >= HeldRecords.limit { sources[order.removeFirst()] = nil }
        try onSubmission(submission)
        let plan = context.extractionPlan(delivery.mapping)
        let source = Source(
            reader: try archive.reader(of: layout.rowsDigest ?? submission.digest), layout: layout,
            extractor: try requireExtractor(for: layout.format), plan: plan,
            stage: context.stage(delivery, day: context.settings.day(of: submission.received)),
            encoder: context.encoder(delivery, submission: id, received: submission.received),
            report: FindingReport(item: plan.item, settings: context.settings.validation))
        sources[id] = source
        order.append(id)
        return source
    }
}
