import Foundation
import Ledger
import Model
import Reporting

/// What a stop left between log, ledger and folder of a published month.
extension FrozenMonths {
    /// The publication that a stop kept from the ledger, as it lies in its folder.
    /// - Returns: nil where the folder is not what was logged.
    func enterAsPublished(_ month: ReportMonth, _ decision: Decision) throws -> PublishedMonth? {
        let folder = folder(month)
        guard let sha = decision.detail["sha256"], let asOf = decision.detail["as_of"].flatMap(Int.init),
            let text = FrozenMonths.text("\(folder)/\(FrozenMonths.manifestFile)"),
            let manifest = try? FrozenManifest(text: text), manifest.month == month.text,
            manifest.text(digest: Archive.digest(of:)) == (text, sha),
            manifest.files.allSatisfy({ (try? Archive.digest(ofFile: "\(folder)/\($0.name)"))?.digest == $0.sha }),
            let figures = FrozenMonths.text("\(folder)/\(FrozenMonths.figuresFile)")
        else { return nil }
        try store.insert(
            FrozenMonth(
                month: month.text, run: manifest.versions.run, nilReturn: manifest.versions.nilReturn, asOf: asOf,
                at: decision.at, sha: sha, manifest: text, figures: figures), by: decision, log: {})
        return PublishedMonth(sha: sha, figures: decision.detail["figures_sha256"] ?? "")
    }

    private static func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).flatMap { String(data: $0, encoding: .utf8) }
    }

    /// What lies where a month is to be published may be all that is left of a publication: it is kept under another name.
    func putAside(_ folder: String) throws {
        guard FileManager.default.fileExists(atPath: folder) else { return }
        var number = 1
        while FileManager.default.fileExists(atPath: "\(folder).aside-\(number)") { number += 1 }
        try FileManager.default.moveItem(atPath: folder, toPath: "\(folder).aside-\(number)")
        instance.warnOnce(
            "\(folder) 中的文件不是台账所知的定稿，已改名为 \(folder).aside-\(number)；请核对后自行删除。\n"
                + "What lay in \(folder) is no publication that the ledger knows; it was renamed to \(folder).aside-\(number). Look into it, then remove it."
        )
    }

    /// Writes the restatements that the ledger tells and a stop kept from their folders. What fails is told and does not stop a run.
    func writeMissingRestatements() {
        do {
            for (month, rows) in Dictionary(grouping: try store.restatements(), by: \.month) {
                guard let month = ReportMonth(month), FileManager.default.fileExists(atPath: folder(month)) else {
                    continue
                }
                for (number, rows) in Dictionary(grouping: rows, by: \.number)
                where !FileManager.default.fileExists(atPath: path(number, of: month)) {
                    try write(restatementDocument(rows), number, of: month)
                }
            }
        } catch {
            instance.warnOnce("更正的文件未能补写 restatement files could not be written again：\(error)")
        }
    }

    func write(_ document: String, _ number: Int, of month: ReportMonth) throws {
        try DurableFile.write(document, to: path(number, of: month))
    }

    private func path(_ number: Int, of month: ReportMonth) -> String {
        "\(folder(month))/\(FrozenMonths.restatementFile(number))"
    }

    static func restatementFile(_ number: Int) -> String { "restatement-\(number).json" }
}
