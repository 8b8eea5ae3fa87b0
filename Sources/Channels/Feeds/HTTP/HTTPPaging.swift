import Foundation
import Model

/// How an interface's pages follow one another.
struct HTTPPaging: Sendable {
    /// Which page.
    enum Place: Hashable, Codable, Sendable {
        case start
        case cursor(String)
        case number(Int)
        /// A whole address on the interface's own host.
        case address(String)
    }

    private enum Way: String { case none, cursor, number, link }

    private let way: Way
    /// Where the next cursor stands in a page: a JSON pointer.
    private let pointer: String
    private let parameter: String
    private let firstNumber: Int
    private let size: Int?
    private let sizeParameter: String
    /// Where the rows stand: a JSON pointer to their array, or the name of the XML element that is a row.
    let rows: String?
    /// Whether a pull goes on where the last one ended.
    let resumes: Bool

    init(_ options: FeedOptions?, format: HTTPFormat) throws {
        way = options?.text("by").flatMap(Way.init) ?? .none
        pointer = options?.text("next") ?? ""
        parameter = options?.text("parameter") ?? (way == .number ? "page" : "cursor")
        firstNumber = options?.integer("first") ?? 1
        size = options?.integer("size")
        sizeParameter = options?.text("size_parameter") ?? "size"
        rows = options?.text("rows")
        resumes = way != .none && options?.flag("resume") ?? true
        if way == .cursor, pointer.isEmpty || format != .json {
            throw FeedFailure(
                chinese: "pages.by 为 cursor 时，format 须为 json，并以 pages.next（JSON 指针，如 /next）指明下一页的游标。",
                english:
                    "Pages by cursor need the format json, and pages.next: a JSON pointer such as /next to the next cursor.",
                isTemporary: false)
        }
    }

    var first: Place { way == .number ? .number(firstNumber) : .start }

    func request(_ place: Place, base: URLComponents) throws -> URLComponents {
        if case .address(let text) = place {
            guard let address = URLComponents(string: text) else { throw HTTPAddress.malformed }
            return address
        }
        var address = base
        var items = base.queryItems ?? []
        func set(_ name: String, _ value: String) {
            items.removeAll { $0.name == name }
            items.append(URLQueryItem(name: name, value: value))
        }
        if let size { set(sizeParameter, "\(size)") }
        switch place {
        case .cursor(let cursor): set(parameter, cursor)
        case .number(let number): set(parameter, "\(number)")
        case .start, .address: break
        }
        address.queryItems = items.isEmpty ? nil : items
        // A plus in a query is a space to most who read it.
        address.percentEncodedQuery = address.percentEncodedQuery?.replacing("+", with: "%2B")
        return address
    }

    /// The page behind this one; nil at the end.
    func next(
        after place: Place, _ content: HTTPContent, _ answer: HTTPSession.Answer, base: URLComponents
    ) throws -> Place? {
        switch way {
        case .none: return nil
        case .cursor:
            guard let cursor = content.text(at: pointer), !cursor.isEmpty else { return nil }
            // Whoever gives the next cursor for ever ends with a page without rows, or with the same cursor.
            if place == .cursor(cursor) || (!content.hasRows && rows != nil) { return nil }
            if cursor.hasPrefix("http://") || cursor.hasPrefix("https://") {
                return .address(try HTTPAddress.resolve(cursor, from: answer.address, base: base))
            }
            return .cursor(cursor)
        case .number:
            guard case .number(let number) = place, content.hasRows else { return nil }
            if let size, let count = content.rowCount, count < size { return nil }
            return .number(number + 1)
        case .link:
            guard let target = LinkHeader.next(in: answer.links) else { return nil }
            return .address(try HTTPAddress.resolve(target, from: answer.address, base: base))
        }
    }
}

/// Addresses that an interface may send us to.
enum HTTPAddress {
    static let malformed = FeedFailure(
        chinese: "地址无法解析，应为 http:// 或 https:// 开头，不含用户名和密码。",
        english: "The address cannot be read; it begins with http:// or https:// and holds no user or password.",
        isTemporary: false)

    /// An address found in an answer, which has to be on the interface's own host: nobody else gets its secrets.
    static func resolve(_ text: String, from address: URLComponents, base: URLComponents) throws -> String {
        guard let found = URL(string: text, relativeTo: address.url)?.absoluteURL,
            let target = URLComponents(url: found, resolvingAgainstBaseURL: true)
        else { throw malformed }
        guard target.scheme == base.scheme, target.host?.lowercased() == base.host?.lowercased(),
            port(target) == port(base), target.user == nil, target.password == nil
        else {
            throw FeedFailure(
                chinese: "接口转到别的主机 \(target.host ?? "")，没有跟去。",
                english: "The interface sends us to another host, \(target.host ?? ""), which was not followed.",
                isTemporary: false)
        }
        return found.absoluteString
    }

    private static func port(_ address: URLComponents) -> Int { address.port ?? (address.scheme == "https" ? 443 : 80) }
}

/// `Link:` headers (RFC 8288).
enum LinkHeader {
    /// The target of the first link whose relation is `next`.
    static func next(in headers: [String]) -> String? {
        for header in headers {
            var rest = header[...]
            while let open = rest.firstIndex(of: "<"), let close = rest[open...].firstIndex(of: ">") {
                let target = rest[rest.index(after: open)..<close]
                rest = rest[rest.index(after: close)...]
                let parameters = rest.prefix { $0 != "<" }
                for parameter in parameters.split(whereSeparator: { $0 == ";" || $0 == "," }) {
                    let parts = parameter.split(separator: "=", maxSplits: 1).map {
                        $0.trimmingCharacters(in: CharacterSet(charactersIn: " \t\""))
                    }
                    if parts.count == 2, parts[0].lowercased() == "rel",
                        parts[1].lowercased().split(separator: " ").contains("next")
                    {
                        return String(target)
                    }
                }
            }
        }
        return nil
    }
}
