import Foundation
import Testing

/// The sample month is whole: every delivery has its expected outcome beside it, and every expectation adds up.
@Suite struct SampleMonthTests {
    private struct Expected: Decodable {
        var received: Int
        var outcomes: [String: Int]
        var findings: [String: Int]
        var state: String
    }

    private static let folder = URL(filePath: SampleFolder.mappings).deletingLastPathComponent()
        .appending(path: "Samples").resolvingSymlinksInPath()

    /// Paths of all deliveries, `department/file`.
    private static func deliveries() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder.path())
            .filter { $0.contains("/") && !$0.hasSuffix(".expected.json") }.sorted()
    }

    @Test func fromManyDepartmentsInMarch() throws {
        let deliveries = try Self.deliveries()
        #expect(Set(deliveries.compactMap { $0.split(separator: "/").first }).count >= 14)
        #expect(deliveries.allSatisfy { $0.contains("/2025-03-") }, "a name begins with the day of receipt")
    }

    @Test func everyDeliveryHasAnExpectationThatAddsUp() throws {
        for path in try Self.deliveries() {
            let data = try Data(contentsOf: Self.folder.appending(path: "\(path).expected.json"))
            let expected = try JSONDecoder().decode(Expected.self, from: data)
            #expect(expected.outcomes.values.reduce(0, +) == expected.received, "\(path)")
            #expect(["published", "refused"].contains(expected.state), "\(path)")
            let errors = expected.findings.values.reduce(0, +)
            #expect(expected.outcomes["rejected", default: 0] <= errors, "\(path): a rejected row has a finding")
        }
    }
}
