import Foundation
import GuijiConfiguration
import Model
import Pipeline
import Reporting

/// A small city whose deliveries arrive at times of the test's choosing, to the second.
struct MonthScene {
    let test: TestInstance

    /// - Parameter change: of the configuration: who owes what, since when.
    init(_ change: (inout Configuration) -> Void = { _ in }) throws { test = try TestInstance(nil, in: nil, change) }

    /// Seconds since 1970 of `YYYY-MM-DDTHH:MM:SS` in the instance's time zone; 09:00 where only a day is given.
    func time(_ text: String) throws -> Int {
        let parts = text.split(separator: "T").map(String.init)
        let morning = try test.morning(parts[0])
        guard parts.count == 2 else { return morning }
        let clock = parts[1].split(separator: ":").compactMap { Int($0) }
        guard clock.count == 3 else { throw CocoaError(.formatting) }
        return morning - 9 * 3600 + clock[0] * 3600 + clock[1] * 60 + clock[2]
    }

    struct Arrival {
        var source: String
        var name: String
        var at: String
        var text: String
    }

    /// Takes deliveries in, in one run whose time is that of the last.
    @discardableResult
    func take(_ arrivals: [Arrival]) throws -> RunSummary {
        var options = RunOptions()
        for arrival in arrivals {
            let path = try test.folder.write(arrival.text, to: "sent/\(arrival.source)/\(arrival.at)/\(arrival.name)")
            options.received.append(
                ReceivedFile(
                    path: path, source: arrival.source, received: try time(arrival.at), channel: "file",
                    isClaimed: false))
        }
        options.asOf = options.received.map(\.received).max()
        return try Run(instance: test.open(), options: options)()
    }

    @discardableResult
    func take(_ source: String, _ name: String, _ at: String, _ text: String) throws -> RunSummary {
        try take([Arrival(source: source, name: name, at: at, text: text)])
    }

    /// Makes subjects known, so that rows about them are attributed.
    func register(_ numbers: ClosedRange<Int>, at: String) throws {
        let rows = numbers.map {
            Registration(code: Fictions.creditCode($0), name: name($0), approved: String(at.prefix(10)))
        }
        try take("market-supervision", "registration.csv", at, Fictions.register(rows))
    }

    func name(_ number: Int) -> String { "示例市第\(number)号商店" }

    /// A licence of the fire brigade to the subject of that number.
    func licence(_ number: Int, decided: String, kind: String = "普通") -> String {
        let file = Fictions.licences(
            [
                Licence(
                    code: Fictions.creditCode(number), name: name(number), document: "示消许〔2025〕\(number)号",
                    decided: decided)
            ], by: Fictions.fire)
        return String(file.split(separator: "\n")[1]).replacing(",普通,", with: ",\(kind),")
    }

    func file(_ lines: [String]) -> String {
        let header = Fictions.licences([], by: Fictions.fire).split(separator: "\n")[0]
        return ([String(header)] + lines).joined(separator: "\n") + "\n"
    }

    func report(_ month: String, at: String) throws -> MonthlyReport {
        guard let month = ReportMonth(month) else { throw CocoaError(.formatting) }
        return try Reports(test.open()).monthly(month: month, asOf: time(at))
    }
}

extension MonthlyReport {
    /// The figures of one department and item that are not zero, by name.
    func figures(_ source: String, _ item: String) -> [String: Int] {
        var sum = FigureCounts()
        for entry in entries where entry.source == source && entry.item == item { sum += entry.counts }
        return Dictionary(
            uniqueKeysWithValues: Figure.allCases.filter { sum[$0] != 0 && $0.checks == nil }.map {
                ($0.rawValue, sum[$0])
            })
    }

    /// What became of the periods of one department's licences, in order.
    func periods(_ source: String) -> [String] {
        periods.filter { $0.source == source && $0.item == "licence" }.sorted { $0.due < $1.due }.map {
            "\(CivilDate.iso($0.due)) \($0.state.rawValue) \($0.file)"
        }
    }

    func daysLate(_ source: String, _ item: String) -> [Int: Int] {
        entries.filter { $0.source == source && $0.item == item }.reduce(into: [:]) {
            $0.merge($1.daysLate, uniquingKeysWith: +)
        }
    }
}

extension Configuration {
    /// Says what one department owes of licences, and nothing else.
    mutating func owes(_ department: String, _ frequency: Frequency, since: String?, due: Int = 0) {
        guard let place = departments.firstIndex(where: { $0.id == department }),
            let item = catalogue.item("licence")
        else { return }
        departments[place].since = since.flatMap(CivilDate.parse)
        for index in departments[place].deliveries.indices {
            departments[place].deliveries[index].frequency =
                departments[place].deliveries[index].item == item.number ? frequency : .asItHappens
            departments[place].deliveries[index].dueWorkingDays = due
        }
    }
}
