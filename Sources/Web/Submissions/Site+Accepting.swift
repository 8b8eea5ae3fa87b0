import Foundation
import HTTPTypes
import Hummingbird
import Model

extension Site {
    /// Accepts an arrival whose bytes have come, or answers as the first time where its key was used before; then, and where it fails, a file
    /// of them is removed.
    /// - Parameter content: its bytes, where it is small; otherwise they are a file.
    func accept(_ arrival: Arrival, content: Data?) async throws -> Response {
        var isTaken = false
        defer { if !isTaken, content == nil { unlink(arrivals.path(arrival.id)) } }
        let (accepted, isNew) = try await arrivals.accept(arrival, content: content)
        isTaken = isNew
        guard isNew else { return try again(accepted, arrival.request) }
        return answer(accepted, isReplayed: false)
    }

    /// The answer of before, where a key was used before.
    /// - Parameter request: what makes two requests the same.
    func replayed(_ key: String?, _ request: String, of department: String) throws -> Response? {
        guard let key, let known = try arrivals.store.find(key: key, of: department) else { return nil }
        return try again(known, request)
    }

    private func again(_ known: Arrival, _ request: String) throws -> Response {
        guard known.request == request else {
            throw Problem(
                .keyReused, chinese: "Idempotency-Key 已用于另一次内容不同的请求；新的报送请换新的键",
                english:
                    "This Idempotency-Key belongs to a request with other content; use a new one for a new delivery")
        }
        return answer(known, isReplayed: true)
    }

    private func answer(_ arrival: Arrival, isReplayed: Bool) -> Response {
        var headers: HTTPFields = [.location: "/api/v1/submissions/\(arrival.id)"]
        if isReplayed { headers[.idempotentReplayed] = "true" }
        return .json(SubmissionAnswer(arrival, site: self).value([]), status: .accepted, headers: headers)
    }
}
