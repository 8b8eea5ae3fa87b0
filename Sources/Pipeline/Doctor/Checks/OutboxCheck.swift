import Foundation
import GRDB
import GuijiConfiguration
import Ledger
import Model

/// The latest deliveries have their receipts.
enum OutboxCheck {
    static let check = DoctorCheck("outbox", "回执 receipts") { patient in
        guard try patient.ledger != nil else { return [Diagnosis(.well, "还没有运行过", "nothing has run yet")] }
        let reader = try LedgerReader(path: patient.settings.paths.ledger, patience: 2)
        let latest = try reader.deliveries(.all).suffix(50)
        let missing = latest.filter {
            !Instance.isAnswered(Instance.outboxPath($0, in: patient.settings.paths.outbox))
        }
        guard let first = missing.first else {
            return [Diagnosis(.well, "最近 \(latest.count) 次报送都有", "the latest \(latest.count) deliveries have theirs")]
        }
        return [
            Diagnosis(
                .warning, "\(missing.count) 次报送没有回执，例如第 \(first.id) 次",
                "\(missing.count) deliveries have none, such as \(first.id)",
                mend:
                    "部门取走后删除的无妨；否则下次启动补写上一次运行的 fine where departments removed them; the next start writes the last run's"
            )
        ]
    }
}
