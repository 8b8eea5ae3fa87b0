import Bytes
import GRDB
import Loading
import Model

/// How a record stands in the disclosure store.
struct DisclosedRecord: Equatable {
    /// Whose statement is current.
    var department: String
    /// Its authority, 0 being the highest; nil where what it depends on is not shown.
    var rank: Int?
    /// Its version, days since 1970; nil where that is not shown.
    var version: Int32?
}

/// Finds records in the disclosure store by what they are about: one look-up by the table's key.
struct DisclosedRecords: Sendable {
    private let store: DisclosureReader
    private let context: RecordContext
    /// By the numbers of items.
    private let plans: [Plan]
    private let departments: [String: Department]

    private struct Plan: Sendable {
        var select: String
        /// Whether all dates that tell versions are shown.
        var showsVersion: Bool
        /// Whether a rank can be told from what is shown.
        var showsRank: Bool
        /// How many dates tell versions.
        var dates: Int
    }

    init(_ store: DisclosureReader, _ context: RecordContext) {
        self.store = store
        self.context = context
        departments = Dictionary(context.departments.map { ($0.title, $0) }) { first, _ in first }
        plans = context.catalogue.items.map { item in
            func shown(_ field: Int) -> Bool { item.fields[field].disclosure != .no && field != item.subject.code }
            func column(_ field: Int?) -> String {
                field.flatMap { shown($0) ? item.fields[$0].name : nil } ?? "NULL"
            }
            let columns =
                ["source", "withdrawn", column(item.madeBy), column(item.eventDate)] + item.version.map(column)
            return Plan(
                select:
                    "SELECT \(columns.joined(separator: ", ")) FROM \(item.table) WHERE credit_code = ? AND record = ?",
                showsVersion: item.version.allSatisfy(shown),
                showsRank: [item.madeBy, item.eventDate].allSatisfy { $0.map(shown) ?? true },
                dates: item.version.count)
        }
    }

    /// - Parameter record: its number.
    /// - Returns: nil where it is not disclosed, or by no department of the configuration.
    func find(_ subject: String, _ record: Int64, of item: Item) throws -> DisclosedRecord? {
        let plan = plans[item.number]
        let row = try store.read { db in
            try Row.fetchOne(try db.cachedStatement(sql: plan.select), arguments: [subject, record])
        }
        guard let row = row ?? nil, let title: String = row[0], let department = departments[title] else { return nil }
        var found = DisclosedRecord(department: department.id)
        // A record that was withdrawn keeps no values.
        guard row[1] == 0 else { return found }
        func day(_ index: Int) -> Int? { (row[index] as String?).flatMap(CivilDate.parse) }
        if plan.showsVersion {
            found.version = (0..<plan.dates).lazy.compactMap { day(4 + $0) }.first.map { Int32(clamping: $0) }
        }
        if plan.showsRank {
            found.rank = context.catalogue.authority.rank(
                item: item.id, department: department.id, region: department.region,
                isMaker: (row[2] as String?) == department.code && !department.code.isEmpty, eventDay: day(3))
        }
        return found
    }
}
