import HTTPTypes
import Hummingbird
import Model

/// One thing that has to be well for the service to take deliveries.
package struct HealthCheck: Sendable, Equatable {
    package var name: String
    package var isWell: Bool
    /// What is wrong, or how it is.
    package var detail: String

    package init(_ name: String, isWell: Bool, detail: String = "") {
        self.name = name
        self.isWell = isWell
        self.detail = detail
    }
}

/// `/health/live` and `/health/ready`: whether the process answers, and whether it takes deliveries.
struct Health: Sendable {
    let site: Site

    func live(_ request: Request, _ context: WebContext) -> Response { .json(.object([("status", .string("ok"))])) }

    func ready(_ request: Request, _ context: WebContext) -> Response {
        let checks = site.health()
        let isReady = checks.allSatisfy(\.isWell)
        let list = checks.map { check in
            JSONValue.object([
                ("name", .string(check.name)), ("well", .bool(check.isWell)), ("detail", .string(check.detail)),
            ])
        }
        return .json(
            .object([("status", .string(isReady ? "ok" : "unavailable")), ("checks", .array(list))]),
            status: isReady ? .ok : .serviceUnavailable)
    }
}
