/// How wide texts are: a Chinese character takes two columns, a Latin one takes one.
enum TextWidth {
    static func of(_ text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + of($1) } }

    /// Lines none of which is wider than `width` columns; broken anywhere, as Chinese is.
    static func lines(_ text: String, width: Int) -> [String] {
        var lines: [String] = []
        var line = String.UnicodeScalarView()
        var used = 0
        for scalar in text.unicodeScalars {
            let needed = of(scalar)
            if used + needed > width, !line.isEmpty {
                lines.append(String(line))
                line = .init()
                used = 0
            }
            if scalar == " ", line.isEmpty { continue }
            line.append(scalar)
            used += needed
        }
        if !line.isEmpty || lines.isEmpty { lines.append(String(line)) }
        return lines
    }

    private static func of(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x300...0x36F, 0x200B...0x200F: 0
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x20000...0x3FFFD:
            2
        default: 1
        }
    }
}
