import Bytes
import Model

/// Finds the delimiter of a text: the one that cuts its lines into equally many cells, and known labels out of the header.
enum DelimiterGuess {
    static let candidates: [UInt8] = [
        UInt8(ascii: ","), UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: "|"),
    ]
    private static let records = 50

    /// - Parameters:
    ///   - text: the first lines, decoded.
    ///   - labels: normal header labels (``HeaderLabel``) of the mappings that may fit.
    static func decide(_ text: ByteSlice, labels: Set<String>) -> UInt8 {
        var best = candidates[0]
        var bestScore = 0.0
        for candidate in candidates {
            let lines = cells(text, candidate, quote: UInt8(ascii: "\"")) ?? cells(text, candidate, quote: nil) ?? []
            let score = self.score(lines, labels)
            if score > bestScore {
                best = candidate
                bestScore = score
            }
        }
        return best
    }

    private static func score(_ lines: [[String]], _ labels: Set<String>) -> Double {
        var widths: [Int: Int] = [:]
        for line in lines where line.count > 1 { widths[line.count, default: 0] += 1 }
        guard let most = widths.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else { return 0 }
        let known = labels.isEmpty ? 0 : lines.map { $0.count { labels.contains(HeaderLabel.normal($0)) } }.max() ?? 0
        let agreement = Double(most.value) / Double(lines.count)
        return agreement + Double(min(most.key, 100)) / 200 + Double(known) * 2
    }

    /// The first records cut at `delimiter` outside quotes; nil where a quote is never closed.
    private static func cells(_ text: ByteSlice, _ delimiter: UInt8, quote: UInt8?) -> [[String]]? {
        var lines: [[String]] = []
        var line: [String] = []
        var cell: [UInt8] = []
        var inQuotes = false
        func endLine() {
            line.append(String(decoding: cell, as: UTF8.self))
            if line.count > 1 || !cell.isEmpty { lines.append(line) }
            line = []
            cell = []
        }
        for byte in text.buffer {
            if byte == quote {
                inQuotes.toggle()
            } else if !inQuotes && byte == delimiter {
                line.append(String(decoding: cell, as: UTF8.self))
                cell = []
            } else if !inQuotes && (byte == 0x0A || byte == 0x0D) {
                endLine()
                if lines.count == records { return lines }
            } else {
                cell.append(byte)
            }
        }
        if inQuotes { return nil }
        endLine()
        return lines
    }
}
