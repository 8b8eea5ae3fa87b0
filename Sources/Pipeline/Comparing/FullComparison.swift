import Bytes
import Comparison
import Foundation
import GRDB
import GuijiConfiguration
import Ledger
import Loading
import Model
import Storage

/// What comparing everything again came to.
package struct FullComparisonSummary: Sendable {
    /// Subjects with a record of a compared item.
    package var subjects = 0
    /// Of those, subjects whose counts or cases were not as they should be.
    package var changedSubjects = 0
    /// Cases that were written: opened, changed or resolved.
    package var changedCases = 0
    package var seconds = 0.0
}

/// Makes every comparison again and mends what differs: after a change of the catalogue's comparisons, of the calendar, or for certainty.
///
/// First several threads, each with a stretch of the subjects, find those whose counts or cases are not what the statements say: they read the
/// ledger in order of subject, and neither the archive nor any text. Those subjects are then compared one by one as a run does it, so that a
/// full comparison and a run cannot come to different rows.
package struct FullComparison {
    private let instance: Instance
    private let progress: Progress

    package init(_ instance: Instance, showsProgress: Bool = false) {
        self.instance = instance
        progress = Progress(isShown: showsProgress)
    }

    /// - Throws: ``MissingCalendarYear``, when all is compared, where a window reaches into a year without a calendar.
    package func callAsFunction() throws -> FullComparisonSummary {
        let began = Date()
        try instance.lock()
        defer { instance.unlock() }
        try instance.finishPending()
        let stretches = try SubjectStretch.all(instance.ledger, count: instance.settings.workers)
        progress.begin("全量比对 comparing", total: stretches.count)
        defer { progress.end() }
        let found = try concurrentMap(stretches) { stretch in
            let rules = ConsolidationRules(
                catalogue: instance.context.catalogue, departments: instance.context.departments)
            let check = try ComparisonCheck(instance.ledger, rules: rules, stretch: stretch)
            try check()
            progress.advance(bytes: 1, rows: check.subjects)
            return (subjects: check.subjects, wrong: check.wrong)
        }
        var summary = FullComparisonSummary()
        summary.subjects = found.reduce(0) { $0 + $1.subjects }
        summary.changedSubjects = found.reduce(0) { $0 + $1.wrong.count }
        if summary.changedSubjects > 0 { summary.changedCases = try mend(found.map(\.wrong)) }
        // What could be compared stands in the ledger by now.
        for window in try LedgerReader(instance.ledger).openWindows() {
            _ = try window.lastDay(instance.context.catalogue.calendar)
        }
        summary.seconds = Date().timeIntervalSince(began)
        return summary
    }

    private func mend(_ stretches: [SubjectList]) throws -> Int {
        let context = instance.context
        let session = try LedgerSession(instance.ledger, items: context.catalogue.items)
        try session.continueRun()
        let held = HeldRecords(archive: instance.archive, session: session, context: context, onSubmission: { _ in })
        let consolidator = Consolidator(
            session: session, rules: ConsolidationRules(catalogue: context.catalogue, departments: context.departments),
            held: held, firstSubmission: Int.max, publish: { _ in }, progress: { _ in })
        consolidator.comparer.notBefore = try Reports(instance).now()
        for stretch in stretches { try stretch.handOut(consolidator.compareAgain) }
        try consolidator.handOver()
        try session.commit()
        return consolidator.comparer.changes
    }
}

/// A stretch of the subjects in order; nil has no end.
struct SubjectStretch: Sendable {
    var from: String?
    var to: String?

    init(from: String?, to: String?) {
        self.from = from
        self.to = to
    }

    /// One subject alone; nil is all.
    init(only subject: String?) { self.init(from: subject, to: subject.map { $0 + "\u{1}" }) }

    /// Stretches of about as many subjects each.
    static func all(_ store: LedgerStore, count: Int) throws -> [SubjectStretch] {
        let bounds: [String] = try store.queue.read { db in
            let subjects = try Int.fetchOne(db, sql: "SELECT count(*) FROM subject") ?? 0
            return try (1..<max(1, count)).compactMap { part in
                try String.fetchOne(
                    db, sql: "SELECT code FROM subject ORDER BY code LIMIT 1 OFFSET ?",
                    arguments: [subjects * part / count])
            }
        }
        let unique = bounds.enumerated().filter { $0.offset == 0 || bounds[$0.offset - 1] != $0.element }.map(\.element)
        return zip([nil] + unique.map(Optional.some), unique.map(Optional.some) + [nil]).map {
            SubjectStretch(from: $0, to: $1)
        }
    }

    /// A condition on `subject` without parameters but ?1 and ?2.
    var condition: String {
        switch (from, to) {
        case (nil, nil): "1"
        case (_, nil): "subject >= ?1"
        case (nil, _): "subject < ?2"
        default: "subject >= ?1 AND subject < ?2"
        }
    }

    func bind(to statement: Prepared) {
        if let from { statement.bind(1, from) }
        if let to { statement.bind(2, to) }
    }
}

/// Subjects one after the other, without an object each.
final class SubjectList: @unchecked Sendable {
    private let bytes = ByteBuffer(capacity: 1 << 12)
    private(set) var count = 0

    func append(_ subject: ByteSlice) {
        bytes.append(UInt8(clamping: subject.count))
        bytes.append(subject.prefix(255))
        count += 1
    }

    /// In order.
    func handOut(_ body: ([UInt8]) throws -> Void) rethrows {
        var place = 0
        while place < bytes.count {
            let length = Int(bytes.base[place])
            try body(bytes.slice(place + 1, length).bytes)
            place += 1 + length
        }
    }
}
