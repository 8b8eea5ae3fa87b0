import Foundation
import Model
import TestKit
import Testing

@testable import Loading

@Suite struct LoaderRegistryTests {
    /// The folder with a folder for each loader.
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Sources/Stages/5-Loading").resolvingSymlinksInPath()

    @Test("A folder with a loader that is not in the list is a loader that nobody can name")
    func everyLoaderIsListed() throws {
        guard FileManager.default.fileExists(atPath: Self.folder.path()) else { return }
        let files = try FileManager.default.subpathsOfDirectory(atPath: Self.folder.path())
        let written = files.filter { $0.hasSuffix("Loader.swift") && $0.contains("/") }
            .map { ($0 as NSString).lastPathComponent.replacing(".swift", with: "") }
        #expect(!written.isEmpty)
        #expect(Set(written) == Set(loaders.map { String(describing: $0) }), "add the line to LoaderRegistry.swift")
    }

    @Test func eachIsKnownByItsType() {
        #expect(Set(loaders.map { $0.type }).count == loaders.count)
        for one in loaders { #expect(loader(for: one.type) == one) }
        #expect(loader(for: "nothing") == nil)
    }

    @Test func eachPassesTheCompatibilitySuite() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "guiji-loaders-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for type in loaders {
            let suite = LoaderSuite(type) { "\(folder)/\(UUID().uuidString)" }
            let violations = try suite.violations()
            #expect(violations.isEmpty, "\(type):\n\(violations.prefix(10).joined(separator: "\n"))")
        }
    }
}
