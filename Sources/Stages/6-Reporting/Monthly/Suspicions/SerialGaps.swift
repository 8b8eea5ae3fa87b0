package import Bytes
import Model

/// Gaps in the serial numbers of documents, by source, prefix and year. Where most numbers of a series are there, those that are not may be
/// records that were never delivered; or numbers that were never used: a suspicion, never a fact.
///
/// A million numbers cost four megabytes: one number each, no text.
package struct SerialGaps {
    private struct Series {
        var source: String
        var item: String
        var prefix: String
        var serials: [Int32]
    }

    /// Fewer numbers are no series.
    private static let fewest = 10
    /// Ranges that a suspicion names.
    private static let named = 5

    private let year: Int
    private let density: Int64
    private var series: [Series] = []
    private var places: [UInt64: Int] = [:]
    private let scratch = ByteBuffer(capacity: 256)

    /// - Parameter density: share of the numbers that must be there, in millionths.
    package init(year: Int, density: Int64) {
        self.year = year
        self.density = density
    }

    /// - Parameter number: a document number as disclosed; one without year and serial, or of another year, is left out.
    package mutating func add(_ number: ByteSlice, source: ByteSlice, item: String) {
        scratch.removeAll()
        guard DocumentNumber.appendKey(number, to: scratch) else { return }
        let key = scratch.all
        guard let second = key.lastBar(before: key.count), let first = key.lastBar(before: second),
            key[first + 1..<second].number == year, let serial = key[second + 1..<key.count].number
        else { return }
        var hasher = SipHasher()
        item.withSlice { hasher.append($0) }
        hasher.append(UInt8(0x1F))
        hasher.append(source)
        hasher.append(UInt8(0x1F))
        hasher.append(key[0..<first])
        let hash = hasher.finish64()
        if let place = places[hash] {
            series[place].serials.append(Int32(serial))
        } else {
            places[hash] = series.count
            series.append(
                Series(source: source.string, item: item, prefix: key[0..<first].string, serials: [Int32(serial)]))
        }
    }

    /// The gaps found, those with most missing numbers first.
    /// - Parameter department: the id of a source by its title.
    package func suspicions(_ department: (String) -> String) -> [Suspicion] {
        series.compactMap { suspicion($0, department) }.sorted {
            (-$0.count, $0.source, $0.item, $0.chinese) < (-$1.count, $1.source, $1.item, $1.chinese)
        }
    }

    private func suspicion(_ series: Series, _ department: (String) -> String) -> Suspicion? {
        let serials = Set(series.serials).sorted()
        guard serials.count >= SerialGaps.fewest, let first = serials.first, let last = serials.last else { return nil }
        let span = Int64(last - first) + 1
        let missing = Int(span) - serials.count
        guard missing > 0, Int64(serials.count) * 1_000_000 >= span * density else { return nil }
        var ranges: [String] = []
        for (left, right) in zip(serials, serials.dropFirst()) where right > left + 1 {
            ranges.append(right == left + 2 ? "\(left + 1)" : "\(left + 1)–\(right - 1)")
        }
        let shown = ranges.prefix(SerialGaps.named).joined(separator: "、")
        let more = ranges.count > SerialGaps.named
        return Suspicion(
            kind: .serialGap, source: department(series.source), item: series.item,
            chinese: "\(series.prefix)〔\(year)〕\(first)–\(last)号中缺 \(missing) 个：\(shown)\(more ? "等" : "")",
            english:
                "Of \(series.prefix) (\(year)) nos. \(first)–\(last), \(missing) are missing: \(shown)\(more ? " …" : "")",
            count: missing)
    }
}

extension ByteSlice {
    fileprivate func lastBar(before end: Int) -> Int? {
        var place = end - 1
        while place >= 0 {
            if self[place] == UInt8(ascii: "|") { return place }
            place -= 1
        }
        return nil
    }

    /// Of up to seven digits and nothing else.
    fileprivate var number: Int? {
        guard count > 0, count <= 7 else { return nil }
        var value = 0
        for index in 0..<count {
            let digit = self[index] &- 0x30
            guard digit < 10 else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }
}
