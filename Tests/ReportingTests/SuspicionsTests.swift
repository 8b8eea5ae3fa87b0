import Bytes
import Model
import Testing

@testable import Reporting

@Suite struct SuspicionsTests {
    private func gaps(_ numbers: [Int], density: Int64 = 500_000, year: Int = 2025) -> [Suspicion] {
        var gaps = SerialGaps(year: year, density: density)
        for number in numbers {
            "示消许〔2025〕\(number)号".withSlice { document in
                "示例市消防救援支队".withSlice { gaps.add(document, source: $0, item: "licence") }
            }
        }
        return gaps.suspicions { $0 == "示例市消防救援支队" ? "fire" : $0 }
    }

    /// Of 1–14, 4, 7, 8 and 12 are missing.
    @Test func missingNumbersAreNamed() throws {
        let found = try #require(gaps([1, 2, 3, 5, 6, 9, 10, 11, 13, 14]).first)
        #expect(found.source == "fire" && found.item == "licence" && found.count == 4)
        #expect(found.chinese == "示消许〔2025〕1–14号中缺 4 个：4、7–8、12")
    }

    @Test func whatIsNoSeriesIsNotSuspected() {
        #expect(gaps(Array(1...20)) == [], "nothing is missing")
        #expect(gaps([1, 2, 3, 5, 6, 7, 8, 9, 10]) == [], "too few")
        #expect(gaps((1...20).map { $0 * 10 }) == [], "numbers are shared with others")
        #expect(gaps([1, 2, 3, 5, 6, 9, 10, 11, 13, 14], density: 800_000) == [])
        #expect(gaps([1, 2, 3, 5, 6, 9, 10, 11, 13, 14], year: 2024) == [], "another year's")
    }

    private func volume(_ before: [Int], _ now: Int, isOver: Bool = true) -> Suspicion? {
        UnusualVolume.suspicion(
            source: "fire", item: "licence", before: before, now: now, isOver: isOver, SuspicionSettings())
    }

    /// Median 100, deviations 10, 5, 0, 5, 10, 0: their median is 5, but at least a tenth of 100 counts: 50 is the limit.
    @Test func volumesFarFromTheUsual() {
        let before = [90, 95, 100, 105, 110, 100]
        #expect(volume(before, 151)?.count == 0)
        #expect(volume(before, 150) == nil)
        #expect(volume(before, 49)?.count == 51)
        #expect(volume(before, 49, isOver: false) == nil, "the rest of the month may still come")
        #expect(volume(Array(before.prefix(5)), 1000) == nil, "too few months are known")
    }
}
