import Model

/// The disclosure store's tables, made from the catalogue (design §2).
///
/// For each item a table `<item>_data`, clustered by credit code; a view `<item>` with readable texts under English names, and a view with
/// the catalogue's Chinese names. Texts that repeat (authorities, kinds, states) stand once in `text`.
struct ItemSchema: Sendable {
    /// One disclosed field.
    struct Column: Sendable {
        enum Storage: Sendable { case text, repeated, real, integer }
        /// Place among a record's stored cells.
        var place: Int
        var name: String
        var title: String
        var storage: Storage

        var declaration: String {
            switch storage {
            case .text: "TEXT"
            case .repeated, .integer: "INTEGER"
            case .real: "REAL"
            }
        }
    }

    let item: Item
    let columns: [Column]

    init(_ loaded: LoadedItem) {
        item = loaded.item
        columns = loaded.shown.map { index in
            let field = loaded.item.fields[index]
            let storage: Column.Storage =
                if field.repeats { .repeated } else {
                    switch field.type {
                    case .money, .decimal: .real
                    case .integer, .year: .integer
                    default: .text
                    }
                }
            return Column(
                place: loaded.places[index], name: field.name, title: field.title, storage: storage)
        }
    }

    var dataTable: String { item.table + "_data" }

    /// The table's columns in order.
    var columnNames: [String] {
        ["credit_code", "record"] + columns.map(\.name) + ItemSchema.common.map(\.0)
    }

    /// The columns that every item has besides its own, in the views' two languages.
    static let common = [
        ("withdrawn", "已撤回"), ("source", "来源"), ("received_on", "接收日期"),
    ]

    /// Statements that make the item's table and views; repeated texts are joined in.
    var statements: [String] {
        let data = columns.map { "\(quoted($0.name)) \($0.declaration)" }
        let table = """
            CREATE TABLE IF NOT EXISTS \(dataTable) (
                credit_code TEXT NOT NULL, record INTEGER NOT NULL, \(data.joined(separator: ", ")),
                withdrawn INTEGER NOT NULL DEFAULT 0, source INTEGER, received_on TEXT,
                PRIMARY KEY (credit_code, record)) WITHOUT ROWID
            """
        var joins: [String] = []
        func expression(_ column: String, isRepeated: Bool) -> String {
            guard isRepeated else { return "d.\(quoted(column))" }
            let alias = "t\(joins.count)"
            joins.append("LEFT JOIN text \(alias) ON \(alias).id = d.\(quoted(column))")
            return "\(alias).value"
        }
        var values: [(expression: String, name: String, title: String)] = [
            ("d.credit_code", "credit_code", "统一社会信用代码"), ("d.record", "record", "记录标识"),
        ]
        for column in columns {
            values.append(
                (expression(column.name, isRepeated: column.storage == .repeated), column.name, column.title))
        }
        for (name, title) in ItemSchema.common {
            values.append((expression(name, isRepeated: name == "source"), name, title))
        }
        func view(_ name: String, _ labels: [String]) -> String {
            let list = zip(values, labels).map { "\($0.expression) AS \(quoted($1))" }.joined(separator: ", ")
            return "CREATE VIEW \(quoted(name)) AS SELECT \(list) FROM \(dataTable) d \(joins.joined(separator: " "))"
        }
        return [
            table, "DROP VIEW IF EXISTS \(quoted(item.table))", "DROP VIEW IF EXISTS \(quoted(item.title))",
            view(item.table, values.map(\.name)), view(item.title, values.map(\.title)),
        ]
    }

    /// Shows records from a ``RowFeed``, whose columns are: code, record, source, day, and the values of `columns`.
    func insert(_ columns: [String]) -> String {
        let names = ["credit_code", "record", "source", "received_on"] + columns
        return """
            INSERT OR REPLACE INTO \(dataTable) (\(names.map(quoted).joined(separator: ", ")))
            SELECT \(names.indices.map { "c\($0)" }.joined(separator: ", ")) FROM feed
            """
    }

    /// Shows that a record was withdrawn: parameters are code, record, source, day.
    var tombstone: String {
        """
        INSERT OR REPLACE INTO \(dataTable) (credit_code, record, source, received_on, withdrawn)
        VALUES (?1, ?2, ?3, ?4, 1)
        """
    }

    /// Indexes by name, built after a large first load.
    var nameIndex: String? {
        guard item.isRegister, let name = item.subject.name else { return nil }
        return """
            CREATE INDEX IF NOT EXISTS \(item.table)_by_name ON \(dataTable) (\(quoted(item.fields[name].name)))
            """
    }

    /// Indexes that a service looks subjects up by while forms are filled in: the register's numbers, and the organisation code that a credit
    /// code holds. A store that no service shares does without.
    var numberIndexes: [String] {
        guard item.isRegister else { return [] }
        let numbers = [item.subject.registrationNumber, item.subject.taxpayerNumber].compactMap(\.self)
        let names = Set(columns.map(\.name))
        return numbers.map { item.fields[$0].name }.filter(names.contains).map {
            """
            CREATE INDEX IF NOT EXISTS \(item.table)_by_\($0) ON \(dataTable) (\(quoted($0)))
                WHERE \(quoted($0)) IS NOT NULL
            """
        } + [
            """
            CREATE INDEX IF NOT EXISTS \(item.table)_by_organisation ON \(dataTable) (substr(credit_code, 9, 9))
                WHERE length(credit_code) = 18
            """
        ]
    }
}

func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }
