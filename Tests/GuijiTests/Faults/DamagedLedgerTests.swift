import Foundation
import Testing

/// A ledger with torn or corrupt pages: said with what to do, the disclosure store untouched, and rebuilt from the archive to the same state.
@Suite(.serialized) struct DamagedLedgerTests {
    enum Damage: String, CaseIterable {
        case pagesOverwritten, cutShort, headerZeroed, emptied, removed

        func apply(to path: String) throws {
            let size = try #require(
                try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
            let descriptor = open(path, O_WRONLY)
            try #require(descriptor >= 0)
            defer { close(descriptor) }
            switch self {
            case .pagesOverwritten:
                // All but the first page, so that whatever is asked for meets one.
                let bytes = (0..<(size - 8192)).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 7) }
                #expect(pwrite(descriptor, bytes, bytes.count, 8192) == bytes.count)
            case .cutShort: #expect(ftruncate(descriptor, off_t(size / 2 / 8192 * 8192 + 100)) == 0)
            case .headerZeroed: #expect(pwrite(descriptor, [UInt8](repeating: 0, count: 100), 100, 0) == 100)
            case .emptied: #expect(ftruncate(descriptor, 0) == 0)
            case .removed: #expect(unlink(path) == 0)
            }
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var damage: Damage
        /// Whether the service is at work when it happens.
        var isRunning: Bool

        var testDescription: String { "\(damage) while \(isRunning ? "running" : "stopped")" }
    }

    private static let cases =
        [Case(damage: .pagesOverwritten, isRunning: true), Case(damage: .headerZeroed, isRunning: false)]
        + [.pagesOverwritten, .cutShort, .emptied, .removed].map { Case(damage: $0, isRunning: false) }
        + [.cutShort, .headerZeroed, .emptied, .removed].map { Case(damage: $0, isRunning: true) }

    @Test(arguments: FaultForm.cases(cases, short: 2))
    func aDamagedLedgerIsToldAndRebuilt(_ test: Case) throws {
        let (damage, isRunning) = (test.damage, test.isRunning)
        let scene = try FaultScene()
        let ledger = "\(scene.folder.path)/demo/ledger.sqlite"
        try scene.start()
        scene.waitForInterface()
        let (first, others) = (MixedDelivery.stages[0], MixedDelivery.stages.dropFirst())
        for delivery in first { try scene.deliver(delivery) }
        try #require(scene.settle())
        if !isRunning { #expect(scene.service?.stop() == 0) }
        let disclosed = try FinalState.disclosed(scene)
        try damage.apply(to: ledger)

        if !isRunning { try scene.start() }
        // One that comes now is neither lost nor taken into what is broken.
        try scene.deliver(try #require(others.first?.first { $0.channel == .folder }))
        #expect(
            RunningService.wait {
                (scene.service?.log ?? "").contains("guiji replay") || !scene.isRunning
            }, "\(scene.service?.log.suffix(3000) ?? "")")
        let said = scene.service?.log ?? ""
        #expect(said.contains("guiji replay"), "\(said.suffix(3000))")
        scene.kill()
        #expect(try FinalState.disclosed(scene) == disclosed)
        let doctor = try scene.run("doctor")
        #expect(doctor.status == 1 && doctor.text.contains("guiji replay"), "\(doctor)")
        let run = try scene.run("run")
        #expect(run.status == 1 && run.error.contains("guiji replay"), "\(run)")
        #expect(try FinalState.disclosed(scene) == disclosed)

        try #require(try scene.run("replay", "--to", "rebuilt").status == 0)
        try scene.takeOver("rebuilt")
        try scene.start()
        scene.waitForInterface()
        try #require(scene.settle(), "\(scene.service?.log.suffix(3000) ?? "")")
        let left = others.enumerated().map {
            $0 == 0 ? $1.filter { $0.channel != .folder } + $1.filter { $0.channel == .folder }.dropFirst() : $1
        }
        for stage in left {
            for delivery in stage { try scene.deliver(delivery) }
            try #require(scene.settle(), "\(scene.service?.log.suffix(3000) ?? "")")
        }
        try scene.expectQuietState(test.testDescription, isRebuilt: true)
    }
}
