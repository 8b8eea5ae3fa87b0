import CoreMetrics
import Foundation
import GuijiConfiguration
import HTTPTypes
import Model
import NIOCore
import Testing

@testable import Web

/// Addresses, health, metrics, and the document that describes them.
@Suite struct RoutingTests {
    @Test func whatIsNotThereIsToldAsAProblem() async throws {
        let scene = try Scene()
        try await scene.client { client in
            let unknown = try await client.send(.get, "/api/v1/nothing")
            #expect(unknown.status == 404 && unknown.problem == "not-found")
            let method = try await client.send(.delete, "/api/v1/submissions")
            #expect(method.status == 405 && method.problem == "method-not-allowed" && method.headers[.allow] == "POST")
            #expect(try await client.send(.post, "/api/v1/submissions/a/findings").headers[.allow] == "GET")
        }
    }

    @Test func theServiceTellsHowItIs() async throws {
        let scene = try Scene()
        try await scene.client { client in
            #expect(try await client.send(.get, "/health/live").status == 200)
            let ready = try await client.send(.get, "/health/ready")
            #expect(ready.status == 200 && ready["status"] == "ok")
            scene.metrics.makeCounter(label: "guiji.rows", dimensions: [("outcome", "published")]).increment(by: 3)
            let metrics = try await client.send(.get, "/metrics")
            #expect(metrics.headers[.contentType]?.hasPrefix("text/plain; version=0.0.4") == true)
            #expect(metrics.text.contains("guiji_rows_total{outcome=\"published\"} 3"))
        }
    }

    /// Every address is described, every operation has its own id and says what it may answer, and nothing is referred to that is not there.
    @Test func theDocumentDescribesEveryAddress() async throws {
        let scene = try Scene()
        try await scene.client { client in
            let document = try await client.send(.get, "/api/v1/openapi.json")
            #expect(document["openapi"] == "3.1.0")
            let paths = try #require(document.members["paths"] as? [String: [String: [String: Any]]])
            var ids: Set<String> = []
            for endpoint in scene.site.endpoints {
                let operation = try #require(paths[endpoint.path]?[endpoint.method.rawValue.lowercased()])
                #expect(ids.insert(try #require(operation["operationId"] as? String)).inserted)
                let responses = try #require(operation["responses"] as? [String: Any])
                #expect(responses["500"] != nil && endpoint.problems.allSatisfy { responses[String($0)] != nil })
                let names = (operation["parameters"] as? [[String: Any]] ?? []).filter { $0["in"] as? String == "path" }
                    .compactMap { $0["name"] as? String }
                #expect(
                    names
                        == endpoint.path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
                            String($0.dropFirst().dropLast())
                        })
            }
            #expect(ids.count == paths.values.map(\.count).reduce(0, +))
            let components = try #require(document.members["components"] as? [String: Any])
            let schemas = try #require(components["schemas"] as? [String: Any])
            let form = try #require((schemas["NilReturn"] as? [String: Any])?["properties"] as? [String: [String: Any]])
            #expect(form["item"]?["enum"] as? [String] == scene.configuration.catalogue.items.map(\.id))
            for match in document.text.matches(of: /"\$ref": "#\/components\/schemas\/(\w+)"/) {
                #expect(schemas[String(match.1)] != nil, "\(match.1)")
            }
        }
    }
}
