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
            let problems = try String.fetchAll(db, sql: "PRAGMA \(check)(5)").filter { $0 != "ok" }
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
}
