import Foundation
internal import Model

/// Reads `pipeline.yml`. All but `instance` has a default: the value shown in `Documentation/Configuration.md`.
struct SettingsReader {
    let file: SourceFile
    /// Folder of `pipeline.yml`.
    let folder: String
    let known: KnownNames
    let errors: ErrorList

    private static let keys = [
        "instance", "time_zone", "mappings", "inbox", "claimed", "stores", "limits", "workers", "batch_rows",
        "severities", "repairs", "schedule", "rehearsal", "suspicions", "folders", "containers",
        "interface", "feeds",
    ]

    private static let storeKeys = ["ledger", "disclosure", "loader", "archive", "outbox", "reports", "service"]

    /// The settings, and the folder of the mappings as the file names it; nil where the file is no mapping.
    ///
    /// What a feed names of the mappings is checked when these are read.
    func read() -> (settings: Settings, mappings: String, references: [FeedReferences])? {
        guard let section = YAMLDocument.read(file, errors: errors)?.section(Self.keys) else { return nil }
        let mappings = section["mappings"]?.text() ?? "Mappings"
        let timeZone = timeZone(section["time_zone"])
        let limits = section["limits"]?.section(["row_bytes", "xml_depth"])
        var settings = Settings(
            instance: section.required("instance")?.text() ?? "",
            timeZone: timeZone,
            paths: paths(section, mappings: mappings),
            loader: section["stores"]?.section(Self.storeKeys)?["loader"]?.choice(known.loaders) ?? known.loaders.first
                ?? "",
            rowBytes: limits?["row_bytes"]?.integer(1024...(64 << 20)) ?? 1 << 20,
            xmlDepth: limits?["xml_depth"]?.integer(2...256) ?? 64,
            workers: section["workers"]?.integer(1...256) ?? 2,
            batchRows: section["batch_rows"]?.integer(1...1_000_000) ?? 4096,
            validation: ValidationSettings(
                severities: severities(section["severities"]),
                appliesCodeCandidates: section["repairs"]?.section(["code_candidates"])?["code_candidates"]?
                    .choice(["suggest", "apply"]) == "apply"),
            schedule: ScheduleReader(timeZone: timeZone).read(section["schedule"]),
            rehearsal: rehearsal(section["rehearsal"]))
        settings.suspicions = suspicions(section["suspicions"])
        settings.folders = folders(section["folders"])
        settings.interface = interface(section["interface"])
        settings.containers = containers(section["containers"])
        let feeds = FeedReader(kinds: known.feeds, folder: folder, timeZone: timeZone).read(section["feeds"])
        settings.feeds = feeds.compactMap(\.definition)
        return (settings, mappings, feeds.map(\.references))
    }

    private func rehearsal(_ value: Value?) -> RehearsalSettings {
        let key = "max_compliance_fall"
        let fallback = RehearsalSettings(maximumFall: 1_000_000)
        guard let value = value?.section([key])?[key], let fall = value.millionths() else { return fallback }
        guard (0...100_000_000).contains(fall) else {
            value.note(.outOfRange(from: 0, through: 100))
            return fallback
        }
        return RehearsalSettings(maximumFall: fall)
    }

    private func suspicions(_ value: Value?) -> SuspicionSettings {
        var suspicions = SuspicionSettings()
        guard let section = value?.section(["volume_mad", "volume_months", "serial_density"]) else { return suspicions }
        if let value = section["volume_mad"]?.integer(1...1000) { suspicions.volumeDeviations = value }
        if let value = section["volume_months"]?.integer(3...11) { suspicions.volumeMonths = value }
        if let value = section["serial_density"], let density = value.millionths() {
            if (1...1_000_000).contains(density) {
                suspicions.serialDensity = density
            } else {
                value.note(.outOfRange(from: 0, through: 1))
            }
        }
        return suspicions
    }

    private func folders(_ value: Value?) -> FolderSettings {
        var folders = FolderSettings()
        let keys = ["quiet_seconds", "settle_seconds", "rescan_seconds", "batch_bytes"]
        guard let section = value?.section(keys) else { return folders }
        func seconds(_ key: String, _ most: Int64) -> Double? {
            guard let value = section[key], let millionths = value.millionths() else { return nil }
            guard (0...(most * 1_000_000)).contains(millionths) else {
                value.note(.outOfRange(from: 0, through: Int(most)))
                return nil
            }
            return Double(millionths) / 1_000_000
        }
        folders.quiet = seconds("quiet_seconds", 86_400) ?? folders.quiet
        folders.settle = seconds("settle_seconds", 3600) ?? folders.settle
        folders.rescan = seconds("rescan_seconds", 3600) ?? folders.rescan
        if let bytes = section["batch_bytes"]?.integer(1...(64 << 30)) { folders.batchBytes = bytes }
        return folders
    }

