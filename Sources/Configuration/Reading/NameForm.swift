/// What the names of things are made of.
enum NameForm {
    /// Items, presets, departments, lists: also file names and, for items, tables.
    case kebab
    /// Fields: also columns of tables.
    case snake

    var pattern: String {
        switch self {
        case .kebab: "a-z 0-9 -"
        case .snake: "a-z 0-9 _"
        }
    }

    /// Lower-case ASCII letters, digits and the separator, a letter first, at most 63 bytes (what databases take).
    func matches(_ name: String) -> Bool {
        let separator = self == .kebab ? UInt8(ascii: "-") : UInt8(ascii: "_")
        guard let first = name.utf8.first, (97...122).contains(first), name.utf8.count <= 63 else { return false }
        return name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == separator }
    }
}
