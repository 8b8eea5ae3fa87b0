import Model

/// A kind of dirt that departments' rows have, with what the rules make of it.
enum Dirt: Int, CaseIterable {
    // Rejected.
    case wrongCheck, swapped, wrongLetter, shortCode, citizenNumber, scientificCode, wrongAuthorityCode
    case impossibleDate, futureDate, dateOrder, twoDigitYear
    case placeholderInRequired, noName, noIdentifier, noDocumentNumber
    case notInList, tooLong
    /// A row over the limit of a mebibyte: once in an instance, at the end of what enterprises disclose.
    case overlong
    case fineWithoutAmount, negativeAmount, amountInWords
    case personWithCode
    case tooManyCells, tooFewCells, strayQuote, unclosedQuote, nul, undecodable
    // Repaired or suspected: taken all the same.
    case lowerCase, fullWidth, innerSpace, numberInCode, organisationInCode, taxpayerInCode
    case excelSerial, otherDateForm, placeholder, unitSuspicion, mojibake

    /// The rules whose errors reject the row; none where it is taken.
    var errors: [String] {
        switch self {
        case .wrongCheck, .swapped, .wrongAuthorityCode: ["credit-code-check"]
        case .wrongLetter, .shortCode: ["credit-code-form"]
        case .citizenNumber: ["citizen-number-in-code-field"]
        case .scientificCode: ["scientific-notation"]
        case .impossibleDate: ["impossible-date"]
        case .futureDate: ["future-date"]
        case .dateOrder: ["date-order"]
        case .twoDigitYear: ["date-format"]
        case .placeholderInRequired, .noName: ["required"]
        case .noIdentifier, .noDocumentNumber: ["one-of"]
        case .notInList: ["not-in-list"]
        case .tooLong: ["too-long"]
        case .overlong: ["row-too-long"]
        case .fineWithoutAmount: ["conditional-requirement"]
        case .negativeAmount: ["number-range"]
        case .amountInWords: ["number-format"]
        case .personWithCode: ["natural-person-with-organisation-code"]
        case .tooManyCells, .tooFewCells: ["ragged-row"]
        case .strayQuote: ["stray-quote"]
        case .unclosedQuote: ["unclosed-quote"]
        case .nul: ["nul-byte"]
        case .undecodable: ["undecodable"]
        case .lowerCase, .fullWidth, .innerSpace, .numberInCode, .organisationInCode, .taxpayerInCode, .excelSerial,
            .otherDateForm, .placeholder, .unitSuspicion, .mojibake:
            []
        }
    }

    var isRejected: Bool { !errors.isEmpty }

    /// Whether the bytes of the row are damaged rather than a value.
    var isDamage: Bool { rawValue >= Dirt.tooManyCells.rawValue && rawValue <= Dirt.undecodable.rawValue }

    /// Whether the subject is still found, but by another identifier in the code's place.
    var replacesCode: Bool {
        switch self {
        case .numberInCode, .organisationInCode, .taxpayerInCode: true
        default: false
        }
    }

    /// The kinds that files of this layout can have.
    static func possible(in layout: SampleLayout, _ fields: RowFields) -> [Dirt] {
        allCases.filter { $0.isPossible(in: layout, fields) }
    }

    private func isPossible(in layout: SampleLayout, _ fields: RowFields) -> Bool {
        let isRegister = layout.item.isRegister
        let item = layout.item.id
        switch self {
        case .overlong: return false
        case .wrongAuthorityCode: return layout.has(fields.authorityCode)
        case .futureDate: return layout.has(fields.updated) && item != "self-licence"
        case .dateOrder: return layout.has(fields.validTo)
        // Another date could be the same by chance, and then agree with the department's after all.
        case .excelSerial, .otherDateForm: return !isRegister && item != "self-licence"
        case .noDocumentNumber: return item == "licence" || item == "self-licence"
        case .placeholderInRequired: return layout.has(fields.content) && item != "self-licence"
        case .notInList: return layout.has(fields.kind) || layout.has(fields.status)
        case .fineWithoutAmount, .unitSuspicion: return item == "penalty" && layout.has(fields.fine)
        case .negativeAmount: return layout.has(fields.fine)
        case .amountInWords:
            return layout.has(fields.fine) && fields.fine.map { !layout.item.fields[$0].isLenient } ?? false
        case .personWithCode: return layout.has(fields.partyType)
        case .tooManyCells, .tooFewCells, .strayQuote, .unclosedQuote, .nul, .undecodable: return !layout.isXML
        case .numberInCode, .organisationInCode, .taxpayerInCode: return item == "licence" || item == "penalty"
        case .placeholder: return layout.has(fields.registrationNumber) && !isRegister
        case .mojibake: return layout.has(fields.content)
        default: return true
        }
    }
}
