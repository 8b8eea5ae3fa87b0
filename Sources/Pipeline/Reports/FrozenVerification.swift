import Foundation
import GuijiConfiguration
import Ledger
import Model
import Reporting

/// The proof of one published month, part by part: ledger, files, restatements, log of decisions, figures and forms made again.
struct FrozenVerification {
    private let instance: Instance
    private let frozen: FrozenMonth
    private let manifest: FrozenManifest
    private let month: ReportMonth
    private let folder: String
    private let program: String

    private(set) var differences: [String] = []
    /// What is worth knowing and no difference.
    private(set) var notes: [String] = []

    /// - Throws: ``SystemError`` where the ledger's copy cannot be read.
    init(_ instance: Instance, _ frozen: FrozenMonth, _ month: ReportMonth, folder: String, program: String) throws {
        self.instance = instance
        self.frozen = frozen
        self.month = month
        self.folder = folder
        self.program = program
        manifest = try frozen.readManifest()
    }

    mutating func run() throws {
        try checkLedger()
        try checkFiles()
        try checkRestatements()
        try recount()
    }

    /// The ledger's copy agrees with itself, and with what was logged beside the archive.
    private mutating func checkLedger() throws {
        let (text, digest) = manifest.text(digest: Archive.digest(of:))
        if text != frozen.manifest || digest != frozen.sha {
            differences.append(
                "\(FrozenMonths.manifestFile)：台账中的清单与其摘要不符 the ledger's manifest is not that of its digest")
        }
        if self.sha(of: FrozenMonths.figuresFile) != Archive.digest(of: Array(frozen.figures.utf8)) {
            differences.append(
                "\(FrozenMonths.figuresFile)：台账中的数字与清单不符 the ledger's figures are not those of the manifest")
        }
        let logged = try FrozenMonths(instance).loggedPublications(month)
        if logged.count != 1 {
            let numbers = logged.map { String($0.number) }.joined(separator: "、")
            differences.append(
                "\(FrozenMonths.manifestFile)：decisions.jsonl 应记有一次定稿，实有 \(logged.count) 次 must have one publication, has \(logged.count)（\(numbers)）"
            )
        }
        if let logged = logged.first, logged.detail["sha256"] != frozen.sha {
            differences.append(
                "\(FrozenMonths.manifestFile)：与归档旁 decisions.jsonl 所记的摘要不同 is not what decisions.jsonl beside the archive says"
            )
        }
    }

    private func sha(of name: String) -> String? { manifest.files.first { $0.name == name }?.sha }

    private mutating func checkFiles() throws {
        let file = FileManager.default.contents(atPath: "\(folder)/\(FrozenMonths.manifestFile)")
        if file.map({ String(decoding: $0, as: UTF8.self) }) != frozen.manifest {
            differences.append("\(FrozenMonths.manifestFile)：与台账所记不同 differs from the ledger's")
        }
        for file in manifest.files {
            let path = "\(folder)/\(file.name)"
            if !FileManager.default.fileExists(atPath: path) {
                differences.append("\(file.name)：缺失 missing")
            } else if try Archive.digest(ofFile: path).digest != file.sha {
                differences.append("\(file.name)：内容已改 changed")
            }
        }
    }

    /// Restatements lie beside what was published as the ledger tells them, and nothing else does.
    private mutating func checkRestatements() throws {
        var documents: [String: String] = [:]
        let rows = try FrozenStore(instance.ledger).restatements(month: month.text)
        for (number, rows) in Dictionary(grouping: rows, by: \.number) {
            documents[FrozenMonths.restatementFile(number)] = restatementDocument(rows)
        }
        try checkLoggedRestatements(documents)
        for (name, text) in documents.sorted(by: { $0.key < $1.key }) {
            let file = FileManager.default.contents(atPath: "\(folder)/\(name)")
            if file.map({ String(decoding: $0, as: UTF8.self) }) != text {
                differences.append("\(name)：与台账所记不同 differs from the ledger's")
            }
        }
        let known = Set(manifest.files.map(\.name) + [FrozenMonths.manifestFile])
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names.sorted() where !known.contains(name) && documents[name] == nil {
            differences.append("\(name)：不是定稿的文件 is no file of the publication")
        }
    }

