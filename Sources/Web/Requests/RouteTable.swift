/// The addresses there are, by path; `{name}` stands for any one part.
struct RouteTable: Sendable {
    struct Route: Sendable, Hashable {
        var method: String
        var path: String
    }

    private(set) var routes: [Route] = []

    mutating func add(_ method: String, _ path: String) { routes.append(Route(method: method, path: path)) }

    /// The methods that an address takes; none where there is no such address.
    func methods(of path: String) -> [String] {
        let parts = path.split(separator: "/")
        return routes.filter { route in
            let own = route.path.split(separator: "/")
            return own.count == parts.count
                && zip(own, parts).allSatisfy { $0 == $1 || ($0.hasPrefix("{") && $0.hasSuffix("}")) }
        }.map(\.method)
    }
}
