import Foundation
package import GuijiConfiguration
import Ledger
import Model
package import Reporting
import Validation

/// Rules rehearsed before they count: what was received is replayed with today's configuration and with a changed one, and the two are
/// compared. Nothing of the instance is written; the replays lie in a private folder that is gone afterwards.
///
/// Today's side is replayed too rather than read from the instance's ledger: the ledger keeps the outcomes that were given under the
/// mappings, the program and the grouping into runs of their day, and what arrived since has moved some of them.
package struct Rehearsal {
    package struct Options: Sendable {
        /// Only deliveries received in this month are compared; earlier ones make the register. Nil compares all.
        package var month: ReportMonth?
        /// Example rows of each kind of change.
        package var examples = 5
        /// By how much a department's compliance may fall, in millionths of a percentage point; nil is the instance's own.
        package var maximumFall: Int64?
        package var showsProgress = false
        /// Whether ^C removes the private folder and ends the program.
        package var endsOnInterrupt = false

        package init() {}
    }

    private let today: Configuration
    private let changed: Configuration
    private let options: Options

    /// - Parameters:
    ///   - today: the instance as it is; its archive is replayed, its calendar day counts.
    ///   - changed: the rules to rehearse; of its settings those that decide outcomes.
    package init(today: Configuration, changed: Configuration, options: Options = Options()) {
        self.today = today
        self.changed = changed
        self.options = options
    }

    package func callAsFunction() throws -> RehearsalReport {
        let clock = ReportClock(today.settings.timeZone)
        let compared = options.month?.seconds(clock) ?? Int.min..<Int.max
        let deliveries = try self.deliveries(compared, clock)
        let folder = try PrivateFolder("guiji-rehearsal")
        defer { folder.remove() }
        if options.endsOnInterrupt { folder.removeOnInterrupt() }
        let isSame = today.catalogue.fingerprint == changed.catalogue.fingerprint
        let names = isSame ? ["今天的规则 today's rules"] : ["1/2 今天的规则 today's rules", "2/2 改动的规则 changed rules"]
        let before = try replay(deliveries, today, in: "\(folder.path)/today", name: names[0])
        // The same rules give the same outcomes (promise: a replay gives the same stores), so they are compared with themselves.
        let after =
            isSame ? before : try replay(deliveries, changed, in: "\(folder.path)/changed", name: names[1])

        var report = RehearsalReport(
            instance: today.settings.instance, month: options.month, today: RehearsedConfiguration(today),
            changed: RehearsedConfiguration(changed),
            maximumFall: options.maximumFall ?? today.settings.rehearsal.maximumFall, clock: clock,
            vocabulary: Vocabulary(
                items: changed.catalogue.items + today.catalogue.items,
                departments: changed.departments + today.departments, rules: RuleCatalogue.facts))
        let comparison = try RehearsalComparison(before: before, after: after, examples: options.examples)
        try comparison.run(received: compared)
        report.deliveries = comparison.deliveries
        report.items = comparison.finishedItems
        report.files = comparison.files
        let scope: LedgerScope = options.month == nil ? .all : .received(compared)
        let counts = try RehearsedCounts(LedgerReader(before.ledger), LedgerReader(after.ledger), scope)
        report.conflicts = counts.conflicts
        report.comparisons = counts.comparisons
        if !isSame {
            let received = deliveries.lazy.map(\.received)
            let months = try RehearsedMonths(
                before: before, after: after, month: options.month,
                received: (received.min() ?? 0)...(received.max() ?? 0), clock: clock)
            report.figures = months.figures
            report.rates = months.rates
        }
        return report
    }

    /// The deliveries to replay, up to the end of what is compared.
    private func deliveries(_ compared: Range<Int>, _ clock: ReportClock) throws -> [ArchiveIndex.Entry] {
        let archive = today.settings.paths.archive
        let all = try ArchiveIndex(archive).entries()
        guard let first = all.map(\.received).min(), let last = all.map(\.received).max() else {
            throw SystemError(
                chinese: "归档中没有报送，无可排演：\(archive)。先用 guiji run 处理文件，或检查 -C、--out。",
                english:
                    "There is nothing in the archive to rehearse with: \(archive). Process files with guiji run first, or check -C and --out."
            )
        }
        guard all.contains(where: { compared.contains($0.received) }) else {
            let month = options.month?.text ?? ""
            let (from, to) = (clock.text(first).prefix(10), clock.text(last).prefix(10))
            throw SystemError(
                chinese: "\(month) 没有收到报送；归档中的报送收于 \(from) 至 \(to)。",
                english:
                    "Nothing was received in \(month); the archive's deliveries were received from \(from) to \(to).")
        }
        return all.filter { $0.received < compared.upperBound }
    }

    private func replay(
        _ deliveries: [ArchiveIndex.Entry], _ configuration: Configuration, in folder: String, name: String
    ) throws -> RehearsalSide {
        var configuration = configuration
        let archive = Archive(directory: today.settings.paths.archive)
        configuration.settings.paths.inbox = "\(folder)/inbox"
        configuration.settings.paths.ledger = "\(folder)/ledger.sqlite"
        configuration.settings.paths.disclosure = "\(folder)/disclosure"
        configuration.settings.paths.archive = "\(folder)/archive"
        configuration.settings.paths.outbox = "\(folder)/outbox"
        configuration.settings.paths.reports = "\(folder)/reports"
        let instance = try Instance(configuration, disclosing: NoDisclosure.self)
        try link(Set(deliveries.map(\.digest)), of: archive, into: instance.archive)
        var run = RunOptions()
        run.answers = false
        run.showsProgress = options.showsProgress
        try ArchivedRuns(deliveries: deliveries, archive: archive).replay(
            into: instance, unpacked: "\(folder)/.unpacked", options: run,
            note: { place, count in count > 1 ? "[\(name)，运行 run \(place)/\(count)] " : "[\(name)] " })
        return RehearsalSide(instance: instance)
    }

    /// The instance's archived files stand in the replay's archive as links: what is there is never written again, and nothing is copied.
    private func link(_ digests: Set<String>, of archive: Archive, into copy: Archive) throws {
        for digest in digests {
            let (source, target) = (archive.path(of: digest), copy.path(of: digest))
            try FileManager.default.createDirectory(
                atPath: (target as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            let absolute = URL(fileURLWithPath: source).path
            try FileManager.default.createSymbolicLink(atPath: target, withDestinationPath: absolute)
        }
    }
}

/// One of the two replays.
struct RehearsalSide {
    let instance: Instance

    var configuration: Configuration { instance.configuration }
    var ledger: LedgerStore { instance.ledger }
}

extension RehearsedConfiguration {
    fileprivate init(_ configuration: Configuration) {
        self.init(mappings: configuration.settings.paths.mappings, fingerprint: configuration.catalogue.fingerprint)
    }
}
