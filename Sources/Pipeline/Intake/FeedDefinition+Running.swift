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
    ///
    /// Where the last pull was at a time that is still to come, the clock was set back: it is due at once rather than when that time is there.
    /// - Parameter since: from when on it is looked after.
    package func due(
        _ state: FeedState, since: Int, now: Int, calendar: WorkingCalendar
    ) throws(MissingCalendarYear) -> Int? {
        if let last = [state.started, state.failed].compactMap(\.self).max(), last > now + 60 { return now }
        if state.failures > 0, let retry = state.retry { return retry }
        return try rhythm.next(after: state.started, since: since, calendar: calendar)
    }
}
