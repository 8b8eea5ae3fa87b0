import Testing

@testable import GuijiConfiguration

/// One change to a good configuration, and the mistake it must be refused with.
struct Mistake: Sendable, CustomTestStringConvertible {
    let old: String
    let new: String
    let line: Int
    let key: String
    let problem: ConfigurationProblem
    let nearest: String?
    /// Whether the change makes nothing else wrong.
    let alone: Bool

    init(
        _ old: String, _ new: String, _ line: Int, _ key: String, _ problem: ConfigurationProblem,
        nearest: String? = nil,
        alone: Bool = true
    ) {
        (self.old, self.new, self.line, self.key) = (old, new, line, key)
        (self.problem, self.nearest, self.alone) = (problem, nearest, alone)
    }

    var testDescription: String { new.isEmpty ? "without \(old)" : new }

    func check(in file: String) throws {
        var instance = InstanceFolder()
        instance.replace(file, old, new)
        let expected = ConfigurationError(file: file, line: line, key: key, problem: problem, nearest: nearest)
        let errors = try instance.errors()
        #expect(alone ? errors == [expected] : errors.contains(expected), "\(errors)")
    }
}
