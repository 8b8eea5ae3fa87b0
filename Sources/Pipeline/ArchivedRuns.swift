import Foundation
import Ledger

/// Deliveries of an archive, received once more in the runs and at the times they were received.
struct ArchivedRuns {
    let deliveries: [ArchiveIndex.Entry]
    let archive: Archive

    /// - Parameters:
    ///   - unpacked: a folder for the files of the run that is on; it is gone after each.
    ///   - base: what every run is told besides its time and files.
    ///   - note: what stands before a run's progress, by the run's place and how many there are.
    ///   - before: told a run's number before it is done.
    ///   - each: told what each run came to.
    func replay(
        into instance: Instance, unpacked: String, options base: RunOptions = RunOptions(),
        note: (Int, Int) -> String = { _, _ in "" }, before: (Int) throws -> Void = { _ in },
        each: (RunSummary) throws -> Void = { _ in }
    ) throws {
        let runs = Dictionary(grouping: deliveries, by: \.run).sorted { $0.key < $1.key }
        for (number, run) in runs.enumerated() {
            try before(run.key)
            var options = base
            options.number = run.key
            options.asOf = run.value[0].asOf
            options.isRetry = run.value[0].isRetry
            options.progressNote = note(number + 1, runs.count)
            for (index, delivery) in run.value.enumerated() where !delivery.isRetry {
                let place = "\(unpacked)/\(run.key)-\(String(format: "%06d", index))"
                try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
                let path = "\(place)/\(delivery.file)"
                try archive.reader(of: delivery.digest).unpack(to: path)
                var file = ReceivedFile(
                    path: path, source: delivery.source.isEmpty ? nil : delivery.source,
                    received: delivery.received, channel: delivery.channel, isClaimed: false)
                (file.claim, file.items, file.refusal) = (delivery.claim, delivery.items, delivery.refusal)
                options.received.append(file)
            }
            try each(try Run(instance: instance, options: options)())
            // A retry unpacks nothing.
            try? FileManager.default.removeItem(atPath: unpacked)
        }
    }
}
