package import Scheduling

/// What can be wrong with a configuration: facts; the wording stands in `ConfigurationProblem+Wording.swift`.
package enum ConfigurationProblem: Sendable, Equatable {
    // The file as a whole.
    case missingFile
    case missingFolder
    case unexpectedFile
    case unreadable
    case tooLarge(limit: Int)
    case notUTF8
    case empty
    case nothingToDo(what: Reference)
    case syntax(String)
    case anchor

    // Keys and values.
    case unknownKey
    case missingKey
    case wrongShape(expected: Shape)
    case outOfRange(from: Int, through: Int)
    case wrongOrder(first: String, second: String)
    case notFileName(expected: String)
    case badName(pattern: String)

    // References.
    case unknown(Reference)
    case duplicate(first: String)
    case wrongFieldType(field: String, expected: [String])

    // Rules of single keys.
    case needs(key: String)
    case excludes(key: String)
    case notUsedHere(key: String)
    case counterpartNotGovernment
    case itemOfPresetDiffers(preset: String)
    case labelTaken(field: String)
    case labelIgnored
    case repairColumn
    case notCreditCode
    case wrongYear(Int)
    case notWeekend

    // The schedule.
    case timetable(TimetableMistake)

    // Feeds.
    case secretInPlain
    case oneOf(keys: [String])

    // Code lists.
    case wrongCount(expected: Int, found: Int)
    case unclosedQuote

    /// What a value must be.
    package enum Shape: Sendable, Equatable {
        case mapping, list, text, flag, integer, decimal, date, year, textOrList, duration, secret
        case choice([String])
    }

    /// What a name can refer to.
    package enum Reference: Sendable, Equatable {
        case field, list, item, preset, department, rule, label, region, timeZone
    }
}
