package import Model

/// One thing that can be wrong with a row, or one repair: the second stage's plug-in, one file each in `Rules/`.
///
/// A rule looks at a whole column at a time and reports what it finds; on the path where nothing is wrong it allocates nothing.
/// Rules run in the order of ``ruleTypes``, so a rule sees the repairs of those before it. Rows that are damaged are empty by
/// then: a rule that looks for what is absent skips them.
package protocol Rule: Sendable {
    /// What the rule says of a row, and how it is mended; several where one look decides between them, none for a repair that
    /// leaves no trace.
    static var facts: [RuleFacts] { get }

    /// Prepares the rule for one item and layout; nil where it has nothing to look at there.
    init?(_ context: RuleContext)

    func check(_ batch: Batch, _ report: FindingReport)
}

/// What a rule may know besides the batch.
package struct RuleContext {
    package let item: Item
    package let mapping: Mapping
    /// What the file is: type name of its extractor.
    package let format: String
    package let department: Department
    package let lists: PreparedLists
    package let settings: ValidationSettings
    /// The day of receipt, since 1970-01-01.
    package let receiptDay: Int

    package init(
        item: Item, mapping: Mapping, format: String, department: Department, lists: PreparedLists,
        settings: ValidationSettings, receiptDay: Int
    ) {
        self.item = item
        self.mapping = mapping
        self.format = format
        self.department = department
        self.lists = lists
        self.settings = settings
        self.receiptDay = receiptDay
    }

    /// The fields of these types, by their place in the item.
    func fields(where isMeant: (Field) -> Bool) -> [Int] { item.fields.indices.filter { isMeant(item.fields[$0]) } }

    /// Whether rows of this layout can have a value in the field at all.
    func hasColumn(_ field: Int) -> Bool {
        mapping.columns.contains { $0.field == field } || mapping.constants.contains { $0.field == field }
    }
}
