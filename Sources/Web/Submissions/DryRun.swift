import Foundation
import GuijiConfiguration
import HTTPTypes
import Hummingbird
import Model
import Pipeline
import Synchronization

/// `POST /api/v1/submissions?dry-run`: the same validation, publishing nothing; receipt and repair file are kept for an hour.
struct DryRun: Sendable {
    let site: Site

    func callAsFunction(_ request: Request, _ token: AccessToken, name: String, items: [String]?) async throws
        -> Response
    {
        let id = AccessToken.random(15)
        let folder = try site.dryRuns.begin(id)
        do {
            let path = "\(folder)/in/\(name)"
            let upload = try await Upload.receive(request, to: path, limit: site.interface.checkBytes)
            let configuration = site.configuration()
            let options = { () -> RunOptions in
                var options = RunOptions()
                options.source = token.department
                options.items = items
                return options
            }()
            let results = try await site.dryRuns.checking {
                try upload.content?.write(to: URL(filePath: path))
                return try Check(configuration)(path, options: options, folder: "\(folder)/answer", work: folder)
            }
            unlink(path)
            var arrival = Arrival(
                id: id, token: token.id, department: token.department, channel: DeliveryRow.checkChannel, name: name,
                digest: upload.digest, size: upload.size, received: Int(Date().timeIntervalSince1970), items: items,
                claim: "", request: "")
            arrival.parts = results.compactMap { result in
                let ending = ".receipt.json"
                return result.files.first { $0.hasSuffix(ending) }.map {
                    Arrival.Part(submission: 0, receipt: String($0.dropLast(ending.count)))
                }
            }
            site.dryRuns.keep(arrival)
            return .json(
                SubmissionAnswer(arrival, site: site).value(arrival.receipts),
                headers: [.location: "/api/v1/submissions/\(id)"])
        } catch {
            try? FileManager.default.removeItem(atPath: folder)
            throw error
        }
    }
}

/// Checks whose answers can still be had: those of the last hour, and so many at most; the oldest go first.
final class DryRuns: Sendable {
    private let folder: String
    /// In the order in which they were made.
    private let kept = Mutex<[Arrival]>([])
    /// One at a time: a check may take all cores.
    private let queue = DispatchQueue(label: "guiji.checks")
    private static let lifetime = 3600
    /// Of all departments.
    static let most = 200

    /// - Parameter folder: what was left in it is removed.
    init(folder: String) throws {
        self.folder = folder
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    func begin(_ id: String) throws -> String {
        let path = "\(folder)/\(id)"
        try FileManager.default.createDirectory(
            atPath: "\(path)/in", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        return path
    }

    func checking<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Swift.Result { try body() }) }
        }
    }

    func keep(_ arrival: Arrival) {
        let old = kept.withLock { kept in
            kept.append(arrival)
            let count = max(
                kept.count - DryRuns.most,
                kept.firstIndex { $0.received + DryRuns.lifetime >= arrival.received } ?? kept.count)
            defer { kept.removeFirst(max(0, count)) }
            return kept.prefix(max(0, count)).map(\.id)
        }
        for id in old { try? FileManager.default.removeItem(atPath: "\(folder)/\(id)") }
    }

    func find(_ id: String, of department: String) -> Arrival? {
        let oldest = Int(Date().timeIntervalSince1970) - DryRuns.lifetime
        return kept.withLock { kept in
            kept.first { $0.id == id && $0.department == department && $0.received > oldest }
        }
    }
}
