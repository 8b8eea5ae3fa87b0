import Extraction
import Foundation
import Ledger
import Model

/// The text that a workbook's rows are read from, while its submission is in hand.
final class UnfoldedFile {
    let path: String
    private let sheet: UnfoldedSheet

    /// nil where rows stand in the file as received.
    init?(_ job: SubmissionJob, _ context: RecordContext, directory: String) throws {
        guard let type = try requireExtractor(for: job.delivery.format) as? any UnfoldingExtractor.Type else {
            return nil
        }
        path = "\(directory)/\(job.submission.id).sheet"
        do {
            sheet = try type.unfold(path: job.path, plan: context.extractionPlan(job.delivery.mapping), to: path)
        } catch {
            // What began is not left behind: nobody ends what never was.
            unlink(path)
            throw error
        }
    }

    deinit { unlink(path) }

    /// Keeps the text beside the file, so that rows can be read again, and notes it in the layout.
    func store(in archive: Archive, _ layout: inout Layout) throws {
        let (digest, size) = try Archive.digest(ofFile: path)
        try archive.store(file: path, digest: digest, size: size)
        layout.rowsDigest = digest
        layout.sheet = sheet.name
        layout.unreadSheets = sheet.unread.isEmpty ? nil : sheet.unread
    }
}