    private func interface(_ value: Value?) -> InterfaceSettings? {
        let keys = ["host", "port", "body_bytes", "check_bytes", "requests_per_minute", "idle_seconds"]
        guard let section = value?.section(keys) else { return nil }
        var interface = InterfaceSettings()
        if let host = section["host"]?.text() { interface.host = host }
        if let port = section["port"]?.integer(0...65535) { interface.port = port }
        if let bytes = section["body_bytes"]?.integer(1...(64 << 30)) { interface.bodyBytes = bytes }
        if let bytes = section["check_bytes"]?.integer(1...(1 << 30)) { interface.checkBytes = bytes }
        if let count = section["requests_per_minute"]?.integer(1...1_000_000) { interface.requestsPerMinute = count }
        if let seconds = section["idle_seconds"]?.integer(1...3600) { interface.idleSeconds = seconds }
        return interface
    }

    private func containers(_ value: Value?) -> ContainerLimits {
        var limits = ContainerLimits()
        let keys = ["depth", "members", "member_bytes", "total_bytes", "ratio"]
        guard let section = value?.section(keys) else { return limits }
        limits.depth = section["depth"]?.integer(0...8) ?? limits.depth
        limits.members = section["members"]?.integer(1...100_000) ?? limits.members
        limits.memberBytes = section["member_bytes"]?.integer(1...(1 << 40)) ?? limits.memberBytes
        limits.totalBytes = section["total_bytes"]?.integer(1...(1 << 40)) ?? limits.totalBytes
        limits.ratio = section["ratio"]?.integer(1...100_000) ?? limits.ratio
        return limits
    }

    private func timeZone(_ value: Value?) -> TimeZone {
        let fallback = TimeZone(identifier: "Asia/Shanghai") ?? .gmt
        return value?.timeZone(or: fallback) ?? fallback
    }

    /// Paths start from the folder of `pipeline.yml`; no two stores share one.
    private func paths(_ section: Section, mappings: String) -> Settings.Paths {
        let stores = section["stores"]?.section(Self.storeKeys)
        var taken: [String: String] = [:]
        func path(_ key: String, _ value: Value?, _ fallback: String) -> String {
            let path = Self.resolve(value?.text() ?? fallback, in: folder)
            if let first = taken.updateValue(key, forKey: path) { (value ?? section.place).note(.excludes(key: first)) }
            return path
        }
        return Settings.Paths(
            mappings: path("mappings", section["mappings"], mappings),
            inbox: path("inbox", section["inbox"], "inbox"),
            claimed: path("claimed", section["claimed"], "\(section["inbox"]?.peekText ?? "inbox").claimed"),
            ledger: path("ledger", stores?["ledger"], "ledger.sqlite"),
            disclosure: path("disclosure", stores?["disclosure"], "disclosure.sqlite"),
            archive: path("archive", stores?["archive"], "archive"),
            outbox: path("outbox", stores?["outbox"], "outbox"),
            reports: path("reports", stores?["reports"], "reports"),
            service: path("service", stores?["service"], "service.sqlite"))
    }

    private func severities(_ value: Value?) -> [String: Severity?] {
        var severities: [String: Severity?] = [:]
        for (name, value) in value?.pairs() ?? [] {
            let rule = name.reference(.rule, in: known.rules)
            let names = Severity.allCases.reversed().map(\.name) + ["off"]
            guard let choice = value.choice(names), let rule else { continue }
            severities.updateValue(Severity(name: choice), forKey: rule)
        }
        return severities
    }

    /// `path` from `folder` on, without `./` and slashes at the end.
    static func resolve(_ path: String, in folder: String) -> String {
        var path = path[...]
        while path.hasPrefix("./") { path = path.dropFirst(2) }
        while path.count > 1, path.hasSuffix("/") { path = path.dropLast() }
        if path.hasPrefix("/") { return String(path) }
        if path == "." || path.isEmpty { return folder.isEmpty ? "." : folder }
        if folder.isEmpty { return String(path) }
        return folder.hasSuffix("/") ? folder + path : "\(folder)/\(path)"
    }
}
