package import Configuration
import Consolidation
import Foundation
package import Ledger
package import Loading
import Model
import Reporting
import Validation

/// One running instance: its configuration, checked whole, and its stores.
package final class Instance {
    package let configuration: Configuration
    package let ledger: LedgerStore
    package let disclosure: DisclosureStore
    package let archive: Archive
    let context: RecordContext
    /// What departments, items, fields and rules are called, for everything that people read.
    private(set) lazy var vocabulary = Vocabulary(
        items: context.catalogue.items, departments: context.departments, rules: RuleCatalogue.facts)
    private var lockDescriptor: Int32 = -1

    package var settings: Settings { configuration.settings }

    /// Ids of all rules, by which pipeline.yml may change severities.
    package static var knownRules: [String] { RuleCatalogue.facts.map(\.id) }

    /// Reads and checks an instance's configuration; nothing is opened.
    /// - Throws: `ConfigurationErrors` with every mistake.
    package static func configuration(in directory: String, pipelineFile: String = "pipeline.yml") throws
        -> Configuration
    {
        try Configuration.load(
            directory: directory, pipelineFile: pipelineFile, knownRules: knownRules, digest: Archive.digest(of:))
    }

    package init(_ configuration: Configuration) throws {
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
        archive = Archive(directory: paths.archive)
        ledger = try LedgerStore(path: paths.ledger)
        disclosure = try DisclosureStore(
            path: paths.disclosure, schemas: context.plans.map { DisclosureSchema(item: $0.item, places: $0.place) })
    }

    var intake: Intake { Intake(context: context) }

    /// Number of stored cells of each item's records.
    var recordWidths: [Int] { context.plans.map(\.stored.count) }

    /// Keeps a second run away from the instance's stores.
    func lock() throws {
        let path = settings.paths.ledger + ".lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw SystemError.file("创建", "create", path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw SystemError(
                chinese: "另一个 guiji 正在使用该实例（\(path)）；请等待其结束后再运行。",
                english: "Another guiji is using this instance (\(path)); run again when it has ended.")
        }
        lockDescriptor = descriptor
    }

    func unlock() {
        if lockDescriptor >= 0 { close(lockDescriptor) }
        lockDescriptor = -1
    }
}

/// A folder for spilled runs that is gone afterwards.
struct WorkFolder {
    let path: String

    /// Leftovers of a run that was killed are removed: they belong to nobody.
    init(in directory: String) throws {
        path = "\(directory)/.work"
        try? FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
