package import Model

/// What a configuration may name besides what it defines itself.
package struct KnownNames: Sendable {
    /// Ids of all validation rules, which `severities` may name.
    package var rules: [String]
    /// The formats that files may have.
    package var formats: [FileFormat]
    /// Types of loaders; the first is the default.
    package var loaders: [String]
    package var feeds: [FeedKind]

    package init(rules: [String], formats: [FileFormat], loaders: [String], feeds: [FeedKind] = []) {
        self.rules = rules
        self.formats = formats
        self.loaders = loaders
        self.feeds = feeds
    }
}
