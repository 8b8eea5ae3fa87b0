import CIconv
import Foundation
import Model

/// Text to and from the bytes of a delivery's encoding. What cannot be read becomes U+FFFD, which no valid row holds.
final class TextCodec {
    private let encoding: TextEncoding
    private let reading: iconv_t?
    private let writing: iconv_t?

    init(_ encoding: TextEncoding) {
        self.encoding = encoding
        reading = encoding == .gb18030 ? iconv_open("UTF-8", "GB18030") : nil
        writing = encoding == .gb18030 ? iconv_open("GB18030", "UTF-8") : nil
        precondition(
            reading != iconv_t(bitPattern: -1) && writing != iconv_t(bitPattern: -1), "iconv knows no GB18030")
    }

    deinit {
        if let reading { iconv_close(reading) }
        if let writing { iconv_close(writing) }
    }

    /// The byte order mark, where the file had one.
    var mark: [UInt8] {
        switch encoding {
        case .utf8: [0xEF, 0xBB, 0xBF]
        case .gb18030: [0x84, 0x31, 0x95, 0x33]
        case .utf16LittleEndian: [0xFF, 0xFE]
        case .utf16BigEndian: [0xFE, 0xFF]
        }
    }

    func decode(_ bytes: ArraySlice<UInt8>) -> String {
        switch encoding {
        case .utf8: String(decoding: bytes, as: UTF8.self)
        case .gb18030:
            String(decoding: TextCodec.convert(bytes, reading, unreadable: [0xEF, 0xBF, 0xBD]), as: UTF8.self)
        case .utf16LittleEndian, .utf16BigEndian: String(decoding: units(bytes), as: UTF16.self)
        }
    }

    func encode(_ text: String) -> [UInt8] {
        switch encoding {
        case .utf8: Array(text.utf8)
        case .gb18030: TextCodec.convert(Array(text.utf8)[...], writing, unreadable: [0x84, 0x31, 0xA4, 0x37])
        case .utf16LittleEndian: text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        case .utf16BigEndian: text.utf16.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        }
    }

    private func units(_ bytes: ArraySlice<UInt8>) -> [UInt16] {
        let low = encoding == .utf16LittleEndian ? 0 : 1
        var units = stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map {
            UInt16(bytes[$0 + low]) | UInt16(bytes[$0 + 1 - low]) << 8
        }
        if bytes.count % 2 == 1 { units.append(0xFFFD) }
        return units
    }

    /// The length in bytes of the character at `index`, and its ASCII code, 0xFF where it is none.
    func step(_ bytes: [UInt8], _ index: Int) -> (length: Int, ascii: UInt8) {
        switch encoding {
        case .utf8: return (1, bytes[index])
        case .utf16LittleEndian, .utf16BigEndian:
            guard index + 1 < bytes.count else { return (1, 0xFF) }
            let low = encoding == .utf16LittleEndian ? index : index + 1
            let high = encoding == .utf16LittleEndian ? index + 1 : index
            return (2, bytes[high] == 0 && bytes[low] < 0x80 ? bytes[low] : 0xFF)
        case .gb18030:
            guard bytes[index] >= 0x81, index + 1 < bytes.count else { return (1, bytes[index]) }
            if (0x30...0x39).contains(bytes[index + 1]) { return (min(4, bytes.count - index), 0xFF) }
            return (2, 0xFF)
        }
    }

    private static func convert(_ bytes: ArraySlice<UInt8>, _ handle: iconv_t?, unreadable: [UInt8]) -> [UInt8] {
        var source = bytes.map { CChar(bitPattern: $0) }
        var target = [CChar](repeating: 0, count: bytes.count * 4 + 16)
        var result: [UInt8] = []
        source.withUnsafeMutableBufferPointer { from in
            target.withUnsafeMutableBufferPointer { to in
                var input = from.baseAddress
                var left = from.count
                while left > 0 {
                    var output = to.baseAddress
                    var room = to.count
                    let status = iconv(handle, &input, &left, &output, &room)
                    let problem = errno
                    result.append(contentsOf: to[..<(to.count - room)].map { UInt8(bitPattern: $0) })
                    guard status == Int(bitPattern: UInt.max), problem != E2BIG else { continue }
                    // Back to the initial state, and past what cannot be converted: a byte, or the rest of a UTF-8 character.
                    iconv(handle, nil, nil, nil, nil)
                    result.append(contentsOf: unreadable)
                    repeat {
                        input = input.map { $0 + 1 }
                        left -= 1
                    } while left > 0 && unreadable.count == 4
                        && (input.map { UInt8(bitPattern: $0.pointee) & 0xC0 == 0x80 } ?? false)
                }
            }
        }
        return result
    }
}
