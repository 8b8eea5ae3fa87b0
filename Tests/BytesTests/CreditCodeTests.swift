import Testing

@testable import Bytes

@Suite("Unified social credit code")
struct CreditCodeTests {
    static let validCodes = [
        "91350100M000100Y43", "9111000071093123XX", "91110000600037341L", "N1110108MA0000007J", "91320281MA1MCX0T1G",
        "91220181748412101B", "12420112441379036X", "124203814218074866",
    ]

    @Test(arguments: validCodes)
    func acceptsRealCodes(code: String) {
        code.withSlice { slice in
            #expect(CreditCode.check(slice) == .valid)
            #expect(CreditCode.isValid(slice))
            #expect(CreditCode.checkCharacter(of: slice[0..<17]) == slice[17])
            #expect(CreditCode.hasValidOrganisationCode(slice))
        }
    }

    @Test(arguments: [
        ("", CreditCode.Verdict.wrongLength), ("91350100M000100Y4", .wrongLength),
        ("91350100M000100Y433", .wrongLength),
        ("91350100M000100Y44", .wrongCheck(expected: UInt8(ascii: "3"))),
        ("91350100m000100Y43", .wrongCharacter(position: 9)),
        ("91350100M000I00Y43", .wrongCharacter(position: 13)), ("91350100M000100Y4Z", .wrongCharacter(position: 18)),
        ("O1350100M000100Y43", .wrongCharacter(position: 1)), ("91A50100M000100Y43", .wrongCharacter(position: 3)),
        ("9135010AM000100Y43", .wrongCharacter(position: 8)), ("91110000600037341 ", .wrongCharacter(position: 18)),
        ("9111000060003734归", .wrongLength),
    ])
    func saysWhatIsWrong(code: String, verdict: CreditCode.Verdict) {
        #expect(code.withSlice { CreditCode.check($0) } == verdict)
    }

    @Test func checkCharacterNeedsSeventeenAllowedCharacters() {
        #expect("91350100M000100Y".withSlice { CreditCode.checkCharacter(of: $0) } == nil)
        #expect("91350100M000100I4".withSlice { CreditCode.checkCharacter(of: $0) } == nil)
    }

    @Test func anInnerOrganisationCodeMayFail() {
        #expect("91350100M000100Y43".withSlice { CreditCode.hasValidOrganisationCode($0) })
        #expect(!"91350100M000100X43".withSlice { CreditCode.hasValidOrganisationCode($0) })
        #expect(!"91350100".withSlice { CreditCode.hasValidOrganisationCode($0) })
    }

    static func repairs(_ code: String) -> [String] {
        var found: [String] = []
        code.withSlice { CreditCode.forEachRepair($0) { found.append($0.string) } }
        return found
    }

    /// All single replacements and adjacent swaps, tried one by one.
    static func repairsByBruteForce(_ code: String) -> Set<String> {
        let bytes = Array(code.utf8)
        var found: Set<String> = []
        func keep(_ candidate: [UInt8]) {
            if candidate != bytes, candidate.withSlice({ CreditCode.isValid($0) }) {
                found.insert(String(decoding: candidate, as: UTF8.self))
            }
        }
        for position in bytes.indices {
            for byte in "0123456789ABCDEFGHJKLMNPQRTUWXY".utf8 {
                var candidate = bytes
                candidate[position] = byte
                keep(candidate)
            }
            var candidate = bytes
            if position > 0 { candidate.swapAt(position - 1, position) }
            keep(candidate)
        }
        return found
    }

    @Test(arguments: [
        "91350100M000100Y44", "91350100M00O100Y43", "91350100M0001 0Y43", "91350100M00010Y043", "9135010M0000100Y43",
        "9I350100M000100Y43", "91350100M000100Y4Z", "91429004MA48704X62", "91510100201997492Y", "9144011171248754XE",
        "II350100M000100Y43", "000000000000000001", "91350100M000100Y43",
    ])
    func repairsAreThoseOfBruteForceAndComeOnce(code: String) {
        let found = Self.repairs(code)
        #expect(Set(found) == Self.repairsByBruteForce(code))
        #expect(found.count == Set(found).count)
        #expect(found == Self.repairs(code))
    }

    @Test(arguments: validCodes)
    func everySingleErrorIsRepaired(code: String) {
        let bytes = Array(code.utf8)
        for position in bytes.indices {
            for byte in "05AIOSVZ归".utf8 where byte != bytes[position] {
                var wrong = bytes
                wrong[position] = byte
                var found: [[UInt8]] = []
                wrong.withSlice { CreditCode.forEachRepair($0) { found.append($0.bytes) } }
                #expect(found.contains(bytes))
            }
            guard position > 0, bytes[position] != bytes[position - 1] else { continue }
            var swapped = bytes
            swapped.swapAt(position - 1, position)
            // A letter swapped into the region leaves one character to replace or to swap back.
            var found: [[UInt8]] = []
            swapped.withSlice { CreditCode.forEachRepair($0) { found.append($0.bytes) } }
            #expect(found.contains(bytes))
        }
    }

    @Test func nothingToRepairInOtherLengths() {
        #expect(Self.repairs("91350100M000100Y4").isEmpty)
        #expect(Self.repairs("").isEmpty)
    }
}
