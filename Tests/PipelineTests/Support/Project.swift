import Foundation
import GuijiConfiguration
import Pipeline

/// The project that the tests stand in: its configuration, read once, and the deliveries of the sample month.
enum Project {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path()

    private static let loaded = Result { try Instance.configuration(in: root) }

    static func configuration() throws -> Configuration { try loaded.get() }

    /// The deliveries of the sample month as `<department>/<file>`, in order.
    static let deliveries: [String] = {
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: "\(root)/Samples")) ?? []
        return names.filter { $0.contains("/") && !$0.hasSuffix(".expected.json") }.sorted()
    }()

    static func path(of delivery: String) -> String { "\(root)/Samples/\(delivery)" }
}
