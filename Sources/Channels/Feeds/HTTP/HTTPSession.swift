import AsyncHTTPClient
import Foundation
import Model
import NIOCore
import NIOHTTP1
import NIOSSL

/// Requests to one interface, with its secrets, to its own host only.
struct HTTPSession {
    /// A page as it came.
    struct Answer {
        var body: [UInt8]
        /// `Link:` headers.
        var links: [String]
        /// Where it came from, redirections followed.
        var address: URLComponents
    }

    let base: URLComponents
    private let client: HTTPClient
    private let headers: [(String, String)]
    private let pageBytes: Int
    private let timeout: Int

    /// How often a page is asked for before the pull gives up for now.
    private static let attempts = 4
    /// The longest pause within a pull, in seconds.
    private static let longestPause = 30.0
    private static let redirections = 5

    init(_ source: FeedSource) throws {
        let options = source.options
        guard var base = URLComponents(string: options.text("url") ?? ""), let scheme = base.scheme?.lowercased(),
            ["http", "https"].contains(scheme), base.host?.isEmpty == false, base.user == nil, base.password == nil
        else { throw HTTPAddress.malformed }
        base.scheme = scheme
        let query = try options.variables("query").sorted { $0.key < $1.key }
        if !query.isEmpty {
            base.queryItems = (base.queryItems ?? []) + query.map { URLQueryItem(name: $0.key, value: $0.value) }
        }
        self.base = base
        var headers = try options.variables("headers").map { ($0.key, $0.value) }
        if let token = try options.secret("token")?.value() { headers.append(("Authorization", "Bearer \(token)")) }
        if let user = options.text("user"), let password = try options.secret("password")?.value() {
            headers.append(("Authorization", "Basic \(Data("\(user):\(password)".utf8).base64EncodedString())"))
        }
        self.headers = headers
        pageBytes = source.pageBytes
        timeout = source.timeout
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(Int64(min(timeout, 30)))))
        configuration.tlsConfiguration = try Self.tls(options)
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    private static func tls(_ options: FeedOptions) throws -> TLSConfiguration {
        var tls = TLSConfiguration.makeClientConfiguration()
        do {
            if let path = options.text("authorities") { tls.trustRoots = .file(path) }
            if let certificate = options.text("certificate"), let key = options.text("key") {
                tls.certificateChain = try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) }
                tls.privateKey = .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
            }
        } catch {
            throw FeedFailure(
                chinese: "无法读取客户端证书或私钥（certificate、key，PEM）。",
                english: "The client's certificate or key cannot be read (certificate, key, PEM).", isTemporary: false)
        }
        return tls
    }

    func close() async throws { try await client.shutdown() }

    /// Fetches one page; what may pass by itself is tried again a few times.
    func page(_ address: URLComponents) async throws -> Answer {
        var attempt = 1
        while true {
            do {
                return try await follow(address)
            } catch let failure as FeedFailure where failure.isTemporary && attempt < Self.attempts {
                let pause = FeedBackOff.pause(failures: attempt, asked: failure.retryAfter, chance: .random(in: 0...1))
                guard pause <= Self.longestPause else { throw failure }
                try await Task.sleep(for: .seconds(pause))
                attempt += 1
            }
        }
    }

    private func follow(_ address: URLComponents) async throws -> Answer {
        var address = address
        for _ in 0...Self.redirections {
            switch try await fetch(address) {
            case .page(let answer): return answer
            case .elsewhere(let target):
                let text = try HTTPAddress.resolve(target, from: address, base: base)
                guard let next = URLComponents(string: text) else { throw HTTPAddress.malformed }
                address = next
            }
        }
        throw FeedFailure(
            chinese: "接口一再转向，超过 \(Self.redirections) 次。",
            english: "The interface redirects again and again, more than \(Self.redirections) times.",
            isTemporary: false)
    }

    private enum Found {
        case page(Answer)
        case elsewhere(String)
    }

    private func fetch(_ address: URLComponents) async throws -> Found {
        var request = HTTPClientRequest(url: address.string ?? "")
        request.headers.add(name: "User-Agent", value: "guiji/\(Program.version)")
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        let response: HTTPClientResponse
        do {
            response = try await client.execute(request, timeout: .seconds(Int64(timeout)))
            let status = Int(response.status.code)
            switch status {
            case 200:
                return .page(
                    Answer(body: try await body(response), links: response.headers["Link"], address: address))
            case 204: return .page(Answer(body: [], links: response.headers["Link"], address: address))
            case 301, 302, 303, 307, 308:
                guard let target = response.headers.first(name: "Location") else { throw refused(status, nil) }
                return .elsewhere(target)
            default: throw refused(status, response.headers.first(name: "Retry-After"))
            }
        } catch let failure as FeedFailure {
            throw failure
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            if Task.isCancelled { throw CancellationError() }
            throw Self.broken(error)
        }
    }

    /// The body, where it comes in time: the client's own limit ends with the head.
    private func body(_ response: HTTPClientResponse) async throws -> [UInt8] {
        try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await whole(response) }
            group.addTask {
                try await Task.sleep(for: .seconds(timeout))
                return nil
            }
            guard let bytes = try await group.next() ?? nil else {
                throw FeedFailure(
                    chinese: "接口的一页在 \(timeout) 秒内没有传完（timeout）。",
                    english: "A page did not come within \(timeout) s (timeout).")
            }
            return bytes
        }
    }

    private func whole(_ response: HTTPClientResponse) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await chunk in response.body {
            guard bytes.count + chunk.readableBytes <= pageBytes else {
                throw FeedFailure(
                    chinese: "一页超过 \(pageBytes) 字节（page_bytes），没有取。",
                    english: "A page takes more than \(pageBytes) bytes (page_bytes); it was not taken.",
                    isTemporary: false)
            }
            bytes.append(contentsOf: chunk.readableBytesView)
        }
        return bytes
    }

    // MARK: Failures

    private func refused(_ status: Int, _ retryAfter: String?) -> FeedFailure {
        let isTemporary = status == 408 || status == 425 || status == 429 || status >= 500
        return FeedFailure(
            chinese: "接口答复状态 \(status)。", english: "The interface answered with the status \(status).",
            isTemporary: isTemporary, retryAfter: retryAfter.flatMap { RetryAfter.seconds($0, now: Date()) })
    }

    /// What the client says holds no address and no header.
    private static func broken(_ error: any Error) -> FeedFailure {
        let reason = (error as? HTTPClientError)?.shortDescription ?? "\(type(of: error))"
        return FeedFailure(
            chinese: "与接口的连接失败或中断：\(reason)。",
            english: "The connection to the interface failed or broke off: \(reason).")
    }
}

/// `Retry-After:` (RFC 9110, 10.2.3): seconds, or a date.
enum RetryAfter {
    static func seconds(_ text: String, now: Date) -> Double? {
        let text = text.trimmingCharacters(in: .whitespaces)
        if let seconds = Int(text) { return seconds >= 0 ? Double(seconds) : nil }
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "GMT")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
        return format.date(from: text).map { max(0, $0.timeIntervalSince(now)) }
    }
}
