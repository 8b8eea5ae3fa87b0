import Foundation
import GuijiConfiguration
import Model
import Pipeline
import Testing

/// Neither the size of a batch, nor the number of threads, nor the order of processing changes what comes out (promise 3).
@Suite struct OrderIndependenceTests {
    struct Setting: Sendable, CustomTestStringConvertible {
        var batchRows: Int
        var workers: Int
        var testDescription: String { "batches of \(batchRows), workers \(workers)" }
    }

    /// The shared sample month has batches of 4096 and two workers.
    @Test(arguments: [
        Setting(batchRows: 1, workers: 1), Setting(batchRows: 1, workers: 2), Setting(batchRows: 7, workers: 1),
        Setting(batchRows: 7, workers: 2), Setting(batchRows: 4096, workers: 1),
    ])
    func batchesAndWorkersChangeNothing(_ setting: Setting) throws {
        let month = try SampleMonth.run()
        #expect(month.instance.settings.batchRows == 4096 && month.instance.settings.workers == 2)
        let test = try TestInstance {
            $0.settings.batchRows = setting.batchRows
            $0.settings.workers = setting.workers
        }
        try test.run(Project.deliveries.map(Project.path))
        let other = try test.open()
        try expectSame(StoreDump.export(month.instance), StoreDump.export(other))
        try expectSame(StoreDump.ledger(month.instance.ledger), StoreDump.ledger(other.ledger))
        try expectSameFiles(month.instance.settings.paths.reports, other.settings.paths.reports)
        try expectSameFiles(month.instance.settings.paths.outbox, other.settings.paths.outbox)
    }

    private func expectSameFiles(_ one: String, _ other: String) throws {
        let (left, right) = (try StoreDump.files(one), try StoreDump.files(other))
        #expect(!left.isEmpty)
        #expect(left.keys.sorted() == right.keys.sorted())
        let unequal = left.keys.filter { left[$0] != right[$0] }.sorted()
        #expect(unequal == [], "\(unequal.count) files differ")
    }

    /// Files in the order in which they stand on the command line: receipt decides, not the order of names.
    @Test func theOrderOfTheFilesNamedChangesNothing() throws {
        let month = try SampleMonth.run()
        let test = try TestInstance()
        try test.run(Project.deliveries.reversed().map(Project.path))
        let other = try test.open()
        try expectSame(StoreDump.export(month.instance), StoreDump.export(other))
        try expectSame(StoreDump.ledger(month.instance.ledger), StoreDump.ledger(other.ledger))
    }

    /// Several runs in order of receipt, a day each, come to the same as one.
    @Test func dayByDay() throws {
        let test = try TestInstance()
        let days = Dictionary(grouping: Project.deliveries) { String($0.split(separator: "/")[1].prefix(10)) }
        for (day, files) in days.sorted(by: { $0.key < $1.key }) {
            try test.run(files.map(Project.path), asOf: day)
        }
        try expectSameDisclosure(as: test)
    }

    /// The one delivery of the month whose bytes came before.
    private static let repeated = "housing/2025-03-13-licence.xlsx"

    /// The same deliveries, each with its own time of receipt, in runs of a shuffled order.
    @Test(arguments: [1, 2, 3, 4] as [UInt64]) func shuffledRuns(seed: UInt64) throws {
        var generator = Shuffle(state: seed)
        let files = Project.deliveries.filter { $0 != Self.repeated }.shuffled(using: &generator)
        let test = try TestInstance()
        var rest = files[...]
        while !rest.isEmpty {
            let count = Int.random(in: 1...14, using: &generator)
            try test.run(rest.prefix(count).map(Project.path))
            rest = rest.dropFirst(count)
        }
        try expectSameDisclosure(as: test)
    }

    private func expectSameDisclosure(as test: TestInstance) throws {
        let month = try SampleMonth.run()
        let (one, other) = (try StoreDump.export(month.instance), try StoreDump.export(test.open()))
        #expect(one.values.contains { !$0.isEmpty })
        expectSame(one, other)
    }
}

/// SplitMix64: a shuffle that can be had again.
private struct Shuffle: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
