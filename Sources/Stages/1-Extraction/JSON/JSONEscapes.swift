import Bytes
import Model

/// The characters that a string token stands for (RFC 8259 §7).
enum JSONEscapes {
    /// Appends them as UTF-8; `raw` is UTF-8 without its quotes, and its escapes are well formed.
    /// - Returns: ``Damage/undecodable`` where half of a surrogate pair stands alone or U+FFFD is meant, ``Damage/nul`` for U+0000.
    static func append(_ raw: ByteSlice, to output: ByteBuffer) -> Damage {
        var damage = Damage.none
        var index = 0
        while index < raw.count {
            let rest = raw[index..<raw.count]
            guard let slash = ByteScan.first(UInt8(ascii: "\\"), in: rest) else {
                output.append(rest)
                break
            }
            output.append(rest[0..<slash])
            index += slash + 1
            guard raw[index] == UInt8(ascii: "u") else {
                output.append(meaning(of: raw[index]))
                index += 1
                continue
            }
            var code = unit(raw, index + 1)
            index += 5
            if code & 0xFC00 == 0xD800, index + 6 <= raw.count, raw[index] == UInt8(ascii: "\\"),
                raw[index + 1] == UInt8(ascii: "u"), unit(raw, index + 2) & 0xFC00 == 0xDC00
            {
                code = 0x10000 + (code & 0x3FF) << 10 + unit(raw, index + 2) & 0x3FF
                index += 6
            }
            if code == 0 { damage = .nul }
            guard let scalar = Unicode.Scalar(code), code != 0xFFFD else {
                damage = .undecodable
                Transcoder.appendReplacement(to: output)
                continue
            }
            for byte in UTF8.encode(scalar).unsafelyUnwrapped { output.append(byte) }
        }
        return damage
    }

    /// The string's text, of any encoding.
    static func text(_ raw: ByteSlice, _ encoding: TextEncoding) -> String {
        let decoded = ByteBuffer(capacity: raw.count * 2)
        _ = Transcoder(encoding).decode(raw, into: decoded, isLast: true)
        let output = ByteBuffer(capacity: decoded.count)
        _ = append(decoded.all, to: output)
        return output.all.string
    }

    /// The value of a hexadecimal digit.
    @inline(__always)
    static func digit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 0x30...0x39: UInt32(byte - 0x30)
        case 0x41...0x46: UInt32(byte - 0x37)
        case 0x61...0x66: UInt32(byte - 0x57)
        default: nil
        }
    }

    private static func unit(_ raw: ByteSlice, _ start: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 << 4 | (digit(raw[start + $1]) ?? 0) }
    }

    private static func meaning(of letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: letter
        }
    }
}
