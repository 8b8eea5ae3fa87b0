import Bytes
import Model

/// Decides between encodings by counting what each of them makes of a sample.
enum EncodingGuess {
    /// Characters of more than one byte that are well formed, and bytes that are no text.
    struct Evidence: Equatable {
        var valid = 0
        var errors = 0
    }

    /// UTF-8, GB18030 or, by its NULs, UTF-16; nil where the sample is pure ASCII and says nothing.
    static func decide(_ sample: ByteSlice) -> TextEncoding? {
        if let wide = utf16(sample) { return wide }
        guard ByteScan.firstNonASCII(in: sample) != nil else { return nil }
        let narrow = utf8(sample)
        // GB text hits a well-formed UTF-8 pair about once in seven characters; broken UTF-8 is mostly well formed.
        if narrow.errors == 0 || narrow.valid >= 3 * narrow.errors { return .utf8 }
        return gb18030(sample).errors <= narrow.errors ? .gb18030 : .utf8
    }

    static func utf8(_ sample: ByteSlice) -> Evidence {
        var evidence = Evidence()
        var start = 0
        while start < sample.count {
            let rest = sample[start..<sample.count]
            let bad = firstInvalidUTF8(in: rest) ?? rest.count
            for byte in rest[0..<bad].buffer { evidence.valid &+= byte >= 0xC0 ? 1 : 0 }
            if bad < rest.count { evidence.errors += 1 }
            start += bad + 1
        }
        return evidence
    }

    /// GB 18030-2022: two bytes 81…FE, 40…FE but 7F; four bytes 81…FE, 30…39, 81…FE, 30…39.
    static func gb18030(_ sample: ByteSlice) -> Evidence {
        var evidence = Evidence()
        var index = 0
        func at(_ offset: Int) -> UInt8 { index + offset < sample.count ? sample[index + offset] : 0 }
        while index < sample.count {
            let lead = sample[index]
            if lead < 0x80 {
                index += 1
            } else if isLead(lead), at(1) >= 0x40, at(1) != 0x7F, at(1) != 0xFF {
                evidence.valid += 1
                index += 2
            } else if isLead(lead), isDigit(at(1)), isLead(at(2)), isDigit(at(3)) {
                evidence.valid += 1
                index += 4
            } else {
                evidence.errors += 1
                index += 1
            }
        }
        return evidence
    }

    /// UTF-16 without a mark: one byte in twenty is NUL, and nearly all of them stand on the same side of their units.
    static func utf16(_ sample: ByteSlice) -> TextEncoding? {
        var even = 0
        var odd = 0
        var index = 0
        while index + 1 < sample.count {
            even += sample[index] == 0 ? 1 : 0
            odd += sample[index + 1] == 0 ? 1 : 0
            index += 2
        }
        guard (even + odd) * 20 >= sample.count, sample.count >= 4 else { return nil }
        if odd > even * 20 { return .utf16LittleEndian }
        if even > odd * 20 { return .utf16BigEndian }
        return nil
    }

    private static func isLead(_ byte: UInt8) -> Bool { byte >= 0x81 && byte <= 0xFE }
    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}