    /// Restatements are those that were logged, by their digests.
    /// - Parameter documents: what the ledger tells, by the name of its file.
    private mutating func checkLoggedRestatements(_ documents: [String: String]) throws {
        let logged = try FrozenMonths(instance).loggedRestatements(month)
        var names: Set<String> = []
        for decision in logged {
            guard let number = decision.restatementNumber else { continue }
            let name = FrozenMonths.restatementFile(number)
            names.insert(name)
            guard let text = documents[name] else {
                differences.append(
                    "\(name)：decisions.jsonl 第 \(decision.number) 号决定记有，台账没有 the ledger lacks what decisions.jsonl has as decision \(decision.number)"
                )
                continue
            }
            if Archive.digest(of: Array(text.utf8)) != decision.detail["restatement_sha256"] {
                differences.append(
                    "\(name)：台账的更正与 decisions.jsonl 第 \(decision.number) 号决定所记的摘要不同 the ledger's is not that of the digest in decision \(decision.number)"
                )
            }
        }
        // Of what was logged without its number, only the ledger tells which it was.
        guard logged.allSatisfy({ $0.restatementNumber != nil }) else { return }
        for name in documents.keys.sorted() where !names.contains(name) {
            differences.append("\(name)：decisions.jsonl 没有记 decisions.jsonl lacks it")
        }
    }

    private mutating func recount() throws {
        let then: Instance
        do { then = try instance.configured(by: manifest.configuration) } catch {
            differences.append(
                "\(FrozenMonths.figuresFile)：无法由台账重算，定稿时的配置不能读取 cannot be counted again, the configuration of its day cannot be read：\(error)"
            )
            return
        }
        var report = try Reports(then).monthly(
            month: month, asOf: frozen.asOf, cutoff: frozen.run, lastNilReturn: frozen.nilReturn,
            lastRestatement: manifest.versions.restatement, suspects: false)
        report.versions.program = manifest.versions.program
        if manifest.versions.program != program {
            notes.append(
                "程序 program：定稿时 published by \(manifest.versions.program)，现在 now \(program)；以现在的程序重算 counted again by the present one"
            )
        }
        guard report.frozenDocument == frozen.figures else { return try tell(report) }
        try rewrite(report)
    }

    /// What the figures are now, and were.
    private mutating func tell(_ report: MonthlyReport) throws {
        let changed = try frozen.readFigures().differences(from: FrozenFigures(report))
        for one in changed {
            let place = [one.key.source, one.key.item, one.key.figure].filter { !$0.isEmpty }.joined(separator: " ")
            differences.append(
                "\(FrozenMonths.figuresFile)：\(place)：定稿 published \(one.old)，由台账重算 from the ledger \(one.new)")
        }
        if changed.isEmpty {
            let words = "\(FrozenMonths.figuresFile)：由台账重算的文件与定稿不同 the document from the ledger differs"
            // Another program may word a note otherwise.
            if manifest.versions.program == program { differences.append(words) } else { notes.append(words) }
        }
    }

    /// Forms are functions of the report, but for the Word document, which is pandoc's. Suspicions are of the disclosure store of that day.
    private mutating func rewrite(_ report: MonthlyReport) throws {
        var report = report
        guard let file = FileManager.default.contents(atPath: "\(folder)/\(FrozenMonths.suspicionsFile)"),
            Archive.digest(of: [UInt8](file)) == sha(of: FrozenMonths.suspicionsFile),
            let suspicions = try? Suspicion.read([UInt8](file))
        else { return }
        report.suspicions = suspicions
        for form in MonthlyForm.allCases where form != .docx {
            let name = report.name(of: form)
            guard let published = sha(of: name) else { continue }
            if form == .xlsx, manifest.workbookLibrary != FrozenManifest.workbookLibrary {
                notes.append(
                    "\(name)：\(manifest.workbookLibrary) 所写 wrote it，现在 now \(FrozenManifest.workbookLibrary)；未重写 not written again"
                )
                continue
            }
            guard Archive.digest(of: try report.bytes(of: form)) != published else { continue }
            let words = "\(name)：由台账重写的与定稿不同 written again from the ledger it differs"
            if manifest.versions.program == program { differences.append(words) } else { notes.append(words) }
        }
    }
}
