import Foundation
import GRDB

/// The ledger is whole.
enum LedgerCheck {
    static let check = DoctorCheck("ledger", "台账 ledger") { patient in
        guard let queue = try patient.ledger else {
            return [Diagnosis(.well, "还没有运行过", "nothing has run yet")]
        }
        return try StoreHealth.examine(
            queue, patient, count: "SELECT count(*) FROM submission", of: ("次报送", "submissions"))
    }
}

/// What SQLite itself says of a store.
enum StoreHealth {
    static func examine(
        _ queue: DatabaseQueue, _ patient: Patient, count: String, of unit: (String, String)
    ) throws -> [Diagnosis] {
        try queue.read { db in
            // The quick form leaves out whether indexes agree with their tables.
            let check = patient.isThorough ? "integrity_check" : "quick_check"
            let problems = try problems(db, check)
            guard problems.isEmpty else {
                let text = problems.joined(separator: "; ")
                return [
                    Diagnosis(
                        .problem, "文件已损坏：\(text)", "the file is damaged: \(text)",
                        mend: "停止服务，由归档重建 stop the service and rebuild it: guiji replay --to 新文件夹")
                ]
            }
            let rows = try Int.fetchOne(db, sql: count) ?? 0
            return [Diagnosis(.well, "完好，\(rows) \(unit.0)", "whole, \(rows) \(unit.1)")]
        }
    }

    /// The first few things that are wrong.
    ///
    /// SQLite 3.40 takes other columns for NULL where a table without rowid has a column of its key behind others; the table itself tells.
    private static func problems(_ db: Database, _ check: String) throws -> [String] {
        let all = try String.fetchCursor(db, sql: "PRAGMA \(check)(\(Int32.max))")
        var isNull: [String: Bool] = [:]
        var found: [String] = []
        while found.count < 5, let problem = try all.next() {
            if problem == "ok" { continue }
            if let (_, table, column) = problem.wholeMatch(of: /NULL value in (\w+)\.(\w+)/)?.output {
                let sql = "SELECT EXISTS (SELECT 1 FROM \"\(table)\" WHERE typeof(\"\(column)\") = 'null')"
                let known = try isNull[problem] ?? (Bool.fetchOne(db, sql: sql) ?? true)
                isNull[problem] = known
                if !known { continue }
            }
            found.append(problem)
        }
        return found
    }
}
