/// One key of one item.
struct KeyReference: Hashable {
    var item: Int
    var key: Int64
}

/// What the statements of one key said: enough to tell whether the current one is a change, however many there are.
struct FormerStatements {
    /// The one with the lowest version, and of those that say something else the one with the lowest.
    private var oldest: (content: Int64, version: Int32)?
    private var other: (content: Int64, version: Int32)?

    mutating func add(content: Int64, version: Int32) {
        guard let oldest else {
            oldest = (content, version)
            return
        }
        if content == oldest.content {
            self.oldest = (content, min(oldest.version, version))
        } else if version < oldest.version {
            (self.oldest, other) = ((content, version), oldest)
        } else if other.map({ version < $0.version }) ?? true {
            other = (content, version)
        }
    }

    /// Whether one of them makes it a change: see ``CurrentStatement/isChange(from:to:)``.
    func isChange(to current: (content: Int64, version: Int32)) -> Bool {
        guard let former = oldest?.content == current.content ? other : oldest else { return false }
        return CurrentStatement.isChange(from: former, to: current)
    }
}
