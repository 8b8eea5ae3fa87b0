import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
package import NIOSSL
import Synchronization

/// A small interface on 127.0.0.1, which ends with the value.
package final class TestServer: Sendable {
    package struct Request: Sendable {
        /// Path and query.
        package var uri: String
        package var headers: [String: String]
        /// How often this path and query was asked for before.
        package var before: Int

        /// The query's values by name.
        package var query: [String: String] {
            let items = URLComponents(string: uri)?.queryItems ?? []
            return Dictionary(items.map { ($0.name, $0.value ?? "") }) { $1 }
        }
    }

    package struct Reply: Sendable {
        package var status: Int
        package var headers: [(String, String)]
        package var body: String
        /// Announces so many bytes more than it sends, and breaks off.
        package var missing: Int
        /// Seconds before it answers.
        package var delay: Double
        /// Sends one byte after another, without end.
        package var trickles: Bool

        package init(
            status: Int = 200, headers: [(String, String)] = [], body: String = "", missing: Int = 0, delay: Double = 0,
            trickles: Bool = false
        ) {
            self.status = status
            self.headers = headers
            self.body = body
            self.missing = missing
            self.delay = delay
            self.trickles = trickles
        }
    }

    private let channel: any Channel
    package let port: Int

    package init(tls: NIOSSLContext? = nil, _ answer: @escaping @Sendable (Request) -> Reply) async throws {
        final class Log: Sendable { let lines = Mutex<[String]>([]) }
        let log = Log()
        self.log = { log.lines.withLock { $0 } }
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(
                        Handler { uri, headers in
                            let before = log.lines.withLock { lines in
                                defer { lines.append(uri) }
                                return lines.count { $0 == uri }
                            }
                            return answer(Request(uri: uri, headers: headers, before: before))
                        })
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    deinit { channel.close(promise: nil) }

    /// Paths and queries in the order they were asked for.
    package let log: @Sendable () -> [String]

    package var url: String { "http://127.0.0.1:\(port)" }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let answer: (String, [String: String]) -> Reply
        private var head: HTTPRequestHead?

        init(_ answer: @escaping (String, [String: String]) -> Reply) { self.answer = answer }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): self.head = head
            case .body: break
            case .end:
                guard let head else { return }
                let headers = Dictionary(head.headers.map { ($0.name.lowercased(), $0.value) }) { $1 }
                let reply = answer(head.uri, headers)
                guard reply.delay > 0 else { return send(reply, head, context) }
                let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
                context.eventLoop.scheduleTask(in: .milliseconds(Int64(reply.delay * 1000))) {
                    bound.value.0.send(reply, head, bound.value.1)
                }
            }
        }

        private func send(_ reply: Reply, _ request: HTTPRequestHead, _ context: ChannelHandlerContext) {
            var head = HTTPResponseHead(
                version: request.version, status: HTTPResponseStatus(statusCode: reply.status))
            for (name, value) in reply.headers { head.headers.add(name: name, value: value) }
            guard !reply.trickles else {
                context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
                return trickle(context)
            }
            head.headers.replaceOrAdd(name: "Content-Length", value: "\(reply.body.utf8.count + reply.missing)")
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: reply.body)))), promise: nil)
            if reply.missing > 0 { return context.close(promise: nil) }
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }

        private func trickle(_ context: ChannelHandlerContext) {
            guard context.channel.isActive else { return }
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: " ")))), promise: nil)
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            context.eventLoop.scheduleTask(in: .milliseconds(50)) { bound.value.0.trickle(bound.value.1) }
        }
    }
}
