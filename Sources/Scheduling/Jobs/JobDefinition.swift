package import Foundation

/// What a job does.
///
/// A new kind: a case here with the arguments it takes, and what the compiler then asks for in `Instance+Jobs.swift`.
package enum JobKind: String, CaseIterable, Sendable {
    /// One pass over the inbox.
    case run
    /// The reports of the month before the due day.
    case report
    /// Rows that wait for the register are tried again.
    case retryUnattributed = "retry-unattributed"
    /// All comparisons are made again.
    case compare

    /// The arguments that `with` may give; all are true or false.
    package var arguments: [String] {
        switch self {
        case .report: ["freeze"]
        case .run, .retryUnattributed, .compare: []
        }
    }
}

/// What happens to a time that passed while the machine was off.
package enum CatchUp: String, CaseIterable, Sendable {
    /// It is made up for once, however many passed.
    case once
    /// It is noted as skipped.
    case skip
}

/// One entry of `schedule:` in `pipeline.yml`.
package struct JobDefinition: Sendable, Equatable {
    package var name: String
    package var kind: JobKind
    package var timetable: Timetable
    package var timeZone: TimeZone
    package var catchUp: CatchUp
    /// Those of the kind's arguments that are set.
    package var arguments: Set<String>

    package init(
        name: String, kind: JobKind, timetable: Timetable, timeZone: TimeZone, catchUp: CatchUp = .once,
        arguments: Set<String> = []
    ) {
        self.name = name
        self.kind = kind
        self.timetable = timetable
        self.timeZone = timeZone
        self.catchUp = catchUp
        self.arguments = arguments
    }
}
