import Foundation
import Model
import Testing

@testable import Reporting

@Suite struct TimelinessTests {
    private func report(
        _ owed: [OwedItem], _ volumes: [VolumeRow] = [], month: ReportMonth = Fixture.month,
        lastAccepted: [String: [String: Int]] = [:]
    ) -> TimelinessReport {
        TimelinessReport(
            instance: "i", month: month, asOf: Fixture.asOf, clock: Fixture.clock, vocabulary: Fixture.vocabulary,
            owed: owed,
            volumes: volumes, lastAccepted: lastAccepted)
    }

    @Test func whatHasNoDenominatorHasNoRate() throws {
        let report = report([OwedItem(source: "tax", item: "penalty", frequency: .asItHappens)])
        let row = try #require(report.rows.first)
        #expect(row.timeliness.decimal == nil && row.update.decimal == nil && row.compliance.decimal == nil)
        #expect(report.json.contains("\"rate\": null"))
        #expect(report.csv.split(separator: "\r\n")[1].hasSuffix(",0,0,0,,0,0,,0,0,,0,0"))
    }

    @Test func aDeliveryAllRejectedIsNoDelivery() throws {
        var volume = VolumeRow(source: "tax", item: "penalty")
        volume.deliveries = 1
        volume.allRejected = 1
        volume.outcomes = Fixture.counts([0, 0, 0, 0, 0, 0, 0, 0, 10])
        let row = try #require(
            report([OwedItem(source: "tax", item: "penalty", frequency: .week)], [volume]).rows.first)
        #expect(row.state == .allRejected)
        #expect(row.update == Rate(0, of: 1))
        #expect(row.compliance == Rate(0, of: 10))
    }

    @Test func complianceCountsWhatTheStoreTook() throws {
        var volume = VolumeRow(source: "tax", item: "penalty")
        volume.outcomes = Fixture.counts([1, 2, 4, 8, 16, 32, 64, 128, 256])
        let row = try #require(report([], [volume]).rows.first)
        #expect(row.compliance == Rate(15, of: 511))
    }

    @Test(arguments: [
        (Frequency.day, 7, 1), (.week, 7, 1), (.month, 2, 1), (.quarter, 3, 3), (.quarter, 4, 0), (.halfYear, 6, 6),
        (.halfYear, 9, 0), (.year, 12, 12), (.year, 6, 0), (.asItHappens, 12, 0),
    ])
    func periods(_ frequency: Frequency, _ month: Int, _ months: Int) {
        let month = ReportMonth(year: 2025, month: month)
        let period = frequency.period(endingIn: month)
        #expect((period == nil) == (months == 0))
        guard let period else { return }
        #expect(period.lowerBound == month.firstDay(1 - months))
        #expect(period.upperBound == month.days.upperBound)
    }

    @Test func aQuartersDeliveryMayHaveComeInItsFirstMonth() throws {
        let owed = [OwedItem(source: "tax", item: "licence", frequency: .quarter)]
        let march = ReportMonth(year: 2025, month: 3)
        let january = Fixture.clock.start(ofDay: ReportMonth(year: 2025, month: 1).days.lowerBound)
        let inTime = report(owed, month: march, lastAccepted: ["tax": ["licence": january]])
        let before = report(owed, month: march, lastAccepted: ["tax": ["licence": january - 1]])
        #expect(try #require(inTime.rows.first).update == Rate(1, of: 1))
        #expect(try #require(before.rows.first).state == .missed)
    }

    @Test func departmentsAddUp() {
        let report = Fixture.timeliness()
        #expect(report.total.outcomes.total == report.rows.reduce(0) { $0 + $1.volume.outcomes.total })
        #expect(report.total.timeliness == report.departments.reduce(into: Rate(0, of: 0)) { $0 += $1.timeliness })
        #expect(report.total.update == Rate(8, of: 9))
    }

    @Test func theCSVIsOneLineForEachRow() {
        let report = Fixture.timeliness()
        let rows = SmallCSV.rows(report.csv, delimiter: ",")
        #expect(rows.count == report.rows.count + 1)
        #expect(rows.allSatisfy { $0.count == rows[0].count })
    }
}
