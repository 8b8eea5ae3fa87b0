/// The elements that the beginning of an XML text has, found by their tags alone: enough to choose a mapping, not to read data.
struct XMLTags {
    struct Element {
        /// Local names in lower case from the root down.
        var path: [String]
        /// Names of children and attributes in order of first appearance.
        var names: [String]
    }

    /// Deeper elements are no rows that a mapping could name.
    private static let deepest = 64

    private(set) var elements: [Element] = []
    private var places: [[String]: Int] = [:]

    init(_ text: String) {
        var path: [String] = []
        for piece in text.split(separator: "<").dropFirst(text.hasPrefix("<") ? 0 : 1) {
            guard let end = piece.firstIndex(of: ">"), let first = piece.first, first != "?", first != "!" else {
                continue
            }
            let tag = piece[..<end]
            if first == "/" {
                if !path.isEmpty { path.removeLast() }
                continue
            }
            let words = tag.split { $0.isWhitespace || $0 == "/" }
            guard let word = words.first else { continue }
            let name = XMLTags.local(word)
            note(name, in: path)
            path.append(name.lowercased())
            for word in words.dropFirst() where word.contains("=") {
                note(XMLTags.local(word.prefix { $0 != "=" }), in: path)
            }
            if tag.hasSuffix("/") { path.removeLast() }
        }
    }

    private static func local(_ name: some StringProtocol) -> String {
        String(name.split(separator: ":").last ?? "")
    }

    private mutating func note(_ name: String, in path: [String]) {
        guard !path.isEmpty, path.count <= XMLTags.deepest else { return }
        let place = places[path] ?? elements.count
        if place == elements.count {
            places[path] = place
            elements.append(Element(path: path, names: []))
        }
        if !elements[place].names.contains(name) { elements[place].names.append(name) }
    }
}
