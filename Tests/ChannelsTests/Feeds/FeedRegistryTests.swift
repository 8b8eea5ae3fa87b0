import Foundation
import Model
import Testing

@testable import Channels

@Suite struct FeedRegistryTests {
    private static let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Each folder's feed stands in the list; a kind that is not listed cannot be configured.
    @Test func everyFeedIsListed() throws {
        let folder = Self.project.appending(path: "Sources/Channels/Feeds")
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path())
        let feeds = files.filter { $0.hasSuffix("Feed.swift") && $0.contains("/") && !$0.hasPrefix("Core/") }
            .map { ($0 as NSString).lastPathComponent.replacing(".swift", with: "") }
        #expect(feeds.sorted() == feedTypes.map { String(describing: $0) }.sorted())
        #expect(Set(feedTypes.map { $0.kind.type }).count == feedTypes.count)
    }

    /// Each kind and each of its settings is explained.
    @Test func everySettingIsDocumented() throws {
        let page = try String(
            contentsOf: Self.project.appending(path: "Documentation/Configuration.md"), encoding: .utf8)
        for type in feedTypes {
            let parts = page.components(separatedBy: "| `type: \(type.kind.type)` |")
            #expect(parts.count == 2, "\(type.kind.type)")
            let text = parts.last?.components(separatedBy: "| `type: ").first ?? ""
            for key in type.kind.keys {
                #expect(
                    text.contains("`\(key.name)`") || text.contains("`\(key.name):"), "\(type.kind.type) \(key.name)")
            }
        }
    }
}
