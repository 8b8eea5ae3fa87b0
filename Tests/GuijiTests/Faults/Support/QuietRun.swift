import Foundation
import Testing

/// The mixed delivery to a service that nothing disturbs, with the durable steps that it took: what all others are compared with.
struct QuietRun: Sendable {
    var state: FinalState
    /// What senders were told at the end.
    var answers: [String]
    /// Calls and paths, in order.
    var steps: [String]

    private static let shared = Result { () throws -> QuietRun in
        let scene = try FaultScene()
        scene.page.set(.trace, "\(scene.folder.path)/trace")
        try scene.start()
        scene.waitForInterface()
        try scene.deliverAll()
        let answers = try scene.answers()
        #expect(scene.service?.stop() == 0)
        scene.page.set(.trace, "")
        return QuietRun(
            state: try FinalState(scene), answers: answers,
            steps: try scene.folder.read("trace").split(separator: "\n").map(String.init))
    }

    static func get() throws -> QuietRun { try shared.get() }
}

extension FaultScene {
    /// Ends the service and compares what there is with the quiet run.
    /// - Parameter isRebuilt: whether the ledger was rebuilt on the way, which notes that times were given.
    func expectQuietState(_ comment: String = "", isRebuilt: Bool = false) throws {
        let answers = try answers()
        #expect(service?.stop() == 0)
        let quiet = try QuietRun.get()
        var (state, expected) = (try FinalState(self), quiet.state)
        if isRebuilt { (state.parts["ledger audit"], expected.parts["ledger audit"]) = ([], []) }
        #expect(state.differences(from: expected) == [], "\(comment)")
        #expect(answers == quiet.answers, "\(comment)")
    }

    /// Puts rebuilt stores into the place of the instance's.
    func takeOver(_ rebuilt: String) throws {
        for name in folder.names("demo") where name.hasPrefix("ledger.sqlite") || name.hasPrefix("disclosure.sqlite") {
            if !name.hasSuffix(".lock") { try FileManager.default.removeItem(atPath: "\(folder.path)/demo/\(name)") }
        }
        for name in ["ledger.sqlite", "disclosure.sqlite"] {
            try FileManager.default.moveItem(
                atPath: "\(folder.path)/\(rebuilt)/\(name)", toPath: "\(folder.path)/demo/\(name)")
        }
    }

    /// The stores that a replay of the archive makes, in `rebuilt`.
    func rebuild() throws -> FinalState {
        let replay = try run("replay", "--to", "rebuilt")
        try #require(replay.status == 0, "\(replay)")
        return try FinalState(self, stores: "rebuilt", isRebuilt: true)
    }
}
