/// What a value in a credit-code column really is, by its length, form and check.
package enum IdentifierKind: UInt8, CaseIterable, Sendable {
    case creditCode, citizenNumber, registrationNumber, organisationCode, taxpayerNumber, unknown

    /// The kind of `slice`, which is trimmed, half-width and upper-case.
    ///
    /// A citizen number may satisfy the check of the credit code by chance: it counts as a credit code only where authority and
    /// class are a known pair and positions 9–17 are a valid organisation code, for taking a person's number for a code is
    /// the worse mistake. Fifteen digits are a registration number if the check digit says so (one in ten does by chance),
    /// else a citizen number of the old form, else a taxpayer number.
    package static func classify(_ slice: ByteSlice) -> IdentifierKind {
        switch slice.count {
        case 9, 10:
            return OrganisationCode.isValid(slice) ? .organisationCode : .unknown
        case 13, 14:
            return slice.isDigits ? .registrationNumber : .unknown
        case 15:
            if RegistrationNumber.isValid15(slice) || RegistrationNumber.isOldForm(slice) { return .registrationNumber }
            if CitizenNumber.looksLike15(slice) { return .citizenNumber }
            return TaxpayerNumber.isValid(slice) ? .taxpayerNumber : .unknown
        case 18:
            let isCredit = CreditCode.isValid(slice)
            if CitizenNumber.isValid(slice) {
                let isSurelyCredit = isCredit && hasKnownClass(slice) && CreditCode.hasValidOrganisationCode(slice)
                return isSurelyCredit ? .creditCode : .citizenNumber
            }
            if isCredit { return .creditCode }
            if RegistrationNumber.isOldForm(slice) { return .registrationNumber }
        case 20:
            if TaxpayerNumber.isValid(slice) { return .taxpayerNumber }
        default: break
        }
        return RegistrationNumber.isTextForm(slice) ? .registrationNumber : .unknown
    }

    /// Whether the first two characters are an authority and a class of GB 32100-2015, table 1, that begin with a digit, as the
    /// only ones that a citizen number can be taken for.
    private static func hasKnownClass(_ slice: ByteSlice) -> Bool {
        let second = slice.base[1]
        let classes: StaticString =
            switch slice.base[0] {
            case UInt8(ascii: "1"): "1239"
            case UInt8(ascii: "3"): "123459"
            case UInt8(ascii: "5"): "12349"
            case UInt8(ascii: "6"), UInt8(ascii: "7"): "129"
            case UInt8(ascii: "2"), UInt8(ascii: "4"), UInt8(ascii: "8"): "19"
            case UInt8(ascii: "9"): "123"
            default: ""
            }
        var index = 0
        while index < classes.utf8CodeUnitCount {
            if classes.utf8Start[index] == second { return true }
            index += 1
        }
        return false
    }
}
