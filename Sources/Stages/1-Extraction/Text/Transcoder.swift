import Bytes
import CIconv
import Glibc
import Model

/// Turns text of one encoding into UTF-8. What is no text becomes U+FFFD, a byte (UTF-16: a unit) at a time, and is counted.
///
/// No ASCII byte is ever part of what is replaced: an undecodable lead byte leaves the line break or `<` after it alone.
final class Transcoder {
    struct Decoded {
        /// How many bytes were taken.
        var taken: Int
        /// How many pieces were replaced.
        var replaced: Int
        /// Whether the text may hold U+FFFD for another reason: that it did so before.
        var mayHoldReplacement = true
    }

    let encoding: TextEncoding
    /// Length of the smallest unit of the encoding in bytes.
    let unit: Int
    private let handle: iconv_t?

    init(_ encoding: TextEncoding) {
        self.encoding = encoding
        unit = encoding.unit
        handle = encoding == .utf8 ? nil : iconv_open("UTF-8", encoding.rawValue)
        // The C library has these three encodings built in or in its gconv modules.
        precondition(handle != iconv_t(bitPattern: -1), "iconv knows no \(encoding.rawValue)")
    }

    deinit { if let handle { iconv_close(handle) } }

    /// Appends `raw` as UTF-8 to `output`.
    /// - Parameter isLast: whether an incomplete sequence at the end is replaced rather than left for the next call.
    func decode(_ raw: ByteSlice, into output: ByteBuffer, isLast: Bool) -> Decoded {
        switch encoding {
        case .utf8: checkUTF8(raw, output, isLast)
        case .gb18030: GBTable.shared.decode(raw, into: output, isLast: isLast) { convert($0, output, $1) }
        case .utf16LittleEndian, .utf16BigEndian: convert(raw, output, isLast)
        }
    }

    private func checkUTF8(_ raw: ByteSlice, _ output: ByteBuffer, _ isLast: Bool) -> Decoded {
        var position = 0
        var replaced = 0
        while position < raw.count {
            let rest = raw[position..<raw.count]
            guard let bad = firstInvalidUTF8(in: rest) else {
                output.append(rest)
                return Decoded(taken: raw.count, replaced: replaced)
            }
            output.append(rest[0..<bad])
            position += bad
            if !isLast && UTF8Tail.isIncomplete(raw[position..<raw.count]) {
                return Decoded(taken: position, replaced: replaced)
            }
            Transcoder.appendReplacement(to: output)
            position += 1
            replaced += 1
        }
        return Decoded(taken: position, replaced: replaced)
    }

    private func convert(_ raw: ByteSlice, _ output: ByteBuffer, _ isLast: Bool) -> Decoded {
        var input: UnsafeMutablePointer<CChar>? = UnsafeMutableRawPointer(mutating: raw.base)
            .assumingMemoryBound(to: CChar.self)
        var left = raw.count
        var replaced = 0
        while left > 0 {
            output.reserve(left * 2 + 64)
            var room = output.capacity - output.count
            let before = room
            var target: UnsafeMutablePointer<CChar>? = UnsafeMutableRawPointer(output.base + output.count)
                .assumingMemoryBound(to: CChar.self)
            let result = iconv(handle, &input, &left, &target, &room)
            let problem = errno
            output.advance(by: before - room)
            guard result == Int(bitPattern: UInt.max) else { continue }
            if problem == E2BIG { continue }
            if problem == EINVAL && !isLast { break }
            let step = min(unit, left)
            Transcoder.appendReplacement(to: output)
            input = input.map { $0 + step }
            left -= step
            replaced += 1
        }
        return Decoded(taken: raw.count - left, replaced: replaced)
    }

    static func appendReplacement(to output: ByteBuffer) {
        output.append(0xEF)
        output.append(0xBF)
        output.append(0xBD)
    }
}

/// The end of a chunk of UTF-8 that may go on in the next chunk.
enum UTF8Tail {
    /// Whether the bytes are the beginning of a sequence that only lacks its end.
    static func isIncomplete(_ bytes: ByteSlice) -> Bool {
        guard bytes.count > 0, bytes.count < 4 else { return false }
        let length = bytes[0] >= 0xF0 ? 4 : bytes[0] >= 0xE0 ? 3 : bytes[0] >= 0xC2 ? 2 : 1
        guard bytes[0] < 0xF5, bytes.count < length else { return false }
        for index in 1..<max(1, bytes.count) where bytes[index] & 0xC0 != 0x80 { return false }
        return true
    }
}

extension TextEncoding {
    /// Length of the smallest unit in bytes.
    var unit: Int { self == .utf16LittleEndian || self == .utf16BigEndian ? 2 : 1 }
}
