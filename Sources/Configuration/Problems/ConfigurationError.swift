/// One mistake in the configuration: where it stands, what it is, and the valid name that comes nearest.
///
/// Printed as `Mappings/departments/culture.yml:14: columns.licnce_number: 未知字段 / unknown field; 是否指 licence_number? /
/// did you mean licence_number?`.
package struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Path as an administrator knows it: relative to the folder of the instance.
    package var file: String
    /// 1-based; 0 when the mistake is about the file as a whole.
    package var line: Int
    /// Keys from the top of the file, joined by dots; positions in lists are left to the line. Within a delivery the path starts anew.
    package var key: String
    package var problem: ConfigurationProblem
    /// The valid name nearest to what stands there.
    package var nearest: String?

    package init(file: String, line: Int, key: String, problem: ConfigurationProblem, nearest: String? = nil) {
        self.file = file
        self.line = line
        self.key = key
        self.problem = problem
        self.nearest = nearest
    }

    package var description: String {
        var text = file
        if line > 0 { text += ":\(line)" }
        text += ": "
        if !key.isEmpty { text += "\(key): " }
        text += "\(problem.chinese) / \(problem.english)"
        if let nearest { text += "; 是否指 \(nearest)? / did you mean \(nearest)?" }
        return text
    }
}

/// All mistakes of all files, by file and line: whoever mends the configuration sees everything at once.
package struct ConfigurationErrors: Error, Sendable, Equatable, CustomStringConvertible {
    package var errors: [ConfigurationError]

    package init(_ errors: [ConfigurationError]) {
        var distinct: [ConfigurationError] = []
        for error in errors.sorted(by: { ($0.file, $0.line, $0.key) < ($1.file, $1.line, $1.key) })
        where distinct.last != error { distinct.append(error) }
        self.errors = distinct
    }

    package var description: String { errors.map(\.description).joined(separator: "\n") }
}

/// Where the readers put the mistakes they meet, so that reading goes on.
final class ErrorList {
    private(set) var errors: [ConfigurationError] = []

    func add(_ error: ConfigurationError) { errors.append(error) }

    func add(file: String, line: Int = 0, key: String = "", _ problem: ConfigurationProblem, nearest: String? = nil) {
        errors.append(ConfigurationError(file: file, line: line, key: key, problem: problem, nearest: nearest))
    }
}
