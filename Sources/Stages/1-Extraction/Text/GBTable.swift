import Bytes
import CIconv

/// UTF-8 of the 23,940 two-byte codes of GB18030, asked of iconv once: several times as fast as asking for each text.
final class GBTable: Sendable {
    static let shared = GBTable()

    private static let firstLead = 0x81
    private static let firstTrail = 0x40
    private static let trails = 0xFF - 0x40

    /// For each code its UTF-8, the first byte lowest; 0 where the code is no text.
    private let codes: [UInt32]

    private init() {
        let handle = iconv_open("UTF-8", "GB18030")
        precondition(handle != iconv_t(bitPattern: -1), "iconv knows no GB18030")
        defer { iconv_close(handle) }
        var codes: [UInt32] = []
        for lead in GBTable.firstLead...0xFE {
            for trail in GBTable.firstTrail..<0xFF {
                codes.append(GBTable.ask(handle, UInt8(lead), UInt8(trail)))
            }
        }
        self.codes = codes
    }

    private static func ask(_ handle: iconv_t?, _ lead: UInt8, _ trail: UInt8) -> UInt32 {
        var source: (CChar, CChar) = (CChar(bitPattern: lead), CChar(bitPattern: trail))
        var result: (UInt8, UInt8, UInt8, UInt8, UInt64) = (0, 0, 0, 0, 0)
        var left = 2
        var room = 12
        let status = withUnsafeMutableBytes(of: &source) { source in
            withUnsafeMutableBytes(of: &result) { result in
                var input = source.baseAddress?.assumingMemoryBound(to: CChar.self)
                var output = result.baseAddress?.assumingMemoryBound(to: CChar.self)
                return iconv(handle, &input, &left, &output, &room)
            }
        }
        // Back to the initial state, also after what was no text.
        iconv(handle, nil, nil, nil, nil)
        guard status == 0, left == 0, (8...11).contains(room) else { return 0 }
        return UInt32(result.0) | UInt32(result.1) << 8 | UInt32(result.2) << 16 | UInt32(result.3) << 24
    }

    /// Appends `raw` as UTF-8 to `output`; what is neither ASCII nor a two-byte code goes, a byte or four at a time, to `slowly`.
    func decode(
        _ raw: ByteSlice, into output: ByteBuffer, isLast: Bool,
        slowly: (ByteSlice, Bool) -> Transcoder.Decoded
    ) -> Transcoder.Decoded {
        var index = 0
        // U+FFFD itself is a four-byte code.
        var result = Transcoder.Decoded(taken: 0, replaced: 0, mayHoldReplacement: false)
        while index < raw.count {
            index += fast(raw[index..<raw.count], output)
            guard index < raw.count else { break }
            // A four-byte code, an incomplete one, or no text: at most four bytes up to the next that is surely ASCII.
            let isFour = index + 1 < raw.count && raw[index + 1] >= 0x30 && raw[index + 1] <= 0x39
            if !isLast && (index + 1 == raw.count || (isFour && index + 3 >= raw.count && isOpen(raw, index))) { break }
            let step = isFour ? min(4, raw.count - index) : 1
            result.replaced += slowly(raw[index..<index + step], true).replaced
            result.mayHoldReplacement = true
            index += step
        }
        result.taken = index
        return result
    }

    /// Whether the bytes from `index` to the end may begin a four-byte code.
    private func isOpen(_ raw: ByteSlice, _ index: Int) -> Bool {
        index + 2 >= raw.count || raw[index + 2] >= 0x81
    }

    /// Decodes ASCII and two-byte codes as far as there are such; returns the bytes taken.
    private func fast(_ raw: ByteSlice, _ output: ByteBuffer) -> Int {
        // At most two bytes of UTF-8 for each byte, and a word more.
        output.reserve(raw.count * 2 + 8)
        let target = UnsafeMutableRawPointer(output.base)
        var length = output.count
        var index = 0
        codes.withUnsafeBufferPointer { codes in
            while index < raw.count {
                let lead = raw.base[index]
                if lead < 0x80 {
                    target.storeBytes(of: lead, toByteOffset: length, as: UInt8.self)
                    length &+= 1
                    index &+= 1
                    continue
                }
                guard index &+ 1 < raw.count else { return }
                let row = Int(lead) &- GBTable.firstLead
                let column = Int(raw.base[index &+ 1]) &- GBTable.firstTrail
                guard row >= 0, row < 126, column >= 0, column < GBTable.trails else { return }
                let code = codes[row &* GBTable.trails &+ column]
                guard code != 0 else { return }
                target.storeBytes(of: code, toByteOffset: length, as: UInt32.self)
                length &+= code > 0xFF_FFFF ? 4 : code > 0xFFFF ? 3 : code > 0xFF ? 2 : 1
                index &+= 2
            }
        }
        output.advance(by: length - output.count)
        return index
    }
}
