import Channels
import CoreMetrics
import Foundation
import GuijiConfiguration
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Model
import NIOCore
import Pipeline
import Testing

@testable import Web

/// The interface of an instance in a folder of its own, which is gone with the value.
final class Scene: Sendable {
    let path = "\(NSTemporaryDirectory())guiji-web-\(UUID().uuidString)"
    let configuration: Configuration
    let store: ServiceStore
    let spool: Spool
    let site: Site
    let metrics = PrometheusRegistry()

    static let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../..")
        .standardizedFileURL.path

    /// - Parameter change: what the interface's settings have instead of the defaults.
    init(_ change: (inout InterfaceSettings) -> Void = { _ in }) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try "instance: 试\n".write(toFile: "\(path)/pipeline.yml", atomically: true, encoding: .utf8)
        var made = try Instance.configuration(in: path, mappings: "\(Scene.project)/Mappings")
        var interface = InterfaceSettings()
        change(&interface)
        made.settings.interface = interface
        let configuration = made
        self.configuration = configuration
        store = try ServiceStore(path: configuration.settings.paths.service)
        spool = try Spool(configuration.settings.paths.claimed)
        site = try Site(
            configuration: { configuration }, store: store, spool: spool,
            health: { [HealthCheck("stores", isWell: true)] }, metrics: metrics,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try site.arrivals.resume { _ in [] }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// A token's secret.
    func token(
        _ department: String = "culture", items: [String]? = nil, scopes: [TokenScope] = TokenScope.allCases,
        days: Int = 1
    ) throws -> String {
        let now = Int(Date().timeIntervalSince1970)
        return try TokenStore(store).add(
            AccessToken(
                department: department, items: items, scopes: scopes, note: "", created: now,
                expires: now + days * 86_400))
    }

    static func sample(_ delivery: String) throws -> ByteBuffer {
        ByteBuffer(bytes: try Data(contentsOf: URL(filePath: "\(project)/Samples/\(delivery)")))
    }

    func names(_ folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)")) ?? []).sorted()
    }

    /// What stands in a department's folder of the spool, as the service's next look has it.
    func claimed(_ department: String) -> [String] {
        site.arrivals.claimAccepted()
        return names("inbox.claimed/\(department)")
    }

    /// Takes in what waits, as the service does.
    @discardableResult
    func run() throws -> RunSummary {
        let instance = try Instance(configuration)
        var options = RunOptions()
        site.arrivals.claimAccepted()
        options.received = try spool.handOver().files.map(ReceivedFile.init)
        let summary = try Run(instance: instance, options: options)()
        try site.arrivals.settle(try instance.settled(options.received.compactMap(\.claim)))
        for claim in options.received.compactMap(\.claim) { spool.release(claim) }
        return summary
    }

    /// Requests to the interface without a network.
    func client(limiter: RateLimiter? = nil, _ body: @Sendable (Client) async throws -> Void) async throws {
        let settings = try #require(configuration.settings.interface)
        let application = Application(router: WebServer.router(site, settings, limiter: limiter))
        try await application.test(.router) { try await body(Client(client: $0)) }
    }
}

struct Client: Sendable {
    let client: any TestClientProtocol

    func send(
        _ method: HTTPRequest.Method, _ uri: String, token: String? = nil, headers: HTTPFields = [:],
        _ body: ByteBuffer? = nil
    ) async throws -> Answer {
        var headers = headers
        if let token { headers[.authorization] = "Bearer \(token)" }
        let response = try await client.executeRequest(uri: uri, method: method, headers: headers, body: body)
        return Answer(
            status: response.status.code, headers: response.headers, text: String(buffer: response.body))
    }

    /// Delivers CSV.
    func push(
        _ body: ByteBuffer, token: String, query: String = "", headers: HTTPFields = [:]
    ) async throws -> Answer {
        var headers = headers
        if headers[.contentType] == nil { headers[.contentType] = "text/csv" }
        return try await send(.post, "/api/v1/submissions\(query)", token: token, headers: headers, body)
    }
}

struct Answer: Sendable {
    var status: Int
    var headers: HTTPFields
    var text: String

    /// Members of a document.
    var members: [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]) ?? [:]
    }

    subscript(_ name: String) -> String? { members[name] as? String }

    /// Kind of a problem.
    var problem: String? {
        guard headers[.contentType] == "application/problem+json" else { return nil }
        return self["type"]?.replacing("urn:guiji:problem:", with: "")
    }
}

extension Scene {
    /// Takes a sample in as a file of its department.
    func register(_ delivery: String) throws {
        var options = RunOptions()
        options.files = ["\(Scene.project)/Samples/\(delivery)"]
        options.source = String(delivery.prefix { $0 != "/" })
        options.asOf = 1_741_000_000
        _ = try Run(instance: try Instance(configuration), options: options)()
    }

    /// What is disclosed of a subject, a text for each record.
    func shown(_ code: String) throws -> [String] { try Scene.shown(code, try Instance(configuration)) }

    private static func shown(_ code: String, _ instance: Instance) throws -> [String] {
        try instance.disclosure.rows(of: code).flatMap { item in
            item.rows.map { row in row.map { "\($0.name)=\($0.value)" }.joined(separator: " ") }
        }
    }

    /// The same of an instance that is made of the archive alone.
    func replayedShows(_ code: String) throws -> [String] {
        _ = try Replay(configuration)(to: "\(path)/replayed")
        var replayed = configuration
        replayed.settings.paths.ledger = "\(path)/replayed/ledger.sqlite"
        replayed.settings.paths.disclosure = "\(path)/replayed/disclosure.sqlite"
        return try Scene.shown(code, try Instance(replayed))
    }
}
