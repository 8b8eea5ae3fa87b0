import Foundation
import GuijiConfiguration
import Pipeline
import Testing

/// The project's rules with a few changes, in a folder of their own.
struct ChangedRules {
    let folder: TestFolder

    init() throws {
        folder = try TestFolder()
        try FileManager.default.copyItem(atPath: "\(Project.root)/Mappings", toPath: "\(folder.path)/Mappings")
        _ = try folder.copy("\(Project.root)/pipeline.yml", to: "pipeline.yml")
    }

    /// Replaces every place of `old` in a file, of which there is at least one.
    func replace(
        _ file: String, _ old: String, _ new: String, at location: SourceLocation = #_sourceLocation
    ) throws {
        let path = "\(folder.path)/\(file)"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.contains(old), "\(old) is not in \(file)", sourceLocation: location)
        try folder.write(text.replacing(old, with: new), to: file)
    }

    func remove(_ file: String) throws { try FileManager.default.removeItem(atPath: "\(folder.path)/\(file)") }

    func configuration() throws -> Configuration { try Instance.configuration(in: folder.path) }
}
