import Bytes
import Model

@testable import Extraction

/// Text in the encodings that departments send.
enum Encoded {
    static func bytes(_ text: String, _ encoding: TextEncoding) -> [UInt8] {
        switch encoding {
        case .utf8: Array(text.utf8)
        case .utf16LittleEndian: text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        case .utf16BigEndian: text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        case .gb18030: text.unicodeScalars.flatMap(gb)
        }
    }

    static func gb(_ scalar: Unicode.Scalar) -> [UInt8] {
        if scalar.value < 0x80 { return [UInt8(scalar.value)] }
        if scalar.value >= 0x10000 { return fourBytes(Int(scalar.value) - 0x10000 + 189_000) }
        guard let bytes = table[scalar] else { preconditionFailure("no code for \(scalar)") }
        return bytes
    }

    /// What the decoder makes of every two-byte code and every four-byte code of the basic plane, the other way round.
    private static let table: [Unicode.Scalar: [UInt8]] = {
        let transcoder = Transcoder(.gb18030)
        let output = ByteBuffer()
        var table: [Unicode.Scalar: [UInt8]] = [:]
        func add(_ code: [UInt8]) {
            output.removeAll()
            let result = code.withSlice { transcoder.decode($0, into: output, isLast: true) }
            guard result.replaced == 0, let scalar = output.all.string.unicodeScalars.first else { return }
            if table[scalar] == nil { table[scalar] = code }
        }
        for lead in UInt8(0x81)...0xFE { for trail in UInt8(0x40)...0xFE where trail != 0x7F { add([lead, trail]) } }
        for index in 0..<39_420 { add(fourBytes(index)) }
        return table
    }()

    static func fourBytes(_ index: Int) -> [UInt8] {
        [
            UInt8(0x81 + index / 12_600), UInt8(0x30 + index / 1260 % 10), UInt8(0x81 + index / 10 % 126),
            UInt8(0x30 + index % 10),
        ]
    }
}

/// A small generator with a seed, so that a failing case can be had again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
