import HTTPTypes
import Model

/// The OpenAPI 3.1 document of the interface, made of the very list of endpoints that requests are routed by.
struct OpenAPIDocument {
    let endpoints: [Endpoint]
    let title: String
    /// Ids of the catalogue's items.
    let items: [String]

    var value: JSONValue {
        var paths: [(key: String, value: [(key: String, value: JSONValue)])] = []
        for endpoint in endpoints {
            let operation = (
                key: endpoint.method.rawValue.lowercased(), value: endpoint.operation.value(problems: endpoint.problems)
            )
            if let index = paths.firstIndex(where: { $0.key == endpoint.path }) {
                paths[index].value.append(operation)
            } else {
                paths.append((endpoint.path, [operation]))
            }
        }
        return .object([
            ("openapi", .string("3.1.0")),
            (
                "info",
                .object([
                    ("title", .string("归集接口 Guiji interface：\(title)")), ("version", .string(Program.version)),
                    (
                        "description",
                        .string(
                            "部门以令牌报送、取回执与返修文件。Departments deliver with a token, and fetch receipts and repair files.")
                    ),
                ])
            ),
            ("security", .array([.object([("token", .array([]))])])),
            ("paths", .object(paths.map { ($0.key, .object($0.value)) })),
            (
                "components",
                .object([
                    (
                        "securitySchemes",
                        .object([
                            ("token", .object([("type", .string("http")), ("scheme", .string("bearer"))]))
                        ])
                    ),
                    ("schemas", .object(Schema.components(items: items))),
                ])
            ),
        ])
    }
}
