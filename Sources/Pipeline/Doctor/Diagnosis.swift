/// What one look at an instance came to, and what to do.
package struct Diagnosis: Sendable, Equatable {
    package enum State: String, Sendable, Comparable {
        case well, warning, problem

        private var rank: Int { self == .well ? 0 : self == .warning ? 1 : 2 }
        package static func < (left: State, right: State) -> Bool { left.rank < right.rank }
    }

    package var state: State
    package var chinese: String
    package var english: String
    /// How to mend it, in both languages; empty where nothing is to be done.
    package var mend: String

    package init(_ state: State, _ chinese: String, _ english: String, mend: String = "") {
        self.state = state
        self.chinese = chinese
        self.english = english
        self.mend = mend
    }
}

/// One thing that a doctor looks at. Looking changes nothing.
package struct DoctorCheck: Sendable {
    package var name: String
    package var title: String
    package var examine: @Sendable (Patient) throws -> [Diagnosis]

    package init(
        _ name: String, _ title: String, examine: @escaping @Sendable (Patient) throws -> [Diagnosis]
    ) {
        self.name = name
        self.title = title
        self.examine = examine
    }
}
