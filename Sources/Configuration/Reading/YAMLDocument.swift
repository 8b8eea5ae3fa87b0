internal import Yams

/// A YAML file composed into nodes that know their lines.
enum YAMLDocument {
    /// The top of the file; nil, with the mistake noted, where the file cannot be read as one YAML document.
    static func read(_ file: SourceFile, errors: ErrorList) -> Value? {
        guard let text = file.text(errors: errors) else { return nil }
        do {
            // The basic resolver leaves every scalar as the text that stands in the file: 0755 and 1.10 stay what they are.
            let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
            guard let root = try parser.singleRoot() else {
                errors.add(file: file.name, .empty)
                return nil
            }
            // Nodes hold their anchors weakly: the parser has to live while they are looked for.
            let anchored = withExtendedLifetime(parser) { firstAnchored(root) }
            if let anchored {
                errors.add(file: file.name, line: anchored.mark?.line ?? 0, .anchor)
                return nil
            }
            return Value(node: root, file: file.name, key: "", line: root.mark?.line ?? 1, errors: errors)
        } catch let error as YamlError {
            note(error, file: file.name, text: text, errors: errors)
        } catch {
            errors.add(file: file.name, .syntax(String(describing: error)))
        }
        return nil
    }

    /// The first node with an anchor, in the order of the file. It stands before every alias of it, so a document whose aliases
    /// grow exponentially is found out in time linear in the file.
    private static func firstAnchored(_ node: Node) -> Node? {
        if node.anchor != nil { return node }
        switch node {
        case .scalar, .alias: return nil
        case .sequence(let sequence):
            for element in sequence {
                if let found = firstAnchored(element) { return found }
            }
        case .mapping(let mapping):
            for (key, value) in mapping {
                if let found = firstAnchored(key) ?? firstAnchored(value) { return found }
            }
        }
        return nil
    }

    private static func note(_ error: YamlError, file: String, text: String, errors: ErrorList) {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let words = [context?.text, problem].compactMap(\.self).joined(separator: ", ")
            let hint = words.contains("alias") ? " (a text that begins with * needs quotes)" : ""
            errors.add(file: file, line: mark.line, .syntax(words + hint))
        case .duplicatedKeysInMapping(let names, let context):
            for name in names {
                let line = repeatedLine(of: name, after: context.mark, in: text)
                errors.add(file: file, line: line, key: name, .duplicate(first: "\(file):\(context.mark.line)"))
            }
        case .reader(let problem, let offset, _, _):
            let before = text.prefix(offset ?? 0)
            errors.add(file: file, line: 1 + before.count { $0.isNewline }, .syntax(problem))
        default:
            errors.add(file: file, .syntax(String(describing: error)))
        }
    }

    /// Where a key stands again at the same column; the first place where that cannot be told (flow style).
    private static func repeatedLine(of key: String, after mark: Mark, in text: String) -> Int {
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        for (index, line) in lines.enumerated() where index >= mark.line {
            let rest = line.dropFirst(mark.column - 1).drop { $0 == "\"" || $0 == "'" }
            let indent = line.prefix { $0 == " " || $0 == "-" }
            if indent.count >= mark.column - 1, rest.hasPrefix(key), rest.dropFirst(key.count).contains(":") {
                return index + 1
            }
            // The mapping ends where a line stands further left.
            if indent.count < line.count, indent.count < mark.column - 1 { break }
        }
        return mark.line
    }
}
