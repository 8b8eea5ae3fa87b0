import Testing

@testable import Bytes

@Suite("SipHash-2-4")
struct SipHashTests {
    /// The reference implementation's vectors (vectors.h, 64 bits): key 00…0f, input 00…(length − 1).
    static let vectors: [UInt64] = [
        0x726f_db47_dd0e_0e31, 0x74f8_39c5_93dc_67fd, 0x0d6c_8009_d9a9_4f5a, 0x8567_6696_d7fb_7e2d,
        0xcf27_94e0_2771_87b7, 0x1876_5564_cd99_a68d, 0xcbc9_466e_58fe_e3ce, 0xab02_00f5_8b01_d137,
        0x93f5_f579_9a93_2462, 0x9e00_82df_0ba9_e4b0, 0x7a5d_bbc5_94dd_b9f3, 0xf4b3_2f46_226b_ada7,
        0x751e_8fbc_860e_e5fb, 0x14ea_5627_c084_3d90, 0xf723_ca90_8e7a_f2ee, 0xa129_ca61_49be_45e5,
    ]

    static func referenceHasher() -> SipHasher {
        SipHasher(key0: 0x0706_0504_0302_0100, key1: 0x0f0e_0d0c_0b0a_0908)
    }

    @Test(arguments: vectors.indices)
    func agreesWithTheReferenceVectors(length: Int) {
        let input = (0..<length).map { UInt8($0) }
        var hasher = Self.referenceHasher()
        input.withSlice { hasher.append($0) }
        #expect(hasher.finish64() == Self.vectors[length])
    }

    @Test func piecesHashAsOneRun() {
        let input = (0..<67).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let whole = input.withSlice { sipHash64($0) }
        for first in 0...input.count {
            for second in stride(from: first, through: input.count, by: 5) {
                var hasher = SipHasher()
                input.withSlice { slice in
                    hasher.append(slice[0..<first])
                    hasher.append(slice[first..<second])
                    hasher.append(slice[second..<slice.count])
                }
                #expect(hasher.finish64() == whole)
            }
        }
        var bytewise = SipHasher()
        for byte in input { bytewise.append(byte) }
        #expect(bytewise.finish64() == whole)
    }

    @Test(arguments: 0..<8)
    func aWordIsItsEightBytes(offset: Int) {
        let word: UInt64 = 0x8877_6655_4433_2211
        var words = Self.referenceHasher()
        var bytes = Self.referenceHasher()
        for index in 0..<offset {
            words.append(UInt8(index))
            bytes.append(UInt8(index))
        }
        words.append(word)
        for index in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: word >> (8 * UInt64(index)))) }
        #expect(words.finish64() == bytes.finish64())
    }

    @Test func finishingLeavesTheHasherUsable() {
        var hasher = SipHasher()
        "归集".withSlice { hasher.append($0) }
        #expect(hasher.finish64() == hasher.finish64())
        #expect(hasher.finish64() == "归集".withSlice { sipHash64($0) })
    }

    /// Stored hashes depend on the default key: this value must never change.
    @Test func theDefaultKeyIsFixed() {
        #expect("归集".withSlice { sipHash64($0) } == 0xb185_95aa_ed2f_564f)
    }
}
