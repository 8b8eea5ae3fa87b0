import Bytes
import GRDB
import Ledger
import Model
import Storage

/// Reads the ledger's statements of compared items subject by subject, in order: neither the archive nor any text. Belongs to one thread.
final class HeldSubjects {
    private let rules: ConsolidationRules
    private let statements: Prepared
    /// By submission: when it came and from whom.
    private let receipts: [Int: (received: Int, source: Int)]
    private let itemNumbers: [Int: Int]
    private let bytes = ByteBuffer(capacity: 1 << 14)
    private var currents: [CurrentStatement] = []
    private var starts: [Range<Int>] = []
    /// What the current statements say, and what others of the subject's keys said.
    private var contents: [Int64] = []
    private var former: [KeyReference: FormerStatements] = [:]

    init(_ store: LedgerStore, _ connection: Connection, rules: ConsolidationRules, stretch: SubjectStretch) throws {
        self.rules = rules
        let items = rules.catalogue.items
        (receipts, itemNumbers) = try store.queue.read { db in
            let rows = try Row.fetchAll(db, sql: "SELECT id, received, source FROM submission").map {
                ($0[0] as Int, (received: $0[1] as Int, source: rules.sources[$0[2]] ?? rules.departments.count))
            }
            let known = try Row.fetchAll(db, sql: "SELECT id, name FROM item").compactMap { row in
                items.first { $0.id == row[1] as String }.map { (row[0] as Int, $0.number) }
            }
            return (Dictionary(uniqueKeysWithValues: rows), Dictionary(uniqueKeysWithValues: known))
        }
        let compared = itemNumbers.filter { rules.compared.contains($0.value) }.keys.sorted()
        statements = try Prepared(
            connection.handle,
            """
            SELECT subject, item, key, submission, row, version, rank, flags, event, content, compared, current FROM statement
            WHERE item IN (\(compared.map(String.init).joined(separator: ","))) AND \(stretch.condition)
            ORDER BY subject
            """)
        stretch.bind(to: statements)
    }

    /// Hands out each subject that has a current statement, with its current statements; they stay in place until the next one.
    /// - Parameter body: its last argument says whether the comparables of all of them are of this catalogue's form.
    func forEachSubject(_ body: (ByteSlice, [CurrentStatement], Bool) throws -> Void) throws {
        let subject = ByteBuffer(capacity: 64)
        while try statements.next() {
            let next = statements.slice(0)
            if next != subject.all {
                try handOut(subject.all, body)
                subject.removeAll()
                subject.append(next)
            }
            take()
        }
        try handOut(subject.all, body)
    }

    private func take() {
        guard let item = itemNumbers[statements.int(1)] else { return }
        let said = (key: statements.int64(2), content: statements.int64(9), version: Int32(clamping: statements.int(5)))
        guard statements.int(11) == 1 else {
            former[KeyReference(item: item, key: said.key), default: FormerStatements()].add(
                content: said.content, version: said.version)
            return
        }
        contents.append(said.content)
        let submission = statements.int(3)
        let receipt = receipts[submission] ?? (0, rules.departments.count)
        let start = bytes.count
        bytes.append(statements.blob(10))
        starts.append(start..<bytes.count)
        currents.append(
            CurrentStatement(
                item: item, submission: submission, row: statements.int(4), received: receipt.received,
                rank: statements.int(6), source: receipt.source,
                flags: RowFlags(rawValue: UInt16(clamping: statements.int(7))), version: said.version,
                event: statements.isNull(8) ? Record.noDate : Int32(clamping: statements.int(8)), isChange: false,
                keyHash: said.key, comparables: .empty, handle: 0))
    }

    private func handOut(_ subject: ByteSlice, _ body: (ByteSlice, [CurrentStatement], Bool) throws -> Void) throws {
        defer {
            currents.removeAll(keepingCapacity: true)
            starts.removeAll(keepingCapacity: true)
            contents.removeAll(keepingCapacity: true)
            former.removeAll(keepingCapacity: true)
            bytes.removeAll()
        }
        guard !currents.isEmpty else { return }
        // The bytes stand still now.
        var areReadable = true
        for index in currents.indices {
            let current = currents[index]
            if let former = former[KeyReference(item: current.item, key: current.keyHash)] {
                currents[index].isChange = former.isChange(to: (contents[index], current.version))
            }
            currents[index].comparables = bytes.slice(starts[index].lowerBound, starts[index].count)
            if !rules.hasComparables(currents[index].comparables, item: current.item) { areReadable = false }
        }
        try body(subject, currents, areReadable)
    }
}
