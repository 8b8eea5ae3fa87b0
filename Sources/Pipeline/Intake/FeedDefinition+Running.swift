package import Channels
package import GuijiConfiguration
package import Model

extension FeedDefinition {
    /// What pulls the feed.
    package func runner(into spool: Spool) -> FeedRunner {
        FeedRunner(
            FeedSource(
                name: name, type: type, options: options, folder: folder, pageBytes: pageBytes, timeout: timeout),
            department: department, items: items, spool: spool)
    }

    /// When it is to be pulled next, seconds since 1970; nil where its times never come again.
    /// - Parameter since: from when on it is looked after.
    package func due(
        _ state: FeedState, since: Int, calendar: WorkingCalendar
    ) throws(MissingCalendarYear) -> Int? {
        if state.failures > 0, let retry = state.retry { return retry }
        return try rhythm.next(after: state.started, since: since, calendar: calendar)
    }
}
