import Model

/// Colours that colour-blind readers tell apart (Okabe and Ito, 2008), and hatching for what needs attention, for black-and-white print.
enum Palette {
    static func colour(_ outcome: Outcome) -> String {
        switch outcome {
        case .published: "#009E73"
        case .updated: "#56B4E9"
        case .unchanged: "#0072B2"
        case .duplicate: "#F0E442"
        case .stale: "#999999"
        case .overruled: "#CC79A7"
        case .unattributed: "#E69F00"
        case .withheld: "#444444"
        case .rejected: "#D55E00"
        }
    }

    /// What fills a bar's part.
    static func fill(_ outcome: Outcome) -> String {
        switch outcome {
        case .rejected, .unattributed: "url(#hatch-\(outcome.name))"
        default: colour(outcome)
        }
    }

    /// The definitions that ``fill(_:)`` refers to; once a page.
    static var definitions: Markup {
        let patterns = [(Outcome.rejected, 45), (.unattributed, -45)].map { outcome, angle -> Markup in
            """
            <pattern id="hatch-\(outcome.name)" width="6" height="6" patternUnits="userSpaceOnUse" \
            patternTransform="rotate(\(angle))"><rect width="6" height="6" fill="\(colour(outcome))"/>\
            <rect width="1.6" height="6" fill="#fff" fill-opacity=".7"/></pattern>
            """
        }
        return "<svg class=\"defs\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs>\(patterns)</defs></svg>\n"
    }

    static func name(_ severity: Severity) -> (chinese: String, english: String) {
        switch severity {
        case .error: ("错误", "error")
        case .warning: ("警告", "warning")
        case .notice: ("提示", "notice")
        }
    }

    /// A mark that says how bad by word, shape and colour.
    static func badge(_ severity: Severity) -> Markup {
        let sign = severity == .error ? "✕" : severity == .warning ? "▲" : "●"
        let name = name(severity)
        return
            "<span class=\"badge \(severity.name)\">\(sign) \(name.chinese) <span lang=\"en\">\(name.english)</span></span>"
    }
}
