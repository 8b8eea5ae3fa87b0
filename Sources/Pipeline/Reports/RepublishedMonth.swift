import Ledger

/// A month whose publication was done again from the archive, beside what was logged when it was published.
package struct RepublishedMonth: Sendable, Equatable, CustomStringConvertible {
    package var month: String
    /// Digests of the manifests, SHA-256: as logged, and now.
    package var logged: String
    package var now: String
    /// Whether the figures are those that were published, whatever program and configuration counted them.
    package var hasSameFigures: Bool

    init(_ decision: Decision, _ published: PublishedMonth) {
        month = decision.detail["month"] ?? ""
        logged = decision.detail["sha256"] ?? ""
        now = published.sha
        hasSameFigures = decision.detail["figures_sha256"] == published.figures
    }

    /// Whether anything is other than it was published.
    var isOther: Bool { logged != now }

    package var description: String {
        let what =
            hasSameFigures
            ? "数字相同，文件不同（程序、配置或 pandoc 换过版本） the same figures in other files: program, configuration or pandoc changed"
            : "数字与发布时不同 the figures are not those that were published"
        return """
            定稿 published \(month)：\(what)
              发布时 then  SHA-256 \(logged)
              重建后 now   SHA-256 \(now)
              核对 next    guiji report verify \(month)
            """
    }
}

/// The digests of a publication, SHA-256.
struct PublishedMonth {
    /// Of the manifest.
    var sha: String
    /// Of the figures without the versions of program and configuration.
    var figures: String
}
