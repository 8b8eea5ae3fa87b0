/// A change of a published month that later arrivals or corrections made: old and new stand beside each other, what was published stays.
package struct Restatement: Sendable, Equatable {
    /// `2025-03`
    package var month: String
    /// From 1 in each month; what was told together has one number.
    package var number: Int
    package var source: String
    /// Empty for what concerns the department as a whole: its rank.
    package var item: String
    /// What changed: a figure's code; `days_late.3`, `outstanding_age.26`: records by days; `period.2025-03-03/2025-03-09`: how a period
    /// stands; `rank`.
    package var figure: String
    /// A count or a rank in digits, or a period's state; empty where there was none.
    package var old: String
    package var new: String
    package var reason: String
    /// Seconds since 1970.
    package var at: Int
    /// The last run that is in the new figures.
    package var run: Int

    package init(
        month: String, number: Int, source: String, item: String, figure: String, old: String, new: String,
        reason: String, at: Int, run: Int
    ) {
        self.month = month
        self.number = number
        self.source = source
        self.item = item
        self.figure = figure
        self.old = old
        self.new = new
        self.reason = reason
        self.at = at
        self.run = run
    }
}
