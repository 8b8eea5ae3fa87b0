internal import Foundation
internal import Model
internal import Scheduling

/// Reads `feeds:` of `pipeline.yml`: feeds by name, each with its department, its times, and the settings of its kind.
struct FeedReader {
    let kinds: [FeedKind]
    /// Folder of `pipeline.yml`.
    let folder: String
    let timeZone: TimeZone

    private static let keys = [
        "department", "items", "type", "every", "at", "time_zone", "page_bytes", "timeout",
    ]

    /// The feeds in the order of the file, with what they name of the mappings.
    func read(_ value: Value?) -> [(definition: FeedDefinition?, references: FeedReferences)] {
        (value?.pairs() ?? []).map { name, value in
            let text = name.peekText ?? ""
            if !NameForm.kebab.matches(text) { name.note(.badName(pattern: NameForm.kebab.pattern)) }
            var references = FeedReferences()
            let definition = feed(text, value, &references)
            return (definition, references)
        }
    }

    private func feed(_ name: String, _ value: Value, _ references: inout FeedReferences) -> FeedDefinition? {
        // Of an unknown kind nothing is said about its keys.
        let kind = kinds.first { $0.type == value.peek("type") }
        let ownKeys = kind?.keys ?? kinds.flatMap(\.keys)
        guard let section = value.section(Self.keys + ownKeys.map(\.name)) else { return nil }
        references.department = section.required("department")
        let department = references.department?.text()
        references.items = section["items"]?.list() ?? []
        let items = section["items"].map { _ in references.items.compactMap { $0.text() } }
        let type = section.required("type")?.choice(kinds.map(\.type))
        let rhythm = rhythm(section)
        let pageBytes = section["page_bytes"]?.integer(1...(4 << 30)) ?? 256 << 20
        let timeout = section["timeout"].flatMap { $0.duration() } ?? 600
        guard let kind, type != nil else { return nil }
        let options = FeedOptionReader(folder: folder).read(kind, section, &references)
        guard let department, let rhythm else { return nil }
        return FeedDefinition(
            name: name, type: kind.type, department: department, items: items, rhythm: rhythm, pageBytes: pageBytes,
            timeout: timeout, options: options, folder: folder.isEmpty ? "." : folder)
    }

    private func rhythm(_ section: Section) -> FeedRhythm? {
        let zone = section["time_zone"].map { $0.timeZone(or: timeZone) } ?? timeZone
        switch (section["every"], section["at"]) {
        case (let every?, nil):
            if section["time_zone"] != nil { section["time_zone"]?.note(.needs(key: "at")) }
            return every.duration().map(FeedRhythm.every)
        case (nil, let at?): return at.timetable().map { .at($0, zone) }
        default:
            section.place.note(.oneOf(keys: ["every", "at"]))
            return nil
        }
    }
}

/// What a feed names of the mappings, at its place.
struct FeedReferences {
    var department: Value?
    var items: [Value] = []

    /// - Parameter items: of the catalogue.
    func check(_ departments: [Department], _ items: [Item]) {
        guard let id = department?.reference(.department, in: departments.map(\.id)),
            let department = departments.first(where: { $0.id == id })
        else { return }
        let numbers = Set(department.deliveries.map(\.item))
        let delivered = items.filter { numbers.contains($0.number) }.map(\.id)
        for item in self.items { _ = item.reference(.item, in: delivered) }
    }
}

/// Reads the settings of one kind of feed, as the kind describes them.
struct FeedOptionReader {
    let folder: String

    func read(_ kind: FeedKind, _ section: Section, _ references: inout FeedReferences) -> FeedOptions {
        let options = read(kind.keys, section, &references)
        for keys in kind.oneOf where keys.count(where: { section[$0] != nil }) != 1 {
            section.place.note(.oneOf(keys: keys))
        }
        return options
    }

    private func read(_ keys: [FeedKey], _ section: Section, _ references: inout FeedReferences) -> FeedOptions {
        var options = FeedOptions()
        for key in keys {
            guard let value = key.isRequired ? section.required(key.name) : section[key.name] else { continue }
            for other in key.needs where section[other] == nil { value.note(.needs(key: other)) }
            for other in key.excludes where section[other] != nil { value.note(.excludes(key: other)) }
            options[key.name] = read(key, value, &references)
        }
        return options
    }

    private func read(_ key: FeedKey, _ value: Value, _ references: inout FeedReferences) -> FeedOptions.Value? {
        switch key.shape {
        case .text:
            guard let text = value.text() else { return nil }
            if key.beforeSecrets.contains(where: text.lowercased().contains) { value.note(.secretInPlain) }
            return .text(text)
        case .flag: return value.flag().map(FeedOptions.Value.flag)
        case .choice(let names): return value.choice(names).map(FeedOptions.Value.text)
        case .integer(let range): return value.integer(range).map(FeedOptions.Value.integer)
        case .duration: return value.duration().map(FeedOptions.Value.integer)
        case .path: return value.text().map { .text(SettingsReader.resolve($0, in: folder)) }
        case .texts:
            guard let list = value.list() else { return nil }
            if list.isEmpty { value.note(.wrongShape(expected: .list)) }
            return .texts(list.compactMap { $0.text() })
        case .secret: return secret(value).map(FeedOptions.Value.secret)
        case .variables:
            return .pairs(
                pairs(value) { value in
                    value.isMapping
                        ? secret(value).map(FeedOptions.Value.secret) : value.text().map(FeedOptions.Value.text)
                })
        case .items:
            return .pairs(
                pairs(value) { value in
                    references.items.append(value)
                    return value.text().map(FeedOptions.Value.text)
                })
        case .section(let keys):
            return value.section(keys.map(\.name)).map { .section(read(keys, $0, &references)) }
        }
    }

    private func pairs(_ value: Value, _ read: (Value) -> FeedOptions.Value?) -> [String: FeedOptions.Value] {
        var pairs: [String: FeedOptions.Value] = [:]
        for (name, value) in value.pairs() ?? [] { pairs[name.peekText ?? ""] = read(value) }
        return pairs
    }

    /// What stands in its place is never shown: it may be the secret.
    private func secret(_ value: Value) -> Secret? {
        guard value.isMapping else {
            value.note(.wrongShape(expected: .secret))
            return nil
        }
        guard let section = value.section(["env", "file"]) else { return nil }
        switch (section["env"], section["file"]) {
        case (let name?, nil): return name.text().map(Secret.environment)
        case (nil, let path?): return path.text().map { .file(SettingsReader.resolve($0, in: folder)) }
        default:
            value.note(.oneOf(keys: ["env", "file"]))
            return nil
        }
    }
}

extension Value {
    /// Seconds, written as `90s`, `15m`, `6h`, `1d`.
    func duration() -> Int? {
        guard let seconds = peekText.flatMap(Durations.parse) else {
            note(.wrongShape(expected: .duration))
            return nil
        }
        return seconds
    }
}
