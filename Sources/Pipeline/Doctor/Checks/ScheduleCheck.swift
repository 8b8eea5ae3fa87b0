import GRDB
import GuijiConfiguration
import Scheduling

/// The jobs of the schedule ended well when they ran last.
enum ScheduleCheck {
    static let check = DoctorCheck("schedule", "任务 schedule") { patient in
        let jobs = patient.settings.schedule
        guard !jobs.isEmpty else {
            return [Diagnosis(.well, "没有设任务", "there are no jobs")]
        }
        let rows = try patient.ledger?.read { db in
            try Row.fetchAll(
                db,
                sql: "SELECT name, outcome, detail FROM job_run WHERE id IN (SELECT max(id) FROM job_run GROUP BY name)"
            ).map { (name: $0[0] as String, outcome: $0[1] as String, detail: $0[2] as String) }
        }
        let failed = (rows ?? []).filter { row in
            ["failed", "interrupted"].contains(row.outcome) && jobs.contains { $0.name == row.name }
        }
        guard failed.isEmpty else {
            return failed.map { row in
                Diagnosis(
                    .warning, "任务 \(row.name) 上次没有做成：\(row.detail)",
                    "the job \(row.name) did not end well: \(row.detail)",
                    mend: "看 guiji schedule history；改正后 guiji schedule run \(row.name)")
            }
        }
        return [Diagnosis(.well, "\(jobs.count) 项", "\(jobs.count) jobs")]
    }
}
