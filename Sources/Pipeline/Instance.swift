import Channels
import Comparison
import Consolidation
import Extraction
import Foundation
package import GuijiConfiguration
package import Ledger
import Loading
package import Model
import Reporting
import Validation

/// One running instance: its configuration, checked whole, and its stores.
package final class Instance {
    package let configuration: Configuration
    package let ledger: LedgerStore
    package let disclosure: any Loader
    package let archive: Archive
    let context: RecordContext
    /// What departments, items, fields and rules are called, for everything that people read.
    private(set) var vocabulary: Vocabulary
    private var held: FileLock?
    /// Whether submissions' numbers stand before the names of receipts and repair files.
    var numbersAnswers = true
    /// Decisions that could not be entered when the instance was locked last.
    package internal(set) var decisionProblems: [DecisionProblem] = []

    package var settings: Settings { configuration.settings }

    /// What a configuration may name besides what it defines itself: rules, and the plug-ins by their types.
    package static var known: KnownNames {
        KnownNames(
            rules: RuleCatalogue.facts.map(\.id),
            formats: extractors.map { FileFormat(type: $0.type, rowPath: $0.rowPath) },
            loaders: loaders.map { $0.type }, feeds: feedTypes.map { $0.kind })
    }

    /// Reads and checks an instance's configuration; nothing is opened.
    /// - Throws: `ConfigurationErrors` with every mistake.
    package static func configuration(
        in directory: String, pipelineFile: String = "pipeline.yml", mappings: String? = nil
    ) throws -> Configuration {
        try Configuration.load(
            directory: directory, pipelineFile: pipelineFile, mappings: mappings, known: known,
            digest: Archive.digest(of:))
    }

    /// - Parameter disclosing: the kind of disclosure store in place of the configured one.
    package init(_ configuration: Configuration, disclosing: (any Loader.Type)? = nil) throws {
        self.configuration = configuration
        let paths = configuration.settings.paths
        for folder in [paths.archive, paths.outbox, paths.reports] {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
        for file in [paths.ledger, paths.disclosure] {
            try FileManager.default.createDirectory(
                atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        }
        context = RecordContext(configuration)
        vocabulary = Vocabulary(
            items: context.catalogue.items, departments: context.departments, rules: RuleCatalogue.facts,
            terms: Instance.terms)
        for region in context.catalogue.lists["regions"]?.entries ?? [] where region.to == nil {
            vocabulary.regions[region.code] = region.label
        }
        archive = Archive(directory: paths.archive)
        ledger = try LedgerStore(path: paths.ledger)
        guard let loader = disclosing ?? loader(for: configuration.settings.loader) else {
            throw SystemError(
                chinese: "没有公示库“\(configuration.settings.loader)”；可用：\(loaders.map { $0.type }.joined(separator: "、"))",
                english:
                    "There is no loader “\(configuration.settings.loader)”; known: \(loaders.map { $0.type }.joined(separator: ", "))"
            )
        }
        disclosure = try loader.init(
            location: paths.disclosure,
            items: context.plans.map { LoadedItem(item: $0.item, places: $0.place, width: $0.stored.count) })
    }

    /// The words of comparison.
    private static var terms: [String: (chinese: String, english: String)] {
        var terms: [String: (chinese: String, english: String)] = [:]
        for kind in ComparisonKind.allCases { terms[kind.rawValue] = (kind.chinese, kind.rawValue) }
        for attribution in Attribution.allCases {
            terms[attribution.rawValue] = (attribution.chinese, attribution.rawValue)
        }
        for rule in AttributionRule.allCases { terms[rule.rawValue] = rule.wording }
        return terms
    }

    var intake: Intake { Intake(context: context) }

    static func lockPath(_ settings: Settings) -> String { settings.paths.ledger + ".lock" }

    /// Keeps a second run away from the instance's stores, and finishes what a decision was stopped in.
    func lock() throws {
        let path = Instance.lockPath(settings)
        guard let taken = try FileLock.take(path) else {
            throw SystemError(
                chinese: "另一个 guiji 正在使用该实例（\(path)）；请等待其结束后再运行。",
                english: "Another guiji is using this instance (\(path)); run again when it has ended.")
        }
        held = taken
        do {
            try finishDecisions()
            FrozenMonths(self).writeMissingRestatements()
        } catch {
            unlock()
            throw error
        }
    }

    func unlock() {
        held?.release()
        held = nil
    }
}

/// A folder for spilled runs that is gone afterwards.
struct WorkFolder {
    let path: String

    /// Leftovers of a run that was killed are removed: they belong to nobody.
    init(in archive: String) throws {
        path = Archive(directory: archive).workFolder
        try? FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
