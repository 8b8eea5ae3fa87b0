import Foundation
import GuijiConfiguration
import Pipeline
import Sampling

/// A sample instance, consolidated in one run.
struct TruthRun: @unchecked Sendable {
    let folder: TestFolder
    let instance: Instance
    let summary: RunSummary
    let truth: Truth

    init(seed: UInt64, rows: Int = 3000, departments: Int = 10, dirt: Double = 0.1) throws {
        folder = try TestFolder()
        let path = "\(folder.path)/sample"
        let options = SampleOptions(
            rows: rows, seed: seed, departments: departments, dirt: dirt, mappings: "\(Project.root)/Mappings")
        _ = try SampleInstance(options: options, folder: path, known: Instance.known).write()
        truth = try JSONDecoder().decode(Truth.self, from: Data(contentsOf: URL(filePath: "\(path)/truth.json")))
        let test = try TestInstance(try Instance.configuration(in: path), in: folder) {
            $0.settings.paths.inbox = "\(path)/inbox"
        }
        summary = try test.runInbox(asOf: SampleInstance.asOf, isDated: false)
        instance = try test.open()
    }
}
