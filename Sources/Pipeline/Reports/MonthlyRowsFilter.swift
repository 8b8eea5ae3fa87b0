import Reporting

/// Which of a figure's entries are asked for; what is nil does not narrow.
package struct MonthlyRowsFilter: Sendable {
    /// Id of the department.
    package var source: String?
    package var item: String?
    /// Of the department; empty for departments without one.
    package var region: String?
    /// Empty for what came by none: periods that were owed, and cases.
    package var channel: String?

    package init(source: String? = nil, item: String? = nil, region: String? = nil, channel: String? = nil) {
        self.source = source
        self.item = item
        self.region = region
        self.channel = channel
    }

    func admits(_ entry: EntryKey) -> Bool {
        (source ?? entry.source) == entry.source && (item ?? entry.item) == entry.item
            && (region ?? entry.region) == entry.region && (channel ?? entry.channel) == entry.channel
    }
}
