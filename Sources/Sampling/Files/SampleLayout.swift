import Model

/// The columns of a department's files of one item: which fields, under which labels.
struct SampleLayout {
    struct Column {
        var field: Int
        var label: String
    }

    let item: Item
    let mapping: Mapping
    let style: FileStyle
    let columns: [Column]
    private let present: [Bool]
    private let constant: [Bool]

    /// - Parameter wanted: names of the fields that have a column; nil for all of the mapping's.
    init(item: Item, mapping: Mapping, style: FileStyle, wanted: [String]?) {
        self.item = item
        self.mapping = mapping
        self.style = style
        let known = Dictionary(mapping.columns.map { ($0.field, $0.labels.first ?? "") }) { first, _ in first }
        let fields = wanted?.compactMap { item.field(named: $0) } ?? mapping.columns.map(\.field)
        columns = fields.compactMap { field in known[field].map { Column(field: field, label: $0) } }
        var present = [Bool](repeating: false, count: item.fields.count)
        for column in columns { present[column.field] = true }
        self.present = present
        var constant = [Bool](repeating: false, count: item.fields.count)
        for value in mapping.constants { constant[value.field] = true }
        self.constant = constant
    }

    var isXML: Bool { mapping.format == "xml" }

    /// Whether the file has a column for the field.
    func has(_ field: Int?) -> Bool { field.map { present[$0] } ?? false }

    /// Whether rows of the file have a value for the field, by a column or by the mapping.
    func gives(_ field: Int?) -> Bool { field.map { present[$0] || constant[$0] } ?? false }
}

extension SampleLayout {
    /// The columns that the official templates of 2018 have and departments fill in.
    static let licenceFields = [
        "party_name", "party_type", "credit_code", "registration_number", "organisation_code", "taxpayer_number",
        "legal_representative", "document_id", "document_name", "document_number", "licence_type", "certificate_name",
        "licence_number", "content", "decision_date", "valid_from", "valid_to", "authority", "authority_code",
        "status", "source_unit", "source_unit_code", "publicity_scope", "updated_on",
    ]

    static let penaltyFields = [
        "party_name", "party_type", "credit_code", "registration_number", "organisation_code", "taxpayer_number",
        "legal_representative", "document_id", "document_number", "violation_type", "violation_facts", "legal_basis",
        "penalty_type", "penalty_content", "fine_amount", "confiscated_amount", "decision_date", "publicity_until",
        "authority", "authority_code", "status", "source_unit", "publicity_scope", "updated_on",
    ]

    static let registrationFields = [
        "credit_code", "registration_number", "taxpayer_number", "name", "former_names", "enterprise_type",
        "legal_representative", "registered_capital", "established_on", "approved_on", "valid_from", "valid_to",
        "registration_authority", "status", "address", "business_scope", "industry", "region",
    ]

    /// What of these a layout has; layouts of other kinds deliver all their columns.
    static func wanted(_ item: String, preset: String) -> [String]? {
        switch item {
        case "licence" where !preset.hasPrefix("gsxt"): licenceFields
        case "penalty" where !preset.hasPrefix("gsxt"): penaltyFields
        case "registration" where preset == "registry-full": registrationFields
        default: nil
        }
    }
}
