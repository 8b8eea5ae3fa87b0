import CZlib

/// The parts of a ZIP file, read by its central directory (PKWARE APPNOTE 4.3).
struct Unpacked {
    struct Part: Equatable {
        var name: String
        var text: String
        /// Date and time as DOS writes them.
        var time: Int
        var date: Int
    }

    private(set) var parts: [Part] = []

    /// nil where the bytes are no ZIP file.
    init?(_ bytes: [UInt8]) {
        func number(_ place: Int, _ count: Int) -> Int {
            (0..<count).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
        }
        guard let end = bytes.indices.last(where: { $0 + 22 <= bytes.count && number($0, 4) == 0x0605_4B50 })
        else { return nil }
        var place = number(end + 16, 4)
        for _ in 0..<number(end + 10, 2) {
            guard number(place, 4) == 0x0201_4B50 else { return nil }
            let nameLength = number(place + 28, 2)
            let header = number(place + 42, 4)
            let start = header + 30 + number(header + 26, 2) + number(header + 28, 2)
            let content = Array(bytes[start..<(start + number(place + 20, 4))])
            let isStored = number(place + 10, 2) == 0
            guard let text = isStored ? content : Unpacked.inflated(content, number(place + 24, 4)) else { return nil }
            parts.append(
                Part(
                    name: String(decoding: bytes[(place + 46)..<(place + 46 + nameLength)], as: UTF8.self),
                    text: String(decoding: text, as: UTF8.self), time: number(place + 12, 2),
                    date: number(place + 14, 2)))
            place += 46 + nameLength + number(place + 30, 2) + number(place + 32, 2)
        }
    }

    subscript(name: String) -> String? { parts.first { $0.name == name }?.text }

    private static func inflated(_ content: [UInt8], _ size: Int) -> [UInt8]? {
        var (input, output) = (content, [UInt8](repeating: 0, count: size + 1))
        var stream = z_stream()
        // A raw stream: without zlib's header.
        guard inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { return nil }
        defer { inflateEnd(&stream) }
        let status = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                (stream.next_in, stream.avail_in) = (input.baseAddress, UInt32(input.count))
                (stream.next_out, stream.avail_out) = (output.baseAddress, UInt32(output.count))
                return inflate(&stream, Z_FINISH)
            }
        }
        guard status == Z_STREAM_END, stream.total_out == size else { return nil }
        return Array(output.prefix(size))
    }
}
