import Foundation
import GuijiConfiguration
import Model
import Sampling

/// A sample instance in a folder that is gone with the value.
final class SampleFolder {
    let path: String
    let summary: SampleInstance.Summary

    static let mappings = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Mappings").path()

    init(_ change: (inout SampleOptions) -> Void = { _ in }) throws {
        path = FileManager.default.temporaryDirectory.appending(path: "sample-\(UUID().uuidString)").path()
        var options = SampleOptions(rows: 3000, seed: 7, mappings: SampleFolder.mappings)
        change(&options)
        summary = try SampleInstance(options: options, folder: path, known: .ofMappings).write()
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Every file by its path in the folder.
    func contents() throws -> [String: Data] {
        var contents: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: path) {
            contents[name] = FileManager.default.contents(atPath: "\(path)/\(name)")
        }
        return contents
    }

    func truth() throws -> Truth {
        try JSONDecoder().decode(Truth.self, from: Data(contentsOf: URL(filePath: "\(path)/truth.json")))
    }
}

/// truth.json
struct Truth: Decodable {
    struct File: Decodable {
        var path: String
        var source: String
        var item: String
        var received: Int
        var outcomes: [String: Int]
        var rows: [Row]
    }

    struct Row: Decodable {
        var number: Int
        var outcome: String
        var errors: [String]

        init(from decoder: any Decoder) throws {
            var values = try decoder.unkeyedContainer()
            number = try values.decode(Int.self)
            outcome = try values.decode(String.self)
            errors = try values.decode([String].self)
        }
    }

    struct Totals: Decodable {
        var received: Int
        var outcomes: [String: Int]
    }

    var files: [File]
    var totals: Totals
    var conflicts: Int
    var comparison: [String: Int]
}

extension KnownNames {
    /// What the project's own mappings name.
    static let ofMappings = KnownNames(
        rules: [],
        formats: [FileFormat(type: "csv", rowPath: .none), FileFormat(type: "xml", rowPath: .required)],
        loaders: ["sqlite"])
}
