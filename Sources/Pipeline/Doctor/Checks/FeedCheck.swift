import Channels
import GuijiConfiguration
import Model

/// The feeds were pulled when they were due, and gave what they have.
enum FeedCheck {
    /// Seconds after which a feed that is due should have been pulled.
    private static let patience = 3600

    static let check = DoctorCheck("feeds", "数据源 feeds") { patient in
        let feeds = patient.settings.feeds
        guard !feeds.isEmpty else { return [Diagnosis(.well, "没有设数据源", "there are no feeds")] }
        let found = try feeds.compactMap { try diagnosis(of: $0, patient) }
        return found.isEmpty ? [Diagnosis(.well, "\(feeds.count) 个", "\(feeds.count)")] : found
    }

    /// nil where it is well.
    private static func diagnosis(of feed: FeedDefinition, _ patient: Patient) throws -> Diagnosis? {
        let state = try FeedFolder(claimed: patient.settings.paths.claimed, feed: feed.name).state()
        if state.failures > 0 {
            let error = state.error ?? ""
            return Diagnosis(
                .warning, "\(feed.name) 连续 \(state.failures) 次没有取成：\(error)",
                "\(feed.name) failed \(state.failures) times: \(error)",
                mend: "改正后 mend it, then: guiji feed pull \(feed.name)")
        }
        // One that was never pulled is new; when its calendar ends the calendar's own check tells.
        guard let started = state.started,
            let due = try? feed.due(
                state, since: started, now: patient.now, calendar: patient.configuration.catalogue.calendar),
            due < patient.now - patience
        else { return nil }
        return Diagnosis(
            .warning, "\(feed.name) 应在 \((patient.now - due) / 60) 分钟前取，没有取",
            "\(feed.name) was due \((patient.now - due) / 60) minutes ago and was not pulled",
            mend: "服务在运行吗 is the service running: guiji serve")
    }
}
