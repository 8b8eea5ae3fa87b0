package import Model

/// The rules of the record stage in the order in which they run: repairs first, then what looks at one field, then at several.
package let ruleTypes: [any Rule.Type] = [
    DamagedRow.self,
    Trimming.self,
    FullWidth.self,
    LowerCase.self,
    Placeholder.self,
    MappedSpelling.self,
    NotInList.self,
    NaturalPerson.self,
    NotForDisclosure.self,
    Withdrawn.self,
    Changed.self,
    ScientificNotation.self,
    CitizenNumberInCodeField.self,
    RegistrationNumberInCodeField.self,
    OrganisationCodeInCodeField.self,
    TaxpayerNumberInCodeField.self,
    CreditCodeForm.self,
    CreditCodeCheck.self,
    InnerOrganisationCode.self,
    UnknownRegion.self,
    RetiredRegion.self,
    UnknownAuthorityClass.self,
    RegistrationNumberCheck.self,
    OrganisationCodeCheck.self,
    ExcelSerial.self,
    DateReading.self,
    NumberReading.self,
    ImpossibleDate.self,
    DateFormat.self,
    NumberFormat.self,
    NumberRange.self,
    Required.self,
    OneOf.self,
    ConditionalRequirement.self,
    ForbiddenField.self,
    NaturalPersonWithOrganisationCode.self,
    TooLong.self,
    FutureDate.self,
    DateOrder.self,
    UnitSuspicion.self,
    Mojibake.self,
]

/// Everything a finding can say: the record stage's rules, and the facts about files and subjects that later stages find.
package enum RuleCatalogue {
    /// In the order of the rules; the place is the rule's number.
    package static let facts: [RuleFacts] = ruleTypes.flatMap { $0.facts } + FileRules.facts + SubjectRules.facts

    static let numbers: [String: Int] = Dictionary(
        uniqueKeysWithValues: facts.enumerated().map { ($1.id, $0) })

    package static func facts(_ id: String) -> RuleFacts? { numbers[id].map { facts[$0] } }

    /// The severity that holds in this instance; nil where the rule is off.
    package static func severity(of facts: RuleFacts, _ settings: ValidationSettings) -> Severity? {
        if let changed = settings.severities[facts.id] { return changed }
        return facts.severity
    }
}
