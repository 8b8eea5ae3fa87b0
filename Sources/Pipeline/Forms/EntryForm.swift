import GuijiConfiguration
import Model

/// Manual entry (在线填报): one form for each item, made of the catalogue. What is filled in is a delivery of one row, in JSON by the fields' names.
enum EntryForm {
    /// The channel, and the name of the mapping that reads what it brings.
    static let name = "entry"

    /// Reads a form of an item, whoever filled it in; no department has to configure it.
    static func mapping(_ item: Item, department: String) -> Mapping {
        Mapping(
            department: department, name: name, item: item.number, format: "json",
            columns: item.fields.enumerated().map { Mapping.Column(field: $0, labels: [$1.name]) },
            ignore: notes)
    }

    /// How a form of an item is read, known beforehand.
    static func layout(_ item: Item) -> Layout {
        var layout = Layout(format: "json", encoding: .utf8, byteOrderMark: 0)
        layout.columns = item.fields.map(\.name) + notes
        layout.fields = Array(item.fields.indices) + notes.map { _ in nil }
        return layout
    }

    /// Beside the fields: why a record is corrected or withdrawn; which filling-in it is.
    static let notes = [reason, "_id"]
    static let reason = "_reason"

    /// The name of a form's delivery tells its item: `licence~4k2m.json`.
    static func item(ofFile name: String, among items: [Item]) -> Item? {
        guard let end = name.firstIndex(of: "~") else { return nil }
        return items.first { $0.id == name[..<end] }
    }
}
