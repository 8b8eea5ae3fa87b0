/// What `guiji sample` is told: how much, from whom, how dirty.
package struct SampleOptions: Sendable {
    package enum EncodingChoice: String, Sendable, CaseIterable {
        case mixed
        case utf8 = "utf-8"
        case gb18030
    }

    package enum LayoutChoice: String, Sendable, CaseIterable { case mixed, csv }

    /// Licence rows over all departments that deliver licences, the relaying platform included.
    package var rows: Int
    package var seed: UInt64
    /// Departments that deliver licences, the relaying platform included.
    package var departments: Int
    /// Enterprises in the register.
    package var subjects: Int
    /// Share of rows with something wrong or odd in them.
    package var dirt: Double
    package var encoding: EncodingChoice
    package var layout: LayoutChoice
    /// Penalty rows over the same departments.
    package var penalties: Int
    /// Licences that enterprises disclose themselves.
    package var selfDisclosed: Int
    /// Folder of the project's mappings: catalogue, codes, calendar, presets.
    package var mappings: String

    /// Sizes left out follow from the number of rows.
    package init(
        rows: Int, seed: UInt64, departments: Int = 55, subjects: Int? = nil, dirt: Double = 0.02,
        encoding: EncodingChoice = .mixed, layout: LayoutChoice = .mixed, penalties: Int? = nil,
        selfDisclosed: Int? = nil, mappings: String = "Mappings"
    ) {
        self.rows = rows
        self.seed = seed
        self.departments = max(2, departments)
        self.subjects = max(20, subjects ?? rows / 5)
        self.dirt = dirt
        self.encoding = encoding
        self.layout = layout
        self.penalties = penalties ?? rows / 10
        self.selfDisclosed = selfDisclosed ?? rows / 5
        self.mappings = mappings
    }
}
