import Foundation

/// The sample month, run once by the program; suites read it and never change it.
struct SampleMonth: Sendable {
    let folder: CommandFolder
    let run: Guiji.Answer

    private nonisolated(unsafe) static var path = ""

    private static let shared = Result {
        let made = try CommandFolder.withInstance()
        path = made.folder.path
        atexit { try? FileManager.default.removeItem(atPath: SampleMonth.path) }
        let samples = "\(Guiji.project)/Samples"
        let files = try FileManager.default.subpathsOfDirectory(atPath: samples)
            .filter { $0.contains("/") && !$0.hasSuffix(".expected.json") }.sorted().map { "\(samples)/\($0)" }
        let answer = try made.guiji.run(["run", "-C", "demo", "--dated", "--as-of", "2025-03-31"] + files)
        return SampleMonth(folder: made, run: answer)
    }

    static func get() throws -> SampleMonth { try shared.get() }

    func guiji(_ arguments: String...) throws -> Guiji.Answer { try folder.guiji.run(arguments + ["-C", "demo"]) }
}
