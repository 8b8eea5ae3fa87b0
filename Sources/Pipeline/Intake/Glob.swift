/// Matches a file's name with a pattern of `*` (any characters) and `?` (one character), without regard to ASCII case.
enum Glob {
    static func matches(_ name: String, _ pattern: String) -> Bool {
        let text = Array(name.lowercased().unicodeScalars)
        let glob = Array(pattern.lowercased().unicodeScalars)
        var place = 0
        var match = 0
        // Where to go on after a mismatch: behind the last star, one character later.
        var star = -1
        var resume = 0
        while place < text.count {
            if match < glob.count, glob[match] == "?" || glob[match] == text[place], glob[match] != "*" {
                place += 1
                match += 1
            } else if match < glob.count, glob[match] == "*" {
                star = match
                resume = place
                match += 1
            } else if star >= 0 {
                match = star + 1
                resume += 1
                place = resume
            } else {
                return false
            }
        }
        while match < glob.count, glob[match] == "*" { match += 1 }
        return match == glob.count
    }
}
