import Foundation
import Model
import Testing

@testable import Reporting

/// Which arrivals are deliveries, and from when on all is owed.
@Suite struct ObligationDeliveriesTests {
    private let clock = ReportClock(TimeZone(secondsFromGMT: 0) ?? .current)

    private func delivery(_ id: Int, _ day: String, digest: String, rows: Int = 3, source: String = "a")
        -> DeliveryFacts
    {
        var delivery = DeliveryFacts(
            id: id, run: id, source: source, item: "b", mapping: "m", channel: "file", file: "\(id).csv",
            received: (CivilDate.parse(day) ?? 0) * 86_400 + 32_400, isRefused: false, rows: rows)
        delivery.digest = digest
        return delivery
    }

    private func facts(kept: Int, mended: Int = 0, cameBack: Int = .max) -> DeliveryRows {
        var facts = DeliveryRows()
        (facts.kept, facts.mended, facts.cameBack) = (kept, mended, cameBack)
        return facts
    }

    /// Monthly periods of March and April 2025.
    private func periods(
        since: String? = "2025-03-01", asOf: String = "2025-06-01", nilReturns: [NilReturn] = [],
        _ deliveries: [(DeliveryFacts, DeliveryRows)]
    ) throws -> [String] {
        var calendar = WorkingCalendar()
        calendar.add(year: 2025, holidays: [], working: [])
        let obligations = Obligations(
            [Obligation(source: "a", item: "b", frequency: .month, since: since.flatMap(CivilDate.parse))],
            deliveries: deliveries.map(\.0), rows: deliveries.map(\.1), nilReturns: nilReturns, calendar: calendar,
            clock: clock, asOf: (CivilDate.parse(asOf) ?? 0) * 86_400)
        let months = [3, 4].map { ReportMonth(year: 2025, month: $0) }
        return try obligations.periods(of: months).flatMap(\.self).map {
            "\(CivilDate.iso($0.due)) \($0.state.rawValue) \($0.file)"
        }
    }

    /// The ledger holds the bytes as two submissions where the mappings changed in between.
    @Test func theSameBytesReadAnewAreNoDelivery() throws {
        #expect(
            try periods([
                (delivery(1, "2025-03-05", digest: "x"), facts(kept: 3)),
                (delivery(2, "2025-04-05", digest: "x"), facts(kept: 3)),
            ]) == ["2025-03-31 on_time 1.csv", "2025-04-30 missed 2.csv"])
    }

    /// What nothing was taken of is not spent: read by other mappings it is the delivery.
    @Test func theSameBytesCountWhereTheyAreFirstTaken() throws {
        #expect(
            try periods([
                (delivery(1, "2025-03-05", digest: "x"), facts(kept: 0)),
                (delivery(2, "2025-03-20", digest: "x"), facts(kept: 3)),
            ]) == ["2025-03-31 on_time 2.csv", "2025-04-30 missed "])
    }

    /// Files of one moment: the one that brings the mended rows is named.
    @Test func ofSeveralFilesAtOnceTheMendedOneIsNamed() throws {
        let mended = delivery(3, "2025-04-20", digest: "z")
        #expect(
            try periods([
                (delivery(1, "2025-03-05", digest: "x"), facts(kept: 0, cameBack: mended.received)),
                (delivery(2, "2025-04-20", digest: "y"), facts(kept: 3)),
                (mended, facts(kept: 1, mended: 1)),
            ]) == ["2025-03-31 late 3.csv", "2025-04-30 on_time 2.csv"])
    }

    /// A report as of a day knows nothing of what came later.
    @Test func whatCameLaterIsNotCounted() throws {
        let late = delivery(1, "2025-04-03", digest: "x")
        #expect(try periods(asOf: "2025-04-03", [(late, facts(kept: 3))]) == ["2025-03-31 missed "])
        #expect(try periods(asOf: "2025-04-04", [(late, facts(kept: 3))]) == ["2025-03-31 late 1.csv"])
        #expect(try periods(since: nil, asOf: "2025-04-03", [(late, facts(kept: 3))]) == [])
        let confirmed = NilReturn(
            source: "a", item: "b", first: CivilDate.parse("2025-03-01") ?? 0, last: CivilDate.parse("2025-03-31") ?? 0,
            period: "2025-03", at: late.received)
        #expect(try periods(asOf: "2025-04-03", nilReturns: [confirmed], []) == ["2025-03-31 missed "])
        #expect(try periods(asOf: "2025-04-04", nilReturns: [confirmed], []) == ["2025-03-31 nil "])
    }

    @Test func withoutADayOfItsOwnAllIsOwedFromTheFirstDeliveryOfAnybody() throws {
        #expect(try periods(since: nil, []) == [])
        let other = delivery(1, "2025-04-07", digest: "x", source: "c")
        #expect(try periods(since: nil, [(other, facts(kept: 3))]) == ["2025-04-30 missed "])
        #expect(
            try periods(since: "2025-03-31", [(other, facts(kept: 3))]) == ["2025-03-31 missed ", "2025-04-30 missed "])
    }
}
