/// Decimal numbers in millionths, exact.
package enum Millionths {
    /// `-12.5` → -12 500 000; nil for anything but digits with at most 6 decimals, and for what overflows.
    package static func parse(_ text: String) -> Int64? {
        let isNegative = text.hasPrefix("-")
        let parts = text.dropFirst(isNegative ? 1 : 0).split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count),
            parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }),
            parts.count == 1 || parts[1].count <= 6
        else { return nil }
        let decimals = parts.count == 2 ? parts[1] : ""
        let digits = parts[0] + decimals + String(repeating: "0", count: 6 - decimals.count)
        return Int64((isNegative ? "-" : "") + digits)
    }
}
