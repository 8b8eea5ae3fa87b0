import Foundation
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// What the interface of a service answered.
struct InterfaceAnswer {
    var status: Int
    /// Of its body, where that is a JSON object.
    var members: [String: Any]
    var text: String
    var location: String?

    /// The answer to a request.
    static func to(
        _ method: String, _ address: String, token: String? = nil, _ body: Data? = nil, type: String = "text/csv"
    ) async throws -> InterfaceAnswer {
        var request = URLRequest(url: try #require(URL(string: address)))
        request.httpMethod = method
        if let token { request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization") }
        if body != nil { request.setValue(type, forHTTPHeaderField: "Content-Type") }
        request.httpBody = body
        let (data, response) = try await URLSession.shared.data(for: request)
        let answer = try #require(response as? HTTPURLResponse)
        return InterfaceAnswer(
            status: answer.statusCode,
            members: (try? JSONSerialization.jsonObject(with: data) as? [String: Any]) ?? [:],
            text: String(decoding: data, as: UTF8.self), location: answer.value(forHTTPHeaderField: "Location"))
    }
}

extension CommandFolder {
    /// Folders that are looked at often, and files that are taken soon.
    static let quickFolders = "\nfolders: { quiet_seconds: 0.2, settle_seconds: 0.1, rescan_seconds: 1 }\n"

    /// Puts more behind the settings of the instance `demo`.
    func configure(_ more: String) throws {
        try folder.write(folder.read("demo/pipeline.yml") + more, to: "demo/pipeline.yml")
    }

    /// A new token for the interface.
    func token(of department: String, _ more: String...) throws -> String {
        let given = try guiji.run(["token", "add", "-C", "demo", "--department", department] + more)
        try #require(given.status == 0, "\(given.error)")
        return given.text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Receipts in the instance's outbox, for one department or for all.
    func receipts(of department: String? = nil) -> [String] {
        (department.map { [$0] } ?? folder.names("demo/outbox")).flatMap { department in
            folder.names("demo/outbox/\(department)").filter { $0.hasSuffix(".receipt.json") }
        }.sorted()
    }
}
