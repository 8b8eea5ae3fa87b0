import Foundation
import GRDB
import Testing

/// An instance whose register is filled, the service in it under the shim, and those who send to it by three channels.
final class FaultScene {
    let folder: TestFolder
    let page: FaultPage
    let guiji: Guiji
    private(set) var service: RunningService?
    /// Requests that no answer has come for.
    private var unanswered: [Sent] = []
    /// Where senders ask what became of what they sent.
    private var places: [(department: String, target: String)] = []
    private var pages: [String: Int] = [:]
    private var count = 0
    private var memory: MemoryDisk?
    private var isPaused = false

    /// A request with the key under which it is sent again until there is an answer.
    private struct Sent {
        var department: String
        var request: PlainRequest
    }

    /// Local time at which a scene begins: the month of the samples is not over.
    private static let beginning = 1_743_386_400

    /// What every scene starts from: prepared once, copied for each.
    private struct Prepared: Sendable {
        var folder: TestFolder
        var tokens: [String: String]
    }

    private nonisolated(unsafe) static var preparedPath = ""

    private static let prepared = Result { () throws -> Prepared in
        let made = try CommandFolder.withInstance()
        preparedPath = made.folder.path
        atexit { try? FileManager.default.removeItem(atPath: FaultScene.preparedPath) }
        let feeds = MixedDelivery.feeds.sorted { $0.key < $1.key }.map { department, item in
            "  \(department)-\(item): { department: \(department), items: [\(item)], type: exec, every: 1s, command: [sh, ../feed.sh, \(department)] }\n"
        }
        try made.configure("\(CommandFolder.quickFolders)interface: { port: 0 }\nfeeds:\n\(feeds.joined())")
        // Each pull brings the page behind the cursor, where it is there already.
        try made.folder.write(
            """
            page=../feed-$1/$((${GUIJI_CURSOR:-0} + 1)).csv
            [ -f $page ] || exit 0
            cat $page
            echo $((${GUIJI_CURSOR:-0} + 1)) > "$GUIJI_CURSOR_FILE"
            """, to: "feed.sh")
        for delivery in MixedDelivery.register { try made.deliver(delivery) }
        try #require(try made.guiji("run", "-C", "demo", "--as-of", "2025-03-05").status == 0)
        var tokens: [String: String] = [:]
        for department in MixedDelivery.senders {
            tokens[department] = try made.token(of: department)
        }
        return Prepared(folder: made.folder, tokens: tokens)
    }

    private let tokens: [String: String]

    /// - Parameter megabytes: size of a file system in memory that the instance is to have for its own; needs the right to mount one.
    init(megabytes: Int? = nil) throws {
        let prepared = try FaultScene.prepared.get()
        tokens = prepared.tokens
        folder = try TestFolder()
        guiji = Guiji(directory: folder.path)
        try FileManager.default.createDirectory(atPath: "\(folder.path)/demo", withIntermediateDirectories: true)
        if let megabytes { memory = try MemoryDisk(at: "\(folder.path)/demo", megabytes: megabytes) }
        for name in prepared.folder.names("demo").map({ "demo/\($0)" }) + ["feed.sh"] {
            try FileManager.default.copyItem(
                atPath: "\(prepared.folder.path)/\(name)", toPath: "\(folder.path)/\(name)")
        }
        page = try FaultPage(in: folder)
        page[.clock] = FaultScene.beginning - Int(Date().timeIntervalSince1970)
    }

    /// The service first, then what it writes to; the folder goes with the value.
    deinit {
        service = nil
        memory = nil
    }

    // MARK: The service

    @discardableResult
    func start() throws -> RunningService {
        count += 1
        let started = try RunningService(folder, log: "service-\(count).log", environment: page.environment())
        service = started
        return started
    }

    var isRunning: Bool { service?.isRunning ?? false }

    /// Waits until the interface answers, or the service has ended.
    func waitForInterface() { _ = RunningService.wait(seconds: 60) { self.service?.port != nil || !self.isRunning } }

    /// Stands still until it is told to go on; nothing is sent meanwhile.
    func pause() {
        service?.signal(SIGSTOP)
        isPaused = true
    }

    func goOn() {
        service?.signal(SIGCONT)
        isPaused = false
    }

    /// Ends it, whatever it is doing.
    func kill() { _ = service?.stop(SIGKILL) }

    @discardableResult
    func run(_ arguments: String...) throws -> Guiji.Answer {
        try guiji.run(arguments + ["-C", "demo"], environment: page.environment())
    }

    // MARK: Deliveries

