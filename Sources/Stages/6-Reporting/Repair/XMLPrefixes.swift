/// Namespace prefixes of a row's tags. A row that is cut out of its file loses the declarations around it; what they stood for is not
/// kept, since names are matched without their prefixes, so a repair file declares each prefix anew.
enum XMLPrefixes {
    /// Declarations for the prefixes, in order.
    static func declarations(_ prefixes: Set<String>) -> String {
        prefixes.sorted().map { " xmlns:\($0)=\"urn:guiji:repair:\($0)\"" }.joined()
    }

    /// The prefix of a qualified name, unless it needs no declaration.
    static func prefix(of name: some StringProtocol) -> String? {
        guard let colon = name.unicodeScalars.firstIndex(of: ":"), colon != name.startIndex else { return nil }
        let prefix = String(name[..<colon])
        return prefix == "xml" || prefix == "xmlns" ? nil : prefix
    }

    /// Prefixes that the element's tags use, without those that it declares itself.
    static func undeclared(in text: String) -> Set<String> {
        var used: Set<String> = []
        var declared: Set<String> = []
        var name = ""
        var isInTag = false
        var quote: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            guard isInTag else {
                isInTag = scalar == "<"
                continue
            }
            if let open = quote {
                if scalar == open { quote = nil }
                continue
            }
            switch scalar {
            case "\"", "'": quote = scalar
            case "=", ">", "/", " ", "\t", "\n", "\r":
                if name.hasPrefix("xmlns:") { declared.insert(String(name.dropFirst(6))) }
                if let prefix = prefix(of: name) { used.insert(prefix) }
                name = ""
                if scalar == ">" { isInTag = false }
            default: name.unicodeScalars.append(scalar)
            }
        }
        return used.subtracting(declared)
    }
}
