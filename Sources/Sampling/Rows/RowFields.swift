import Model

/// The fields that rows of any item may have, by what they are; nil where the item has none.
struct RowFields {
    let code, name, registrationNumber, organisationCode, taxpayerNumber: Int?
    let legalRepresentative, partyType, documentID: Int?
    let documentNumber, licenceNumber, documentName, certificateName: Int?
    let kind, content, facts, basis, violation, status, publicity: Int?
    let event, updated, validFrom, validTo: Int?
    let authority, authorityCode, sourceUnit, sourceUnitCode: Int?
    let fine, confiscated: Int?

    init(_ item: Item) {
        func field(_ names: String...) -> Int? { names.lazy.compactMap { item.field(named: $0) }.first }
        code = field("credit_code")
        name = field("party_name", "name")
        registrationNumber = field("registration_number")
        organisationCode = field("organisation_code")
        taxpayerNumber = field("taxpayer_number")
        legalRepresentative = field("legal_representative")
        partyType = field("party_type")
        documentID = field("document_id")
        documentNumber = field("document_number")
        licenceNumber = field("licence_number")
        documentName = field("document_name")
        certificateName = field("certificate_name")
        kind = field("licence_type", "penalty_type")
        content = field("content", "penalty_content")
        facts = field("violation_facts")
        basis = field("legal_basis")
        violation = field("violation_type")
        status = field("status")
        publicity = field("publicity_scope")
        event = field("decision_date", "approved_on")
        updated = field("updated_on")
        validFrom = field("valid_from")
        validTo = field("publicity_until", "valid_to")
        authority = field("authority", "registration_authority")
        authorityCode = field("authority_code")
        sourceUnit = field("source_unit")
        sourceUnitCode = field("source_unit_code")
        fine = field("fine_amount", "registered_capital")
        confiscated = field("confiscated_amount")
    }
}