    func deliver(_ delivery: FaultDelivery) throws {
        switch delivery.channel {
        case .folder: try drop(delivery.bytes, "demo/inbox/\(delivery.department)", delivery.name)
        case .feed:
            pages[delivery.department, default: 0] += 1
            try drop(delivery.bytes, "feed-\(delivery.department)", "\(delivery.name).csv")
        case .push, .form:
            let isForm = delivery.channel == .form
            let target = isForm ? "entries/\(delivery.name)" : "submissions?name=\(delivery.name)"
            unanswered.append(
                Sent(
                    department: delivery.department,
                    request: PlainRequest(
                        method: "POST", target: "/api/v1/\(target)",
                        headers: [
                            "Authorization": "Bearer \(tokens[delivery.department] ?? "")",
                            "Content-Type": isForm ? "application/json" : "text/csv",
                            "Idempotency-Key": UUID().uuidString,
                        ], body: delivery.bytes)))
            send()
        }
    }

    /// Writes a file beside its place and moves it there whole.
    private func drop(_ bytes: [UInt8], _ place: String, _ name: String) throws {
        try folder.write(bytes, to: "\(place)/.coming")
        guard rename("\(folder.path)/\(place)/.coming", "\(folder.path)/\(place)/\(name)") == 0 else {
            throw CocoaError(.fileWriteUnknown)
        }
    }

    /// Sends what is not answered yet; what gets no answer, or is to be sent later, stays.
    func send() {
        guard !unanswered.isEmpty, !isPaused, let port = service?.port else { return }
        unanswered = unanswered.filter { sent in
            guard let answer = sent.request.send(to: port) else { return true }
            if answer.status >= 500 { return true }
            #expect(answer.status == 202, "\(answer.body)")
            places.append((sent.department, answer.header("Location") ?? ""))
            return false
        }
    }

    /// Waits until all that was delivered is taken in and put away.
    /// - Returns: false where the service ended before, or it takes too long.
    func settle(seconds: Double = 60) -> Bool {
        RunningService.wait(seconds: seconds) {
            self.send()
            return self.isSettled || !self.isRunning
        } && isSettled
    }

    private var isSettled: Bool {
        guard unanswered.isEmpty && isPulled && isEmpty("demo/inbox") && isEmpty("demo/inbox.claimed") else {
            calmSince = nil
            return false
        }
        if openArrivals == 0 { return true }
        // Small deliveries wait in the interface's store until the service's next look; of what `guiji run` took senders may be told later.
        let since = calmSince ?? Date()
        calmSince = since
        return Date().timeIntervalSince(since) > 2
    }

    /// Since when nothing stands in any folder.
    private var calmSince: Date?

    private var openArrivals: Int? {
        var reading = Configuration()
        reading.readonly = true
        return try? DatabaseQueue(path: "\(folder.path)/demo/service.sqlite", configuration: reading).read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM arrival WHERE is_open")
        }
    }

    private func isEmpty(_ inbox: String) -> Bool {
        folder.names(inbox).filter { !$0.hasPrefix(".") }.allSatisfy { folder.names("\(inbox)/\($0)").isEmpty }
    }

    /// Whether the feeds stand behind the last page and have handed it over.
    private var isPulled: Bool {
        pages.allSatisfy { department, count in
            let path = "demo/inbox.claimed/.feeds/\(department)-\(MixedDelivery.feeds[department] ?? "").json"
            let state =
                (try? folder.read(path)).flatMap { try? JSONSerialization.jsonObject(with: Data($0.utf8)) }
                as? [String: Any]
            return state?["cursor"] as? String == String(count) && (state?["pending"] as? [Any])?.isEmpty == true
        }
    }

    /// What senders are told of what they sent, each by the address that it was given, when it is known of all.
    func answers() throws -> [String] {
        for _ in 0..<200 {
            let answers = try ask()
            if !answers.contains(where: { $0.hasSuffix("received") }) { return answers }
            usleep(50_000)
        }
        return try ask()
    }

    private func ask() throws -> [String] {
        let port = try #require(service?.port)
        return try places.map { department, target in
            let request = PlainRequest(
                target: target, headers: ["Authorization": "Bearer \(tokens[department] ?? "")"])
            let text = try #require(request.send(to: port)).body
            let members = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
            return "\(department) \(members?["state"] ?? "")"
        }.sorted()
    }

    /// Whether the service says that it takes deliveries.
    var isReady: Bool {
        service?.port.flatMap { PlainRequest(target: "/health/ready").send(to: $0) }?.status == 200
    }

    /// Delivers everything, stage by stage.
    func deliverAll() throws {
        for stage in MixedDelivery.stages {
            for delivery in stage { try deliver(delivery) }
            try settleOrFail()
        }
    }

    /// Delivers everything, stage by stage; in the middle of the first something happens to the service, and it ends when more has come.
    func deliverAll(begin: () throws -> Void, end: () throws -> Void) throws {
        for (number, stage) in MixedDelivery.stages.enumerated() {
            let half = number == 0 ? stage.count / 2 : stage.count
            for delivery in stage[..<half] { try deliver(delivery) }
            try settleOrFail()
            guard number == 0 else { continue }
            try begin()
            for delivery in stage[half...] { try deliver(delivery) }
            try end()
            try settleOrFail()
        }
    }

    private func settleOrFail() throws {
        try #require(settle(seconds: 120), "\(service?.log.suffix(3000) ?? "")")
    }
}
