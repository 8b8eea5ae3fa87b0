/// HTML that is safe by construction: literals stand as they are, every interpolated text is escaped.
package struct Markup: Sendable, ExpressibleByStringInterpolation {
    package private(set) var html: String

    package init(stringLiteral value: String) { html = value }

    package init(stringInterpolation: StringInterpolation) { html = stringInterpolation.html }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var html = ""

        package init(literalCapacity: Int, interpolationCount: Int) {
            html.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        package mutating func appendLiteral(_ literal: String) { html += literal }
        package mutating func appendInterpolation(_ text: String) { html += Markup.escaped(text) }
        package mutating func appendInterpolation(_ number: Int) { html += String(number) }
        package mutating func appendInterpolation(_ markup: Markup) { html += markup.html }
        package mutating func appendInterpolation(_ list: [Markup]) { for markup in list { html += markup.html } }
    }

    package static func += (left: inout Markup, right: Markup) { left.html += right.html }

    /// Text for element content and quoted attributes. What no page should hold (controls, direction overrides) becomes U+FFFD.
    static func escaped(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(isHidden(scalar) ? "\u{FFFD}" : scalar)
            }
        }
        return result
    }

    /// Whether a character shows nothing and does something: controls, direction overrides, what XML forbids.
    static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\t", "\n": false
        case "\u{0}"..<"\u{20}", "\u{7F}"..<"\u{A0}", "\u{200E}", "\u{200F}", "\u{202A}"..."\u{202E}",
            "\u{2066}"..."\u{2069}", "\u{FFFE}", "\u{FFFF}":
            true
        default: false
        }
    }
}

extension Markup {
    /// Chinese first, English second and smaller.
    static func both(_ chinese: String, _ english: String) -> Markup {
        "\(chinese)<span class=\"en\" lang=\"en\">\(english)</span>"
    }
}
