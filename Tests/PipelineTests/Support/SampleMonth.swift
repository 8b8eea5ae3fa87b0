import Foundation
import Pipeline

/// The sample month in one run, which the suites read and never change; the instance's stores are read through their queues.
struct SampleMonth: @unchecked Sendable, CustomStringConvertible {
    let instance: Instance
    let folder: TestFolder
    let summary: RunSummary

    /// Failed expectations print this instead of the whole month.
    var description: String { "the sample month" }

    private static let shared = Result {
        let folder = try SharedFolders.make()
        let test = try TestInstance(in: folder)
        let summary = try test.run(Project.deliveries.map(Project.path))
        return SampleMonth(instance: try test.open(), folder: folder, summary: summary)
    }

    static var files: [String] { Project.deliveries.map(Project.path) }

    /// The month in one run in an instance of its own, which a test may change.
    static func fresh() throws -> TestInstance {
        let test = try TestInstance()
        try test.run(files)
        return test
    }

    static func run() throws -> SampleMonth { try shared.get() }

    /// The summary's line of a delivery `<department>/<file>`.
    func line(_ delivery: String) -> RunSummary.SubmissionLine? {
        let parts = delivery.split(separator: "/").map(String.init)
        return summary.submissions.first { $0.source == parts[0] && $0.file == parts[1] }
    }
}
