import GRDB
import Model

/// The clock does not stand before what was received already.
enum ClockCheck {
    static let check = DoctorCheck("clock", "时钟 clock") { patient in
        let times = try patient.ledger?.read { db in
            try Int.fetchOne(db, sql: "SELECT max(as_of) FROM run WHERE NOT is_as_of_given")
        }
        guard let last = times ?? nil, last > patient.now + 60 else {
            return [Diagnosis(.well, "不早于上次运行", "not before the last run")]
        }
        let behind = last - patient.now
        return [
            Diagnosis(
                .problem, "时钟比上次运行早 \(behind) 秒：新到的文件会记成更早收到",
                "the clock is \(behind) s before the last run: what comes now would be noted as received earlier",
                mend: "校准时钟（chronyc、timedatectl）后再运行 set the clock before anything runs")
        ]
    }
}
