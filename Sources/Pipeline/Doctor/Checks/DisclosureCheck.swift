import GRDB

/// The disclosure store is whole and holds what the ledger says.
enum DisclosureCheck {
    static let check = DoctorCheck("disclosure", "公示库 disclosure store") { patient in
        guard let queue = try patient.disclosure else {
            let runs = try patient.ledger?.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM submission") ?? 0 }
            guard let runs, runs > 0 else { return [Diagnosis(.well, "还没有运行过", "nothing has run yet")] }
            return [
                Diagnosis(
                    .problem, "有台账而没有公示库", "there is a ledger and no disclosure store",
                    mend: "放回公示库，或由归档重建 put it back or rebuild both: guiji replay --to 新文件夹")
            ]
        }
        var found = try StoreHealth.examine(
            queue, patient, count: "SELECT count(*) FROM applied", of: ("次运行", "runs"))
        let applied = try queue.read { try Int.fetchOne($0, sql: "SELECT max(run) FROM applied") ?? 0 }
        guard let ledger = try patient.ledger else {
            guard applied > 0 else { return found }
            found.append(
                Diagnosis(
                    .problem, "有公示库而没有台账", "there is a disclosure store and no ledger",
                    mend: "放回台账，或由归档重建 put the ledger back or rebuild both: guiji replay --to 新文件夹"))
            return found
        }
        let last = try ledger.read(Instance.lastRun)
        // A run that took in no rows gave the store nothing.
        let loaded = try ledger.read {
            try Int.fetchOne($0, sql: "SELECT max(id) FROM run WHERE seconds IS NOT NULL") ?? 0
        }
        if applied > last {
            found.append(
                Diagnosis(
                    .problem, "公示库到第 \(applied) 次运行，台账只到第 \(last) 次：台账是旧的副本",
                    "the disclosure store holds run \(applied), the ledger ends at \(last): it is an old copy",
                    mend: "放回完整的台账，或由归档重建 put the whole ledger back or rebuild both: guiji replay --to 新文件夹"))
        } else if applied < loaded {
            found.append(
                Diagnosis(
                    .warning, "公示库到第 \(applied) 次运行，台账到第 \(loaded) 次：上次在两者之间停下",
                    "the store holds run \(applied), the ledger \(loaded): the last run was stopped in between",
                    mend: "下次启动自动补完 finished by the next start: guiji run"))
        }
        return found
    }
}
