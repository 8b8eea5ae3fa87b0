import Foundation
import Testing

/// Exactly once, proven (design §3, promise 4): killed at every stage boundary, at other steps and at random moments, and started again, the service
/// brings a mixed delivery to the very state of a run that nobody disturbed.
@Suite(.serialized) struct KillTests {
    /// The shim sees what the program, its libraries and SQLite do to the disk; each stage boundary is among it.
    @Test func everyStageBoundaryIsADurableStep() throws {
        let quiet = try QuietRun.get()
        #expect(quiet.state.isFilled, "\(quiet.state.parts.mapValues(\.count))")
        #expect(quiet.steps.count > 200)
        for stage in KillPoint.stages {
            #expect(quiet.steps.contains { fnmatch(stage.step, $0, 0) == 0 }, "\(stage.step)")
        }
        #expect(quiet.answers.count == MixedDelivery.stages.joined().count { [.push, .form].contains($0.channel) })
    }

    @Test func killedAtEveryBoundaryTheResultIsThatOfAQuietRun() throws {
        let quiet = try QuietRun.get()
        var random = SeededNumbers(state: 20_261_123)
        var (killed, pass) = (0, 0)
        var missed = Set(KillPoint.stages.map(\.step))
        while killed < FaultForm.kills {
            var chain = KillChain(scene: try FaultScene(), pass: pass, steps: quiet.steps.count, random: random)
            try chain.run(atMost: FaultForm.kills - killed)
            random = chain.random
            killed += chain.killed
            missed.subtract(chain.reached)
            let state = try FinalState(chain.scene)
            #expect(state.differences(from: quiet.state) == [], "pass \(pass): \(chain.history)")
            #expect(chain.answers == quiet.answers, "pass \(pass): \(chain.history)")
            // The archive knows exactly what was received, however often the taking of it was begun.
            #expect(
                try chain.scene.rebuild().differences(from: quiet.state.rebuilt) == [], "pass \(pass): \(chain.history)"
            )
            pass += 1
        }
        #expect(missed.isEmpty, "never killed at \(missed)")
    }
}

/// A mixed delivery to a service that is killed again and again.
private struct KillChain {
    let scene: FaultScene
    let pass: Int
    /// Durable steps of an undisturbed run.
    let steps: Int
    var random: SeededNumbers
    private(set) var killed = 0
    private(set) var reached: Set<String> = []
    private(set) var answers: [String] = []
    private var points: [KillPoint] = []

    init(scene: FaultScene, pass: Int, steps: Int, random: SeededNumbers) {
        (self.scene, self.pass, self.steps, self.random) = (scene, pass, steps, random)
    }

    var history: String { points.map(\.description).joined(separator: ", ") }

    /// Delivers everything, a file a start, and kills most of the starts; the last one is left alone.
    mutating func run(atMost kills: Int) throws {
        // Passes begin elsewhere and change sides, so that each boundary meets other work.
        let first = pass * 5 % KillPoint.stages.count
        var stages = Array(KillPoint.stages[first...] + KillPoint.stages[..<first])
        for deliveries in MixedDelivery.stages {
            var deliveries = deliveries[...]
            while !deliveries.isEmpty, killed < kills {
                let delivery = deliveries.removeFirst()
                let place = stages.firstIndex { $0.by.contains(delivery.channel) }
                try kill(at: point(place.map { stages.remove(at: $0).step }), with: delivery)
            }
            for delivery in deliveries { try scene.deliver(delivery) }
            // What a start has to finish is disturbed as well.
            if killed < kills { try kill(at: point(nil), with: nil) }
            try leaveAlone()
        }
    }

    /// A boundary, or one of the steps after a start.
    private mutating func point(_ step: String?) -> KillPoint {
        let isAfter = (points.count + pass) % 2 == 1
        guard let step else {
            // An early step of a start, or any.
            let bound = random.next(2) == 0 ? 40 : max(60, steps / 4)
            return KillPoint(step: "", number: 1 + random.next(bound), isAfter: isAfter)
        }
        // A store has several steps from the first page to the end of its commit; a request's arrival is one.
        let count = step.contains("service.sqlite") ? 2 : step.hasSuffix("sqlite*") ? 8 : 1
        // The first pass, which may be the only one, is sure to reach it.
        return KillPoint(step: step, number: pass == 0 ? 1 : 1 + random.next(count), isAfter: isAfter)
    }

    private mutating func kill(at point: KillPoint, with delivery: FaultDelivery?) throws {
        points.append(point)
        scene.page.set(.killStep, point.step)
        scene.page[.killAfter] = point.isAfter ? 1 : 0
        scene.page[.killAt] = point.number
        try scene.start()
        scene.waitForInterface()
        if let delivery { try scene.deliver(delivery) }
        let isDone = scene.settle()
        #expect(isDone || !scene.isRunning, "\(point): \(scene.service?.log.suffix(2000) ?? "")")
        // Where the step does not come, a moment after all is done is as good as another.
        let pause = random.next(300_000)
        if scene.isRunning { usleep(UInt32(pause)) }
        if scene.isRunning { scene.kill() } else { reached.insert(point.step) }
        #expect(scene.service?.status() == SIGKILL, "\(point): \(scene.service?.log.suffix(2000) ?? "")")
        killed += 1
        scene.page[.killAt] = 0
    }

    private mutating func leaveAlone() throws {
        scene.page[.killAt] = 0
        try scene.start()
        scene.waitForInterface()
        try #require(scene.settle(), "\(history): \(scene.service?.log.suffix(2000) ?? "")")
        answers = try scene.answers()
        #expect(scene.service?.stop() == 0)
    }
}

/// Numbers that come again with the seed.
struct SeededNumbers {
    var state: UInt64

    /// From 0 to below a bound.
    mutating func next(_ bound: Int) -> Int {
        // SplitMix64.
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }
}
