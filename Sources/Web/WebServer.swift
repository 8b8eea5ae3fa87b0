package import GuijiConfiguration
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

/// Listens for requests until it is told to stop; requests in hand are answered first.
package struct WebServer: Service {
    private let site: Site
    private let settings: InterfaceSettings

    package init(_ site: Site, _ settings: InterfaceSettings) {
        self.site = site
        self.settings = settings
    }

    package func run() async throws {
        let (log, idle) = (site.log, settings.idleSeconds)
        let application = Application(
            router: WebServer.router(site, settings),
            server: .http1(configuration: .init(idleTimeout: .seconds(Int64(idle)))),
            configuration: ApplicationConfiguration(address: .hostname(settings.host, port: settings.port)),
            onServerRunning: { channel in
                log.notice("listening", metadata: ["address": "\(channel.localAddress?.description ?? "?")"])
            }, logger: log)
        try await withThrowingTaskGroup { group in
            group.addTask { try await application.run() }
            group.addTask {
                try await gracefulShutdown()
                try await Task.sleep(for: .seconds(WebServer.grace))
                log.warning("requests that did not end are cut off")
            }
            // Whichever ends first ends the other.
            try await group.next()
            group.cancelAll()
        }
    }

    /// Seconds for requests in hand when it is told to stop: a delivery that comes slower is sent again, whole, with its key.
    private static let grace = 15

    /// - Parameter limiter: in place of the one that the settings tell.
    static func router(
        _ site: Site, _ settings: InterfaceSettings, limiter: RateLimiter? = nil
    ) -> Router<WebContext> {
        let endpoints = site.endpoints
        var table = RouteTable()
        for endpoint in endpoints { table.add(endpoint.method.rawValue, endpoint.path) }
        let router = Router(context: WebContext.self)
        router.add(middleware: MetricsMiddleware())
        router.add(middleware: ProblemMiddleware(routes: table))
        let secured = router.group().add(
            middleware: TokenMiddleware(
                tokens: site.tokens, limiter: limiter ?? RateLimiter(perMinute: settings.requestsPerMinute)))
        for endpoint in endpoints {
            let group: any RouterMethods<WebContext> = endpoint.operation.needsToken ? secured : router
            group.on(RouterPath(endpoint.path), method: endpoint.method) { request, context in
                try await endpoint.handler(request, context)
            }
        }
        return router
    }
}
