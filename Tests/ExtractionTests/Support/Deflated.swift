import CZlib

/// Bytes packed by Deflate as zip archives hold them, or with gzip's header around them.
enum Deflated {
    static func raw(_ bytes: [UInt8]) -> [UInt8] { pack(bytes, window: -15) }
    static func gzip(_ bytes: [UInt8]) -> [UInt8] { pack(bytes, window: 31) }

    private static func pack(_ bytes: [UInt8], window: Int32) -> [UInt8] {
        var stream = z_stream()
        deflateInit2_(
            &stream, 9, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        defer { deflateEnd(&stream) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 64)
        return input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                deflate(&stream, Z_FINISH)
                return Array(output.prefix(output.count - Int(stream.avail_out)))
            }
        }
    }
}
