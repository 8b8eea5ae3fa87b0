import Foundation
import Model
import NIOSSL
import TestKit
import Testing

@testable import Channels

/// A real server, good and bad.
@Suite struct HTTPFeedTests {
    private func runner(
        _ scene: FeedScene, _ server: TestServer, _ options: [String: FeedOptions.Value] = [:],
        pages: [String: FeedOptions.Value]? = nil, path: String = "/rows", pageBytes: Int = 1 << 20, timeout: Int = 20
    ) -> FeedRunner {
        var all = options.merging(["url": .text(server.url + path)]) { $1 }
        if let pages { all["pages"] = .section(FeedOptions(pages)) }
        return scene.runner("http", all, pageBytes: pageBytes, timeout: timeout)
    }

    /// By cursor: goes on where it stopped, and the last page is asked for again, for it may have grown.
    @Test func pagesByCursor() async throws {
        let scene = try FeedScene()
        let grown = try scene.write("", to: "grown")
        let server = try await TestServer { request in
            let isGrown = (try? String(contentsOfFile: grown, encoding: .utf8)) == "yes"
            switch request.query["after"] {
            case nil: return .init(body: #"{"rows":[{"n":1},{"n":2}],"meta":{"next":"a+b"}}"#)
            case "a+b": return .init(body: #"{"rows":[{"n":3}],"meta":{"next":77}}"#)
            case "77":
                return .init(
                    body: isGrown
                        ? #"{"rows":[{"n":4},{"n":5}],"meta":{"next":null}}"# : #"{"rows":[{"n":4}],"meta":{}}"#)
            default: return .init(status: 400)
            }
        }
        let feed = runner(
            scene, server,
            pages: [
                "by": .text("cursor"), "next": .text("/meta/next"), "parameter": .text("after"), "rows": .text("/rows"),
            ])
        #expect(try await feed.pull().pages == 3)
        #expect(
            try scene.new().map { $0.prefix(16) } == [#"{"rows":[{"n":1}"#, #"{"rows":[{"n":3}"#, #"{"rows":[{"n":4}"#])
        #expect(scene.taken[0].name == "feed-000001.json" && scene.taken[0].note.channel == "http")
        #expect(try await feed.pull().pages == 0)
        try "yes".write(toFile: grown, atomically: true, encoding: .utf8)
        #expect(try await feed.pull().pages == 1)
        #expect(try scene.new().first?.contains(#"{"n":5}"#) == true)
        #expect(server.log().suffix(2) == ["/rows?after=77", "/rows?after=77"])
    }

    @Test(arguments: ["empty", "short"]) func pagesByNumber(_ end: String) async throws {
        let scene = try FeedScene()
        let server = try await TestServer { request in
            let number = Int(request.query["page"] ?? "") ?? 0
            guard number <= 3 else { return .init(body: "<ROWS/>") }
            let count = number == 3 && end == "short" ? 1 : 2
            return .init(
                body: "<?xml version=\"1.0\"?><ROWS>" + String(repeating: "<ROW><N>\(number)</N></ROW>", count: count)
                    + "</ROWS>\n")
        }
        let feed = runner(
            scene, server, ["format": .text("xml")],
            pages: ["by": .text("number"), "size": .integer(2), "size_parameter": .text("per"), "rows": .text("ROW")])
        #expect(try await feed.pull().pages == 3)
        #expect(try scene.new().count == 3 && scene.taken.map(\.name).last == "feed-000003.xml")
        #expect(server.log().count == (end == "short" ? 3 : 4) && server.log()[0] == "/rows?per=2&page=1")
        // Goes on where it stopped.
        #expect(try await feed.pull().pages == 0)
        #expect(server.log().last == (end == "short" ? "/rows?per=2&page=3" : "/rows?per=2&page=4"))
    }

    @Test func pagesByLink() async throws {
        let scene = try FeedScene()
        let server = try await TestServer { request in
            switch request.uri {
            case "/rows":
                .init(headers: [("Link", "</rows?p=0>; rel=\"prev\", </rows?p=2>; rel=\"next last\"")], body: "a\n1\n")
            case "/rows?p=2": .init(headers: [("Link", "</rows>; rel=prev")], body: "a\n2\n")
            default: .init(status: 404)
            }
        }
        #expect(
            try await runner(scene, server, ["format": .text("csv")], pages: ["by": .text("link")]).pull().pages == 2)
        #expect(try scene.new() == ["a\n1\n", "a\n2\n"])
    }

    /// Without pages everything comes each time; what is only a header is no delivery.
    @Test func withoutPagesItIsReadWhole() async throws {
        let scene = try FeedScene()
        let server = try await TestServer { request in .init(body: request.before == 2 ? "a\n" : "a\n1\n") }
        let feed = runner(scene, server, ["format": .text("csv")])
        for pages in [1, 1, 0] { #expect(try await feed.pull().pages == pages) }
        #expect(try scene.state.cursor == nil)
    }

    @Test func secretsGoAlong() async throws {
        let scene = try FeedScene()
        let secret = FeedOptions.Value.secret(.file(try scene.write("hush\n", to: "secret")))
        let server = try await TestServer { request in
            let text = [request.headers["authorization"], request.headers["x-key"], request.query["key"]].map {
                $0 ?? "-"
            }
            return .init(body: "a\n\(text.joined(separator: "|"))\n")
        }
        let csv = ["format": FeedOptions.Value.text("csv")]
        _ = try await runner(scene, server, csv.merging(["token": secret]) { $1 }).pull()
        _ = try await runner(
            scene, server,
            csv.merging([
                "user": .text("guiji"), "password": secret, "headers": .pairs(["X-Key": secret]),
                "query": .pairs(["key": secret]),
            ]) { $1 }
        ).pull()
        #expect(
            try scene.new() == [
                "a\nBearer hush|-|-\n", "a\nBasic \(Data("guiji:hush".utf8).base64EncodedString())|hush|hush\n",
            ])
        let wrong = try await TestServer { _ in .init(status: 401, body: "hush") }
        let found = try await failure {
            try await runner(scene, wrong, csv.merging(["token": secret, "query": .pairs(["key": secret])]) { $1 })
                .pull()
        }
        #expect(
            found?.english.contains("401") == true && found?.isTemporary == false
                && found?.description.contains("hush") == false)
        #expect(wrong.log().count == 1)
    }

    /// What may pass by itself is tried again, and pages before it are not asked for again.
    @Test(arguments: [429, 500, 503]) func whatMayPassIsTriedAgain(_ status: Int) async throws {
        let scene = try FeedScene()
        let server = try await TestServer { request in
            if request.query["page"] == "2", request.before == 0 {
                return .init(status: status, headers: [("Retry-After", "1")])
            }
            return .init(body: request.query["page"] == "3" ? "[]" : "[1]")
        }
        let began = Date()
        #expect(try await runner(scene, server, pages: ["by": .text("number")]).pull().pages == 2)
        #expect(Date().timeIntervalSince(began) >= 1)
        #expect(server.log() == ["/rows?page=1", "/rows?page=2", "/rows?page=2", "/rows?page=3"])
    }

    /// A source that asks to be left alone for long ends the pull; the next one goes on at the page that failed.
    @Test func aLongPauseEndsThePull() async throws {
        let scene = try FeedScene()
        let server = try await TestServer { request in
            if request.query["page"] == "2", request.before == 0 {
                return .init(status: 429, headers: [("Retry-After", "3600")])
            }
            return .init(body: request.query["page"] == "3" ? "[]" : "[1]")
        }
        let feed = runner(scene, server, pages: ["by": .text("number")])
        let found = try await failure { try await feed.pull() }
        #expect(found?.retryAfter == 3600 && found?.isTemporary == true)
        #expect(try scene.new().count == 1 && scene.state.retry == 1000 + 3600)
        #expect(try await feed.pull().pages == 1)
        #expect(server.log().filter { $0 == "/rows?page=1" }.count == 1)
    }

    private static let broken: [(String, TestServer.Reply, String)] = [
        ("json", .init(body: "[1,2"), "no whole JSON"),
        ("json", .init(body: "<html><body>login</body></html>"), "no whole JSON"),
        ("json", .init(body: "[1]", missing: 5), "broke off"), ("xml", .init(body: "<a><b/>"), "no whole XML"),
        ("xml", .init(body: "<!DOCTYPE html><html></html>"), "no whole XML"),
        ("xml", .init(body: "[1]"), "no whole XML"),
        ("csv", .init(body: "<html></html>"), "no whole CSV"), ("csv", .init(body: "a\n1\n", missing: 1), "broke off"),
        ("ndjson", .init(body: "error"), "no whole NDJSON"),
    ]

    /// None of it is taken, though it is asked for a few times.
    @Test(arguments: 0..<9) func whatIsNoPageIsNotTaken(_ number: Int) async throws {
        let (format, reply, words) = Self.broken[number]
        let scene = try FeedScene()
        let server = try await TestServer { _ in reply }
        let found = try await failure { try await runner(scene, server, ["format": .text(format)]).pull() }
        #expect(found?.english.contains(words) == true, "\(String(describing: found))")
        #expect(try scene.new().isEmpty && scene.state.cursor == nil)
    }

    /// One that does not come, longer than any busy machine keeps the time-out from being noticed; and one that never ends.
    @Test(arguments: [TestServer.Reply(body: "[1]", delay: 3600), TestServer.Reply(trickles: true)])
    func aSlowAnswerIsNotWaitedForForEver(_ reply: TestServer.Reply) async throws {
        let scene = try FeedScene()
        let server = try await TestServer { _ in reply }
        let feed = runner(scene, server, timeout: 1)
        let found = try await failure { try await feed.pull() }
        #expect(found?.isTemporary == true)
        #expect(server.log().count == 4)
    }

    @Test func aPageThatIsTooLargeIsNotTaken() async throws {
        let scene = try FeedScene()
        let server = try await TestServer { _ in .init(body: "[\"" + String(repeating: "x", count: 5000) + "\"]") }
        let found = try await failure { try await runner(scene, server, pageBytes: 1000).pull() }
        #expect(found?.english.contains("1000 bytes") == true && found?.isTemporary == false)
        #expect(server.log().count == 1)
    }

    @Test func redirectionsStayOnTheHost() async throws {
        let scene = try FeedScene()
        let elsewhere = try await TestServer { _ in .init(body: "[1]") }
        let target = elsewhere.url
        let server = try await TestServer { request in
            switch request.uri {
            case "/moved": .init(status: 307, headers: [("Location", "/rows")])
            case "/rows": .init(body: "[1]")
            case "/away": .init(status: 302, headers: [("Location", "\(target)/rows")])
            default: .init(status: 302, headers: [("Location", "/again")])
            }
        }
        let token = FeedOptions.Value.secret(.file(try scene.write("hush", to: "secret")))
        #expect(try await runner(scene, server, ["token": token], path: "/moved").pull().pages == 1)
        let away = try await failure { try await runner(scene, server, ["token": token], path: "/away").pull() }
        #expect(away?.english.contains("another host") == true && elsewhere.log().isEmpty)
        let again = try await failure { try await runner(scene, server, path: "/again").pull() }
        #expect(again?.english.contains("again and again") == true)
        #expect(server.log().count < 20)
    }

    @Test func pagesThatLeadBackAreLeft() async throws {
        let scene = try FeedScene()
        let server = try await TestServer { request in
            .init(body: #"{"rows":[1],"next":"\#(request.query["cursor"] == "a" ? "b" : "a")"}"#)
        }
        let found = try await failure {
            try await runner(scene, server, pages: ["by": .text("cursor"), "next": .text("/next")]).pull()
        }
        #expect(found?.english.contains("lead back") == true && server.log().count == 3)
    }

    @Test func aServerThatIsGoneIsToldWithoutItsAddress() async throws {
        let scene = try FeedScene()
        let feed = scene.runner("http", ["url": .text("http://127.0.0.1:1/rows?secret=hush")], timeout: 2)
        let found = try await failure { try await feed.pull() }
        #expect(found?.isTemporary == true && found?.description.contains("hush") == false)
    }

    @Test(arguments: ["ftp://x/y", "http://user:pw@host/", "rows", "http://"]) func addressesAreChecked(_ url: String)
        async throws
    {
        let scene = try FeedScene()
        #expect(
            try await failure { try await scene.runner("http", ["url": .text(url)]).pull() } == HTTPAddress.malformed)
    }

    /// A client's certificate, both ends checked; made by the `openssl` program.
    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl"), "needs openssl"))
    func aClientCertificateOpensTheDoor() async throws {
        let scene = try FeedScene()
        func openssl(_ arguments: String...) throws {
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/openssl")
            process.arguments = arguments
            process.currentDirectoryURL = URL(filePath: scene.path)
            process.standardError = FileHandle.nullDevice
            process.standardOutput = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
        }
        for name in ["server", "client"] {
            try openssl(
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "\(name).key", "-out", "\(name).pem",
                "-days", "2",
                "-subj", "/CN=\(name)", "-addext", "subjectAltName=IP:127.0.0.1")
        }
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile("\(scene.path)/server.pem").map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: "\(scene.path)/server.key", format: .pem)))
        tls.certificateVerification = .noHostnameVerification
        tls.trustRoots = .file("\(scene.path)/client.pem")
        let server = try await TestServer(tls: NIOSSLContext(configuration: tls)) { _ in .init(body: "[1]") }
        var options: [String: FeedOptions.Value] = [
            "url": .text("https://127.0.0.1:\(server.port)/rows"), "authorities": .text("\(scene.path)/server.pem"),
        ]
        let closed = try await failure { try await scene.runner("http", options, timeout: 5).pull() }
        #expect(closed != nil)
        options["certificate"] = .text("\(scene.path)/client.pem")
        options["key"] = .text("\(scene.path)/client.key")
        #expect(try await scene.runner("http", options, timeout: 20).pull().pages == 1)
        options["authorities"] = nil
        #expect(try await failure { try await scene.runner("http", options, timeout: 5).pull() } != nil)
    }

    @Test(arguments: [
        ("<a/>", true), ("<?xml version=\"1.0\"?>\n<!-- <x> -->\n<a b='>'><a/></a>\n", true), ("<n:a x=\"1\" />", true),
        ("<a></a> <!-- b --> <!-- </c> -->", true), ("<!DOCTYPE a><a/>", true),
        ("<a>", false), ("<a><a/>", false), ("<a></a", false), ("<a/><b/>", false), ("<a b='", false), ("<", false),
        ("<!-- a -->", false), ("<HTML></HTML>", false),
    ]) func anXMLIsWholeOrNone(_ text: String, _ isWhole: Bool) {
        #expect(((try? HTTPContent(Array(text.utf8), .xml, rows: nil)) != nil) == isWhole)
    }

    @Test func linkHeadersAndDates() throws {
        #expect(LinkHeader.next(in: ["<a>; rel=first", "<b?x=1,2;3>; title=\"t\"; rel=\"next\""]) == "b?x=1,2;3")
        #expect(LinkHeader.next(in: ["<a>; rel=\"prev\", <b>; rel=nextish", "next"]) == nil)
        let now = Date(timeIntervalSince1970: 784_111_777 - 30)
        #expect(RetryAfter.seconds("Sun, 06 Nov 1994 08:49:37 GMT", now: now) == 30)
        #expect(RetryAfter.seconds(" 120 ", now: now) == 120 && RetryAfter.seconds("soon", now: now) == nil)
        #expect(RetryAfter.seconds("-1", now: now) == nil)
    }
}
