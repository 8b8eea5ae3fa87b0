internal import Model
internal import Yams

/// A value in a YAML file with its place: what it is asked for and is not becomes a mistake at that place.
struct Value {
    let node: Node
    let file: String
    /// Keys that lead here, joined by dots.
    let key: String
    let line: Int
    let errors: ErrorList

    func note(_ problem: ConfigurationProblem, nearest: String? = nil) {
        errors.add(file: file, line: line, key: key, problem, nearest: nearest)
    }

    /// The same value under another path.
    func at(key: String) -> Value { Value(node: node, file: file, key: key, line: line, errors: errors) }

    /// Where this stands, for a message about another place.
    var place: String { "\(file):\(line)" }

    var isMapping: Bool { node.mapping != nil }
    var isList: Bool { node.sequence != nil }

    /// The scalar's text, without judging anything.
    var peekText: String? { node.scalar?.string }

    /// A scalar under a key, without judging anything.
    func peek(_ key: String) -> String? {
        node.mapping?.first { $0.key.scalar?.string == key }?.value.scalar?.string
    }

    /// The scalar as it stands; nil for what is no scalar and for a plain nothing (`~`, `null`, an empty value).
    private var scalar: String? {
        guard let scalar = node.scalar else { return nil }
        if scalar.style == .plain, ["", "~", "null"].contains(scalar.string) { return nil }
        return scalar.string
    }

    private func expect<Result>(_ shape: ConfigurationProblem.Shape, _ result: Result?) -> Result? {
        if result == nil { note(.wrongShape(expected: shape)) }
        return result
    }

    /// Text that is not empty, without white space at its ends.
    func text() -> String? { expect(.text, scalar.map(trimmed).flatMap { $0.isEmpty ? nil : $0 }) }

    func flag() -> Bool? { expect(.flag, scalar.flatMap(Bool.init)) }

    func integer(_ range: ClosedRange<Int>) -> Int? {
        guard let number = expect(.integer, scalar.flatMap { Int($0) }) else { return nil }
        guard range.contains(number) else {
            note(.outOfRange(from: range.lowerBound, through: range.upperBound))
            return nil
        }
        return number
    }

    /// A decimal number in millionths.
    func millionths() -> Int64? { expect(.decimal, scalar.flatMap(Millionths.parse)) }

    /// A date as days since 1970-01-01.
    func day() -> Int? { expect(.date, scalar.flatMap(CivilDate.parse)) }

    /// One of an enumeration's raw values.
    func choice<Choice: RawRepresentable & CaseIterable>(_ type: Choice.Type) -> Choice?
    where Choice.RawValue == String {
        choice(Choice.allCases.map(\.rawValue)).flatMap(Choice.init(rawValue:))
    }

    func choice(_ names: [String]) -> String? {
        guard let name = scalar, names.contains(name) else {
            note(.wrongShape(expected: .choice(names)), nearest: scalar.flatMap { NearestName.find($0, in: names) })
            return nil
        }
        return name
    }

    /// A name that must be among those known.
    func reference(_ what: ConfigurationProblem.Reference, in names: some Collection<String>) -> String? {
        guard let name = text() else { return nil }
        guard names.contains(name) else {
            note(.unknown(what), nearest: NearestName.find(name, in: names))
            return nil
        }
        return name
    }

    /// The elements of a list, each with its own line; an element keeps the list's path.
    func list() -> [Value]? {
        guard let sequence = expect(.list, node.sequence) else { return nil }
        return sequence.map { Value(node: $0, file: file, key: key, line: $0.mark?.line ?? line, errors: errors) }
    }

    /// A text, or a list of texts.
    func texts() -> [Value]? {
        if isList { return list() }
        guard scalar != nil else { return expect(.textOrList, nil) }
        return [self]
    }

    /// The pairs of a mapping: each key as a value of its own, at its own line.
    func pairs() -> [(name: Value, value: Value)]? {
        guard let mapping = expect(.mapping, node.mapping) else { return nil }
        return mapping.compactMap { nameNode, valueNode in
            let line = nameNode.mark?.line ?? self.line
            guard let name = nameNode.scalar?.string else {
                errors.add(file: file, line: line, key: key, .wrongShape(expected: .text))
                return nil
            }
            let path = key.isEmpty ? name : "\(key).\(name)"
            return (
                Value(node: nameNode, file: file, key: path, line: line, errors: errors),
                Value(node: valueNode, file: file, key: path, line: valueNode.mark?.line ?? line, errors: errors)
            )
        }
    }

    /// A mapping with known keys; every other key is a mistake.
    func section(_ keys: [String]) -> Section? {
        guard let pairs = pairs() else { return nil }
        var values: [String: Value] = [:]
        for (name, value) in pairs {
            let text = name.peekText ?? ""
            if keys.contains(text) {
                // An empty or misplaced value is best shown where its key stands.
                values[text] = value.node.scalar == nil ? value : value.at(line: name.line)
            } else {
                name.note(.unknownKey, nearest: NearestName.find(text, in: keys))
            }
        }
        return Section(place: self, values: values)
    }

    private func at(line: Int) -> Value { Value(node: node, file: file, key: key, line: line, errors: errors) }

    private func trimmed(_ text: String) -> String {
        let from = text.drop { $0.isWhitespace }
        return String(from.prefix(from.count - from.reversed().prefix { $0.isWhitespace }.count))
    }
}
