import HTTPTypes
import Hummingbird
import Logging
import Model

/// Turns whatever fails into a problem document; what is nobody's fault but ours is logged and told without details.
struct ProblemMiddleware: RouterMiddleware {
    typealias Context = WebContext
    /// Methods of the paths there are, to tell a wrong method from a wrong path.
    let routes: RouteTable

    @concurrent
    func handle(
        _ request: Request, context: WebContext, next: @concurrent (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let problem as Problem {
            return problem.response(from: request, context: context)
        } catch let error as HTTPError where error.status == .notFound {
            return unknown(request).response(from: request, context: context)
        } catch let error as HTTPError where error.status.kind == .clientError {
            let problem = Problem(
                error.status == .contentTooLarge ? .tooLarge : .badRequest, chinese: "请求无法读取",
                english: error.body ?? error.status.reasonPhrase)
            return problem.response(from: request, context: context)
        } catch let problem as RefusedFile {
            let told = Problem(.badRequest, chinese: problem.chinese, english: problem.english)
            return told.response(from: request, context: context)
        } catch is CancellationError {
            // The service ends; it said before that it cuts requests off.
            return Problem.broken.response(from: request, context: context)
        } catch {
            context.logger.error(
                "request failed", metadata: ["path": "\(context.endpointPath ?? "?")", "error": "\(error)"])
            return Problem.broken.response(from: request, context: context)
        }
    }

    private func unknown(_ request: Request) -> Problem {
        let methods = routes.methods(of: request.uri.path)
        guard !methods.isEmpty else {
            return Problem(
                .notFound, chinese: "没有该地址；见 /api/v1/openapi.json",
                english: "There is no such address; see /api/v1/openapi.json")
        }
        return Problem(
            .methodNotAllowed, chinese: "该地址只支持 \(methods.joined(separator: "、"))",
            english: "This address takes \(methods.joined(separator: ", ")) only",
            headers: [.allow: methods.joined(separator: ", ")])
    }
}

extension Problem {
    fileprivate static let broken = Problem(
        .broken, chinese: "系统故障，没有受理；请稍后以同样的 Idempotency-Key 重试",
        english: "The request failed and nothing was taken; try again later with the same Idempotency-Key")
}
