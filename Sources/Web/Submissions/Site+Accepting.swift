import HTTPTypes
import Hummingbird
import Model

extension Site {
    /// Accepts an arrival whose bytes have come, or answers as the first time where its key was used before.
    func accept(_ arrival: Arrival) async throws -> Response {
        if let key = arrival.key, let known = try await arrivals.store.find(key: key, of: arrival.department) {
            return try again(known, arrival)
        }
        let (accepted, isNew) = try await arrivals.accept(arrival)
        guard isNew else { return try again(accepted, arrival) }
        return answer(accepted, isReplayed: false)
    }

    private func again(_ known: Arrival, _ arrival: Arrival) throws -> Response {
        guard known.request == arrival.request, known.digest == arrival.digest else {
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
        return .json(SubmissionAnswer(arrival, site: self).value(receipt: nil), status: .accepted, headers: headers)
    }
}
