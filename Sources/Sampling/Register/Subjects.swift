import Bytes

/// What is special about an enterprise of the register.
enum SubjectKind: Equatable {
    case normal
    /// Registered by an old registration number only.
    case numberOnly
    /// First registered by its number, then again with its credit code.
    case crosswalk
    /// Positions 9–17 of the code are no organisation code.
    case wrongInner
    case unknownRegion, retiredRegion, unknownClass
    /// A later delivery has a new name.
    case renamed
    /// The register has the code twice, with two names.
    case twoNames
    /// Bears the name of the enterprise before it.
    case sharedName

    var hasCode: Bool { self != .numberOnly }
}

/// The register of fictitious enterprises: any of them is made from its number alone, so it takes no memory.
final class Subjects {
    let count: Int
    private let seed: UInt64
    private let regions: [[UInt8]]

    // What the last call of ``load(_:)`` made; valid until the next one.
    private(set) var number = 0
    private(set) var kind = SubjectKind.normal
    private(set) var hasRegistrationNumber = false
    let code = ByteBuffer(capacity: 64)
    let organisationCode = ByteBuffer(capacity: 64)
    let registrationNumber = ByteBuffer(capacity: 64)
    /// The form of taxpayer numbers before the credit code: region and organisation code.
    let oldTaxpayerNumber = ByteBuffer(capacity: 64)
    let name = ByteBuffer(capacity: 256)
    let legalRepresentative = ByteBuffer(capacity: 64)
    private(set) var region: [UInt8] = []
    /// Day of establishment, since 1970-01-01.
    private(set) var established = 0

    /// - Parameter regions: current county codes of six digits.
    init(seed: UInt64, count: Int, regions: [String]) {
        self.seed = seed
        self.count = count
        self.regions = (regions.isEmpty ? ["330102"] : regions).map { Array($0.utf8) }
    }

    /// The kind of an enterprise: the first ones show every kind, beyond them a few in a thousand.
    func kind(of number: Int) -> SubjectKind {
        let kinds: [SubjectKind] = [
            .normal, .numberOnly, .crosswalk, .wrongInner, .unknownRegion, .retiredRegion, .unknownClass, .renamed,
            .twoNames, .normal, .sharedName,
        ]
        if number < kinds.count { return kinds[number] }
        guard number < count else { return .normal }
        var dice = Dice(seed, .subject, number, 1)
        switch dice.below(1000) {
        case 0..<4: return .numberOnly
        case 4..<8: return .crosswalk
        case 8..<10: return .wrongInner
        case 10..<12: return .unknownRegion
        case 12..<14: return .retiredRegion
        case 14..<16: return .unknownClass
        case 16..<20: return .renamed
        case 20..<22: return .twoNames
        case 22..<24: return kind(of: number - 1) == .normal ? .sharedName : .normal
        default: return .normal
        }
    }

    func load(_ number: Int) {
        var dice = Dice(seed, .subject, number)
        self.number = number
        kind = kind(of: number)
        hasRegistrationNumber = kind == .numberOnly || kind == .crosswalk || dice.below(10) < 3
        region = regions[dice.below(regions.count)]
        established = 11_000 + dice.below(8_500)
        for buffer in [code, organisationCode, registrationNumber, oldTaxpayerNumber, legalRepresentative] {
            buffer.removeAll()
        }
        let place = Subjects.spread(number, modulus: 887_503_681, factor: 314_159_265)
        Identifiers.appendOrganisationCode(place, to: organisationCode)
        if kind == .wrongInner {
            organisationCode.base[8] = organisationCode.base[8] == 0x31 ? 0x32 : 0x31
        }
        region.withSlice { region in
            Identifiers.appendRegistrationNumber(region: region, sequence: number % 100_000_000, to: registrationNumber)
            oldTaxpayerNumber.append(region)
            oldTaxpayerNumber.append(organisationCode.all)
        }
        let codeRegion: [UInt8] =
            switch kind {
            case .unknownRegion: Array("339988".utf8)
            case .retiredRegion: Array("330103".utf8)
            default: region
            }
        codeRegion.withSlice {
            Identifiers.appendCreditCode(
                kind: kind == .unknownClass ? "98" : "91", region: $0, organisation: organisationCode.all, to: code)
        }
        writeName(of: kind == .sharedName ? number - 1 : number, to: name)
        legalRepresentative.append(NameTables.surnames[dice.below(NameTables.surnames.count)])
        for _ in 0...dice.below(2) { legalRepresentative.append(NameTables.given[dice.below(NameTables.given.count)]) }
    }

    /// The name that a renamed enterprise, or the rival of one with two names, has.
    func writeSecondName(to buffer: ByteBuffer) {
        buffer.removeAll()
        buffer.append("示例市新")
        buffer.append(name.slice(9, name.count - 9))
    }

    /// A name of its own for each number below 14 million.
    private func writeName(of number: Int, to buffer: ByteBuffer) {
        let brands = NameTables.brands
        let trades = NameTables.trades
        let size = brands.count * brands.count * brands.count * trades.count
        var rest = Subjects.spread(number, modulus: size, factor: 2_718_281)
        buffer.removeAll()
        buffer.append("示例市")
        for _ in 0..<3 {
            buffer.append(brands[rest % brands.count])
            rest /= brands.count
        }
        if number % 9 == 4 { buffer.append("（集团）") }
        buffer.append(trades[rest % trades.count])
        buffer.append(number % 4 == 1 ? "有限责任公司" : "有限公司")
        if number >= size { buffer.append("（\(number / size)分部）") }
    }

    /// A permutation of 0 ..< modulus, so that neighbours look unrelated; `factor` has no factor in common with the modulus.
    private static func spread(_ number: Int, modulus: Int, factor: Int) -> Int {
        Int((UInt64(number % modulus) &* UInt64(factor) &+ 12_345) % UInt64(modulus))
    }
}
