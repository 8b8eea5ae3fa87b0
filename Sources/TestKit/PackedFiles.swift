/// A zip archive byte by byte, as hostile as a test wants it (APPNOTE 4.3). Files are stored, not compressed, unless a test gives packed bytes.
package struct PackedFiles {
    package struct Entry {
        package var name: [UInt8]
        package var content: [UInt8]
        /// The bytes as they lie in the archive, by `method`.
        package var packed: [UInt8]?
        package var method: UInt16 = 0
        /// Bit 11: the name is UTF-8. Bit 0: encrypted.
        package var flags: UInt16 = 0x800
        /// The mode of a Unix file; 0 where the archive was made elsewhere.
        package var mode: UInt16 = 0
        /// What the archive says instead of the truth.
        package var size: UInt32?
        package var checksum: UInt32?

        package init(_ name: String, _ content: String) {
            self.init(Array(name.utf8), Array(content.utf8))
        }

        package init(_ name: [UInt8], _ content: [UInt8]) {
            self.name = name
            self.content = content
        }
    }

    package var entries: [Entry]

    package init(_ entries: [Entry]) { self.entries = entries }

    package init(_ files: [(name: String, text: String)]) { entries = files.map { Entry($0.name, $0.text) } }

    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        var directory: [UInt8] = []
        for entry in entries {
            let packed = entry.packed ?? entry.content
            let facts =
                two(20) + two(entry.flags) + two(entry.method) + two(0) + two(0x5A63)
                + four(entry.checksum ?? PackedFiles.checksum(entry.content)) + four(UInt32(packed.count))
                + four(entry.size ?? UInt32(entry.content.count)) + two(UInt16(entry.name.count)) + two(0)
            let host: UInt16 = entry.mode == 0 ? 0 : 3 << 8
            directory +=
                four(0x0201_4B50) + two(host | 20) + facts + two(0) + two(0) + two(0) + four(UInt32(entry.mode) << 16)
                + four(UInt32(bytes.count)) + entry.name
            bytes += four(0x0403_4B50) + facts + entry.name + packed
        }
        let count = UInt16(truncatingIfNeeded: min(entries.count, 0xFFFF))
        return bytes + directory + four(0x0605_4B50) + two(0) + two(0) + two(count) + two(count)
            + four(UInt32(directory.count)) + four(UInt32(bytes.count)) + two(0)
    }

    /// A gzip file of one member, its content in stored blocks (RFC 1952, RFC 1951 3.2.4).
    package static func gzip(_ content: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
        var rest = content[...]
        repeat {
            let block = rest.prefix(0xFFFF)
            rest = rest.dropFirst(block.count)
            bytes += [rest.isEmpty ? 1 : 0] + two(UInt16(block.count)) + two(~UInt16(block.count)) + block
        } while !rest.isEmpty
        return bytes + four(checksum(content)) + four(UInt32(truncatingIfNeeded: content.count))
    }

    /// CRC-32 of ISO 3309.
    package static func checksum(_ bytes: [UInt8]) -> UInt32 {
        bytes.withUnsafeBufferPointer { bytes in
            checksums.withUnsafeBufferPointer { table in
                var value = UInt32.max
                for byte in bytes { value = table[Int((value ^ UInt32(byte)) & 0xFF)] ^ value >> 8 }
                return ~value
            }
        }
    }

    /// By byte.
    private static let checksums = (0..<256 as Range<UInt32>).map { byte in
        (0..<8).reduce(byte) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }
}

private func two(_ number: UInt16) -> [UInt8] { [UInt8(truncatingIfNeeded: number), UInt8(number >> 8)] }

private func four(_ number: UInt32) -> [UInt8] {
    two(UInt16(truncatingIfNeeded: number)) + two(UInt16(number >> 16))
}
