import Configuration
import Foundation
import Ledger
import Model
package import Reporting

/// Published months: figures that stay as they are, what later changed of them, and the proof of both.
package struct FrozenMonths {
    static let freezing = "freeze-month"
    static let restating = "restate-month"
    static let figuresFile = "figures.json"
    static let manifestFile = "manifest.json"

    private let instance: Instance
    private let store: FrozenStore

    package init(_ instance: Instance) {
        self.instance = instance
        store = FrozenStore(instance.ledger)
    }

    /// Where a published month's files lie.
    package func folder(_ month: ReportMonth) -> String {
        "\(instance.settings.paths.reports)/frozen/\(month.text)"
    }

    /// Publishes a month that is over.
    /// - Parameters:
    ///   - asOf: when the figures stand, seconds since 1970.
    ///   - at: when it is published; nil is the same.
    ///   - forms: writes the report's forms into a folder, beside the figures.
    /// - Returns: the manifest's digest.
    @discardableResult
    package func freeze(
        _ month: ReportMonth, asOf: Int, at: Int? = nil,
        forms: (MonthlyReport, String) throws -> Void = { try $0.write(to: $1) }
    ) throws -> String {
        try instance.lock()
        defer { instance.unlock() }
        guard try store.month(month.text) == nil else {
            throw SystemError(
                chinese: "\(month.text) 已经定稿；之后的变化用 guiji report restate 另行说明。",
                english: "\(month.text) is published already; later changes are restated: guiji report restate.")
        }
        guard month.seconds(instance.reportClock).upperBound <= asOf else {
            throw SystemError(
                chinese: "\(month.text) 还没有过完，不能定稿。", english: "\(month.text) is not over yet and cannot be published.")
        }
        let report = try Reports(instance).monthly(month: month, asOf: asOf)
        let target = folder(month)
        let work = "\(target).tmp"
        for path in [work, target] where FileManager.default.fileExists(atPath: path) {
            // Left by a stop before the ledger knew of it.
            try FileManager.default.removeItem(atPath: path)
        }
        try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: true)
        let figures = report.frozenDocument
        try figures.write(toFile: "\(work)/\(FrozenMonths.figuresFile)", atomically: true, encoding: .utf8)
        try forms(report, work)
        let (manifest, sha) = FrozenManifest(report: report, files: try files(in: work)).text(
            digest: Archive.digest(of:))
        try manifest.write(toFile: "\(work)/\(FrozenMonths.manifestFile)", atomically: true, encoding: .utf8)
        try FileManager.default.moveItem(atPath: work, toPath: target)
        try store.insert(
            FrozenMonth(
                month: month.text, run: report.versions.run, nilReturn: report.versions.nilReturn, asOf: asOf,
                at: at ?? asOf, sha: sha, manifest: manifest,
                figures: figures))
        try instance.decisions.append(
            DecisionLog.Entry(
                at: at ?? asOf, action: FrozenMonths.freezing, run: report.versions.run,
                detail: ["month": month.text, "as_of": String(asOf), "sha256": sha]))
        return sha
    }

    /// Holds a published month against today's ledger and notes what differs; what was restated before is not restated again.
    /// - Returns: what changed since it was last told.
    @discardableResult
    package func restate(_ month: ReportMonth, reason: String, asOf: Int, at: Int? = nil) throws -> [Restatement] {
        guard !reason.isEmpty else {
            throw SystemError(chinese: "更正须写明原因。", english: "A restatement says why.")
        }
        try instance.lock()
        defer { instance.unlock() }
        let frozen = try published(month)
        let asOf = max(asOf, frozen.asOf)
        let report = try Reports(instance).monthly(month: month, asOf: asOf)
        let before = try store.restatements(month: month.text)
        var told: [FrozenFigures.Key: Int] = [:]
        for row in before { told[.init(source: row.source, item: row.item, figure: row.figure)] = row.new }
        let number = (before.map(\.number).max() ?? 0) + 1
        let differences = try FrozenFigures(document: frozen.figures).told(told).differences(
            from: FrozenFigures(report))
        let rows = differences.map { difference in
            RestatedFigure(
                month: month.text, number: number, source: difference.key.source, item: difference.key.item,
                figure: difference.key.figure, old: difference.old, new: difference.new, reason: reason,
                at: at ?? asOf, run: report.versions.run)
        }
        guard !rows.isEmpty else { return [] }
        let restatements = rows.map(Restatement.init)
        try restatementDocument(restatements, clock: instance.reportClock).write(
            toFile: "\(folder(month))/restatement-\(number).json", atomically: true, encoding: .utf8)
        try store.insert(rows)
        try instance.decisions.append(
            DecisionLog.Entry(
                at: at ?? asOf, action: FrozenMonths.restating, run: report.versions.run,
                detail: ["month": month.text, "as_of": String(asOf), "reason": reason]))
        return restatements
    }

    /// Proves that a published month is what it was: its files, the ledger's copy, and the figures counted again as of its run.
    /// - Returns: what differs; empty where all agrees.
    package func verify(_ month: ReportMonth) throws -> [String] {
        let frozen = try published(month)
        var differences = try verifyFiles(month, frozen)
        let report = try Reports(instance).monthly(
            month: month, asOf: frozen.asOf, cutoff: frozen.run, lastNilReturn: frozen.nilReturn, suspects: false)
        let now = report.versions
        let then = try FrozenManifest.versions(of: frozen.manifest)
        let parts = [
            ("程序 program", then.program, now.program), ("目录 catalogue", then.catalogue, now.catalogue),
            ("映射 mappings", then.mappings, now.mappings), ("日历 calendar", then.calendar, now.calendar),
        ].filter { $0.1 != $0.2 }
        guard parts.isEmpty else {
            return differences
                + parts.map {
                    "\($0.0)：定稿时 published with \($0.1)，现在 now \($0.2)；版本不同，无法由台账重算 cannot be counted again with another version"
                }
        }
        if report.frozenDocument != frozen.figures {
            let changed = try FrozenFigures(document: frozen.figures).differences(from: FrozenFigures(report))
            differences += changed.map {
                "\($0.key.source) \($0.key.item) \($0.key.figure)：定稿 published \($0.old)，由台账重算 from the ledger \($0.new)"
            }
            if changed.isEmpty { differences.append("由台账重算的文件与定稿不同 the document from the ledger differs") }
        }
        return differences
    }

    private func verifyFiles(_ month: ReportMonth, _ frozen: FrozenMonth) throws -> [String] {
        var differences: [String] = []
        let folder = folder(month)
        let manifest = FileManager.default.contents(atPath: "\(folder)/\(FrozenMonths.manifestFile)")
        if manifest.map({ String(decoding: $0, as: UTF8.self) }) != frozen.manifest {
            differences.append("\(FrozenMonths.manifestFile)：与台账所记不同 differs from the ledger's")
        }
        let expected = try FrozenManifest.files(of: frozen.manifest)
        for file in expected {
            let path = "\(folder)/\(file.name)"
            guard FileManager.default.fileExists(atPath: path) else {
                differences.append("\(file.name)：缺失 missing")
                continue
            }
            if try Archive.digest(ofFile: path).digest != file.sha {
                differences.append("\(file.name)：内容已改 changed")
            }
        }
        let document = expected.first { $0.name == FrozenMonths.figuresFile }
        if document?.sha != Archive.digest(of: Array(frozen.figures.utf8)) {
            differences.append("台账中的数字与清单不符 the ledger's figures are not those of the manifest")
        }
        return try differences
            + verifyRestatements(month, known: Set(expected.map(\.name) + [FrozenMonths.manifestFile]))
    }

    /// Restatements lie beside what was published as the ledger tells them, and nothing else does.
    private func verifyRestatements(_ month: ReportMonth, known: Set<String>) throws -> [String] {
        var documents: [String: String] = [:]
        for (number, rows) in Dictionary(grouping: try store.restatements(month: month.text), by: \.number) {
            documents["restatement-\(number).json"] = restatementDocument(
                rows.map(Restatement.init), clock: instance.reportClock)
        }
        var differences: [String] = []
        for (name, text) in documents.sorted(by: { $0.key < $1.key }) {
            let file = FileManager.default.contents(atPath: "\(folder(month))/\(name)")
            if file.map({ String(decoding: $0, as: UTF8.self) }) != text {
                differences.append("\(name)：与台账所记不同 differs from the ledger's")
            }
        }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder(month))) ?? []
        for name in names.sorted() where !known.contains(name) && documents[name] == nil {
            differences.append("\(name)：不是定稿的文件 is no file of the publication")
        }
        return differences
    }

    private func published(_ month: ReportMonth) throws -> FrozenMonth {
        guard let frozen = try store.month(month.text) else {
            throw SystemError(
                chinese: "\(month.text) 没有定稿；已定稿：\(try store.months().joined(separator: "、"))",
                english: "\(month.text) is not published; published are: \(try store.months().joined(separator: ", "))")
        }
        return frozen
    }

    private func files(in folder: String) throws -> [FrozenManifest.File] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { name in
            let digest = try Archive.digest(ofFile: "\(folder)/\(name)")
            return FrozenManifest.File(name: name, sha: digest.digest, size: digest.size)
        }
    }
}
