import Foundation
internal import Model
internal import Scheduling

/// Reads `schedule:` of `pipeline.yml`: jobs by name, each with its times, its time zone and its arguments.
struct ScheduleReader {
    /// The zone of a job that names none.
    let timeZone: TimeZone

    private static let keys = ["at", "job", "time_zone", "catch_up", "with"]

    /// The jobs in the order of the file.
    func read(_ value: Value?) -> [JobDefinition] {
        (value?.pairs() ?? []).compactMap { name, value in
            let text = name.peekText ?? ""
            if !NameForm.kebab.matches(text) { name.note(.badName(pattern: NameForm.kebab.pattern)) }
            return value.section(Self.keys).flatMap { job(text, $0) }
        }
    }

    private func job(_ name: String, _ section: Section) -> JobDefinition? {
        let timetable = section.required("at").flatMap { $0.timetable() }
        let kind = section.required("job")?.choice(JobKind.self)
        let zone = section["time_zone"].map { $0.timeZone(or: timeZone) } ?? timeZone
        let catchUp = section["catch_up"].flatMap { $0.choice(CatchUp.self) } ?? .once
        let set = kind.map { arguments(section["with"], of: $0) } ?? []
        guard let timetable, let kind else { return nil }
        return JobDefinition(
            name: name, kind: kind, timetable: timetable, timeZone: zone, catchUp: catchUp, arguments: set)
    }

    /// The arguments that are set to true.
    private func arguments(_ value: Value?, of kind: JobKind) -> Set<String> {
        guard let value else { return [] }
        guard !kind.arguments.isEmpty else {
            let kinds = JobKind.allCases.filter { !$0.arguments.isEmpty }.map(\.rawValue)
            value.note(.notUsedHere(key: "job: \(kinds.joined(separator: ", "))"))
            return []
        }
        let section = value.section(kind.arguments)
        return Set(kind.arguments.filter { section?[$0]?.flag() == true })
    }
}

extension Value {
    /// A cron expression or a rule of working days.
    func timetable() -> Timetable? {
        guard let text = text() else { return nil }
        do throws(TimetableMistake) {
            return try Timetable(text)
        } catch {
            let nearest = error.unknownName.flatMap { NearestName.find($0.name, in: $0.known) }
            note(.timetable(error), nearest: nearest)
            return nil
        }
    }

    /// A time zone by its name; `fallback`, with the mistake noted, where there is none of that name.
    func timeZone(or fallback: TimeZone) -> TimeZone {
        guard let name = text() else { return fallback }
        guard let zone = TimeZone(identifier: name) else {
            note(.unknown(.timeZone), nearest: NearestName.find(name, in: TimeZone.knownTimeZoneIdentifiers))
            return fallback
        }
        return zone
    }
}
