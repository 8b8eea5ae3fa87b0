import Foundation
import GuijiConfiguration
import Ledger
package import Model
package import Reporting

/// Published months: figures that stay as they are, what later changed of them, and the proof of both.
package struct FrozenMonths {
    static let freezing = "freeze-month"
    static let restating = "restate-month"
    static let figuresFile = "figures.json"
    static let suspicionsFile = "suspicions.json"
    static let manifestFile = "manifest.json"

    let instance: Instance
    let store: FrozenStore
    private let program: String

    /// - Parameter program: version of the program that publishes and counts again.
    package init(_ instance: Instance, program: String = Program.version) {
        self.instance = instance
        self.program = program
        store = FrozenStore(instance.ledger)
    }

    /// Where a published month's files lie.
    package func folder(_ month: ReportMonth) -> String { "\(frozenFolder)/\(month.text)" }

    var frozenFolder: String { "\(instance.settings.paths.reports)/frozen" }

    /// Publishes a month that is over.
    /// - Parameters:
    ///   - asOf: when the figures stand, seconds since 1970.
    ///   - forms: writes the report's forms into a folder, beside the figures.
    /// - Returns: the manifest's digest.
    @discardableResult
    package func freeze(
        _ month: ReportMonth, asOf: Int, forms: (MonthlyReport, String) throws -> Void = { try $0.write(to: $1) }
    ) throws -> String {
        try instance.lock()
        defer { instance.unlock() }
        // Suspicions are of the disclosure store, which may lag behind the ledger.
        try instance.finishPending()
        return try enter(month, asOf: asOf, at: asOf, made: nil, forms: forms).sha
    }

    /// - Parameters:
    ///   - at: when it is published, seconds since 1970.
    ///   - made: the decision, where it was made before.
    func enter(
        _ month: ReportMonth, asOf: Int, at: Int, made: MadeDecision?,
        forms: (MonthlyReport, String) throws -> Void = { try $0.write(to: $1) }
    ) throws -> PublishedMonth {
        guard try store.month(month.text) == nil else {
            throw SystemError(
                chinese: "\(month.text) 已经定稿；之后的变化用 guiji report restate 另行说明。",
                english: "\(month.text) is published already; later changes are restated: guiji report restate.")
        }
        guard month.seconds(instance.reportClock).upperBound <= asOf else {
            throw SystemError(
                chinese: "\(month.text) 还没有过完，不能定稿。", english: "\(month.text) is not over yet and cannot be published.")
        }
        try expectNoOtherPublication(of: month, than: made?.decision)
        if let made, made.isLogged {
            if let published = try enterAsPublished(month, made.decision) { return published }
            try instance.finishPending()
        }
        var report = try Reports(instance).monthly(
            month: month, asOf: asOf, cutoff: made.flatMap { $0.isLogged ? $0.decision.run : nil })
        report.versions.program = program
        let target = folder(month)
        let work = "\(target).tmp"
        if FileManager.default.fileExists(atPath: work) { try FileManager.default.removeItem(atPath: work) }
        try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: true)
        let figures = report.frozenDocument
        func write(_ text: String, as name: String) throws {
            try text.write(toFile: "\(work)/\(name)", atomically: true, encoding: .utf8)
        }
        try write(figures, as: FrozenMonths.figuresFile)
        try write(try Suspicion.document(report.suspicions), as: FrozenMonths.suspicionsFile)
        try forms(report, work)
        let (manifest, sha) = FrozenManifest(
            report: report, files: try files(in: work), configuration: try instance.keepConfiguration()
        ).text(digest: Archive.digest(of:))
        try write(manifest, as: FrozenMonths.manifestFile)
        try putAside(target)
        try FileManager.default.moveItem(atPath: work, toPath: target)
        let published = PublishedMonth(sha: sha, figures: Archive.digest(of: Array(report.figuresApart.utf8)))
        let entry = try instance.entry(
            made, FrozenMonths.freezing, at: at,
            ["month": month.text, "as_of": String(asOf), "sha256": sha, "figures_sha256": published.figures])
        try store.insert(
            FrozenMonth(
                month: month.text, run: report.versions.run, nilReturn: report.versions.nilReturn, asOf: asOf, at: at,
                sha: sha, manifest: manifest, figures: figures), by: entry.decision, log: entry.log)
        return published
    }

    /// Holds a published month against today's ledger and notes what differs; what was restated before is not restated again.
    /// - Returns: what changed since it was last told.
    @discardableResult
    package func restate(_ month: ReportMonth, reason: String, asOf: Int) throws -> [Restatement] {
        guard !reason.isEmpty else {
            throw SystemError(chinese: "更正须写明原因。", english: "A restatement says why.")
        }
        try instance.lock()
        defer { instance.unlock() }
        return try enterRestatement(month, reason: reason, asOf: asOf, at: nil, made: nil)
    }

    /// - Parameters:
    ///   - at: when it is restated, seconds since 1970; nil is `asOf`.
    ///   - made: the decision, where it was made before: it is entered even where nothing differs any more.
    @discardableResult
    func enterRestatement(
        _ month: ReportMonth, reason: String, asOf: Int, at: Int?, made: MadeDecision?
    ) throws -> [Restatement] {
        let frozen = try published(month)
        let asOf = max(asOf, frozen.asOf)
        let logged = made.flatMap { $0.isLogged ? $0.decision : nil }
        let report = try Reports(instance).monthly(month: month, asOf: asOf, cutoff: logged?.run, suspects: false)
        let before = try store.restatements(month: month.text)
        var told: [FrozenFigures.Key: String] = [:]
        for row in before { told[.init(source: row.source, item: row.item, figure: row.figure)] = row.new }
        let number =
            try logged?.restatementNumber
            ?? (before.map(\.number) + loggedRestatements(month).compactMap(\.restatementNumber)).max().map { $0 + 1 }
            ?? 1
        let restatements = try frozen.readFigures().told(told).differences(from: FrozenFigures(report)).map {
            Restatement(
                month: month.text, number: number, source: $0.key.source, item: $0.key.item, figure: $0.key.figure,
                old: $0.old, new: $0.new, reason: reason, at: at ?? asOf, run: report.versions.run)
        }
        guard !restatements.isEmpty || made != nil else { return [] }
        let document = restatementDocument(restatements)
        var detail = ["month": month.text, "as_of": String(asOf), "reason": reason]
        if !restatements.isEmpty {
            detail["number"] = String(number)
            detail["restatement_sha256"] = Archive.digest(of: Array(document.utf8))
        }
        let entry = try instance.entry(made, FrozenMonths.restating, at: at ?? asOf, detail)
        try store.insert(restatements, by: entry.decision, log: entry.log)
        // After the commit: a stop before the file is there is finished by the next start.
        if !restatements.isEmpty { try write(document, number, of: month) }
        return restatements
    }

    /// Proves that a published month is what it was: its files, the ledger's copy, and figures and forms made again as of its run with the
    /// configuration of its day.
    /// - Parameter note: told what is worth knowing and no difference: another version of the program.
    /// - Returns: what differs; empty where all agrees.
    package func verify(_ month: ReportMonth, note: (String) -> Void = { _ in }) throws -> [String] {
        guard let frozen = try store.month(month.text) else {
            let traces = try traces(of: month)
            guard traces.isEmpty else { return traces }
            throw try isNotPublished(month)
        }
        var verification = try FrozenVerification(
            instance, frozen, month, folder: folder(month), program: program)
        try verification.run()
        verification.notes.forEach(note)
        return verification.differences
    }

    /// The instance as it was configured when a month was published.
    func counting(_ frozen: FrozenMonth) throws -> Instance {
        try instance.configured(by: frozen.readManifest().configuration)
    }

    private func published(_ month: ReportMonth) throws -> FrozenMonth {
        guard let frozen = try store.month(month.text) else { throw try isNotPublished(month) }
        return frozen
    }

    private func isNotPublished(_ month: ReportMonth) throws -> SystemError {
        SystemError(
            chinese: "\(month.text) 没有定稿；已定稿：\(try store.months().joined(separator: "、"))",
            english: "\(month.text) is not published; published are: \(try store.months().joined(separator: ", "))")
    }

    private func files(in folder: String) throws -> [FrozenManifest.File] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { name in
            let digest = try Archive.digest(ofFile: "\(folder)/\(name)")
            return FrozenManifest.File(name: name, sha: digest.digest, size: digest.size)
        }
    }
}

extension FrozenMonth {
    /// - Throws: ``SystemError`` where the ledger's copy is damaged, as the next.
    func readManifest() throws -> FrozenManifest {
        do { return try FrozenManifest(text: manifest) } catch { throw FrozenMonth.damaged(month) }
    }

    func readFigures() throws -> FrozenFigures {
        do { return try FrozenFigures(document: figures) } catch { throw FrozenMonth.damaged(month) }
    }
}
