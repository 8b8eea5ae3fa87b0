import Bytes
package import Model

/// White space or a character without width stands at an end of a value: it is taken off, without a trace.
package struct Trimming: Rule {
    package static let facts: [RuleFacts] = []

    package init?(_ context: RuleContext) {}

    package func check(_ batch: Batch, _ report: FindingReport) {
        let base = UnsafePointer(batch.text.base)
        for field in 0..<batch.fieldCount {
            let cells = batch.cells + field * batch.capacity
            for row in 0..<batch.count {
                let cell = cells[row]
                if cell.length == 0 { continue }
                guard Trimming.mayNeedIt(base + Int(cell.start), Int(cell.length)) else { continue }
                let text = trimmed(ByteSlice(base: base + Int(cell.start), count: Int(cell.length)))
                cells[row] = text.isEmpty ? .absent : Cell(start: text.base - base, length: text.count)
            }
        }
    }

    /// Whether the first or the last character may be blank, judged by their bytes.
    @inline(__always)
    private static func mayNeedIt(_ base: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        let first = base[0]
        let last = base[count - 1]
        if first <= 0x20 || last <= 0x20 { return true }
        if first >= 0x80 && (first < 0xE4 || first == 0xEF) { return true }
        guard last >= 0x80, count >= 2 else { return false }
        switch base[count - 2] {
        case 0xC2: return true
        case 0x80, 0x81, 0x9A, 0xBB:
            guard count >= 3 else { return false }
            let lead = base[count - 3]
            return lead >= 0xE1 && lead <= 0xE3 || lead == 0xEF
        default: return false
        }
    }
}
