import Foundation

/// How much of the fault tests is done: the short form in `make test`; all of it in `make test-faults`, which sets `GUIJI_FAULTS` to the number of kills.
enum FaultForm {
    private static let asked = ProcessInfo.processInfo.environment["GUIJI_FAULTS"].flatMap(Int.init)

    static let kills = asked ?? 22

    /// All cases, or the first ones.
    static func cases<Case>(_ all: [Case], short count: Int) -> [Case] {
        asked == nil ? Array(all.prefix(count)) : all
    }
}
