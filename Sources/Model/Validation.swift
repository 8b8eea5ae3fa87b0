/// Settings of one running instance that decide what rules do (pipeline.yml).
package struct ValidationSettings: Sendable {
    /// Changed severities; nil switches a rule off.
    package var severities: [String: Severity?]
    /// Whether a unique, agreeing candidate for a wrong code takes effect by itself.
    package var appliesCodeCandidates: Bool

    package init(severities: [String: Severity?] = [:], appliesCodeCandidates: Bool = false) {
        self.severities = severities
        self.appliesCodeCandidates = appliesCodeCandidates
    }
}
