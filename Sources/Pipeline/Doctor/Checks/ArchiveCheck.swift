import Foundation
import GRDB
import GuijiConfiguration
import Ledger

/// What the ledger says was received is in the archive, and unchanged.
enum ArchiveCheck {
    /// How many of the latest submissions are looked at, unless all are.
    private static let sample = 20

    static let check = DoctorCheck("archive", "归档 archive") { patient in
        guard let ledger = try patient.ledger else { return [Diagnosis(.well, "还没有运行过", "nothing has run yet")] }
        let archive = Archive(directory: patient.settings.paths.archive)
        let files = try ledger.read { db in
            try Row.fetchAll(
                db, sql: "SELECT DISTINCT digest, size FROM submission ORDER BY id DESC LIMIT ?",
                arguments: [patient.isThorough ? -1 : sample]
            ).map { (digest: $0[0] as String, size: $0[1] as Int) }
        }
        let damaged = files.filter { !isIntact($0.digest, size: $0.size, in: archive) }
        guard damaged.isEmpty else {
            let names = damaged.prefix(3).map { archive.path(of: $0.digest) }.joined(separator: " ")
            return [
                Diagnosis(
                    .problem, "\(damaged.count) 个归档文件缺失或已改变：\(names)",
                    "\(damaged.count) archived files are missing or changed: \(names)",
                    mend: "从备份放回；已公示的不受影响，但不能再解释和重建 put them back from a backup")
            ]
        }
        let scope = patient.isThorough ? ("全部", "all") : ("最近", "the latest")
        return [
            Diagnosis(
                .well, "\(scope.0) \(files.count) 个文件校验和相符", "the digests of \(scope.1) \(files.count) files agree")
        ]
    }

    private static func isIntact(_ digest: String, size: Int, in archive: Archive) -> Bool {
        guard let reader = try? archive.reader(of: digest), reader.size == size else { return false }
        return (try? reader.digest()) == digest
    }
}
