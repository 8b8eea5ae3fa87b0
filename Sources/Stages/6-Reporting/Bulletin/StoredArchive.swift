/// A ZIP file whose parts are stored as they are (PKWARE APPNOTE 4.3), dated 1980-01-01: all that a reference document needs.
struct StoredArchive {
    private var body: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    mutating func add(_ name: String, _ text: String) {
        let (name, content) = (Array(name.utf8), Array(text.utf8))
        let place = body.count
        // Version 2.0, no flags, stored, 00:00:00 on 1980-01-01.
        var header: [UInt8] = []
        for value in [20, 0, 0, 0, 0x21] { header.append(value, bytes: 2) }
        header.append(Int(StoredArchive.checksum(content)), bytes: 4)
        header.append(content.count, bytes: 4)
        header.append(content.count, bytes: 4)
        header.append(name.count, bytes: 2)
        header.append(0, bytes: 2)
        body.append(0x0403_4B50, bytes: 4)
        body += header + name + content
        directory.append(0x0201_4B50, bytes: 4)
        directory.append(20, bytes: 2)
        // No comment, first disk, no attributes.
        directory += header
        directory.append(0, bytes: 2)
        directory.append(0, bytes: 4)
        directory.append(0, bytes: 4)
        directory.append(place, bytes: 4)
        directory += name
        count += 1
    }

    var bytes: [UInt8] {
        var end: [UInt8] = []
        end.append(0x0605_4B50, bytes: 4)
        end.append(0, bytes: 4)
        end.append(count, bytes: 2)
        end.append(count, bytes: 2)
        end.append(directory.count, bytes: 4)
        end.append(body.count, bytes: 4)
        end.append(0, bytes: 2)
        return body + directory + end
    }

    /// CRC-32 of ISO 3309.
    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var value: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            value ^= UInt32(byte)
            for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
        }
        return ~value
    }
}

extension [UInt8] {
    /// Little-endian.
    fileprivate mutating func append(_ value: Int, bytes: Int) {
        for place in 0..<bytes { append(UInt8(truncatingIfNeeded: value >> (8 * place))) }
    }
}
