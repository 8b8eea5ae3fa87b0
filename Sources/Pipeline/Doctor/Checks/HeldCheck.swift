import GRDB

/// Nothing waits for a steward.
enum HeldCheck {
    static let check = DoctorCheck("held", "暂停的报送 held deliveries") { patient in
        let count = try patient.ledger?.read { db in
            try Int.fetchOne(db, sql: "SELECT count(*) FROM submission WHERE state = 'held'")
        }
        guard let count = count ?? nil, count > 0 else { return [Diagnosis(.well, "没有", "none")] }
        return [
            Diagnosis(
                .warning, "\(count) 次报送暂停，等数据管理员裁定", "\(count) deliveries are held for a steward",
                mend: "guiji submission list --state held")
        ]
    }
}
