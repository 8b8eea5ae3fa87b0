import Foundation
import GRDB
import GuijiConfiguration
import Ledger
import Model

/// Looks at everything that an instance needs, and says what to do: `guiji doctor`.
package struct Doctor: Sendable {
    /// What is looked at, in the order in which it is told.
    package static let checks = [
        FolderCheck.check, DiskCheck.check, LedgerCheck.check, DisclosureCheck.check, ArchiveCheck.check,
        CalendarCheck.check, ClockCheck.check, ScheduleCheck.check, InboxCheck.check, FeedCheck.check,
        SpoolCheck.check, HeldCheck.check, OutboxCheck.check,
    ]

    package struct Result: Sendable {
        package var check: String
        package var title: String
        package var diagnoses: [Diagnosis]
    }

    private let patient: Patient
    private let all: [DoctorCheck]

    /// - Parameter further: checks that other parts of the program have.
    package init(_ patient: Patient, further: [DoctorCheck] = []) {
        self.patient = patient
        all = Doctor.checks + further
    }

    package func callAsFunction() -> [Result] {
        all.map { check in
            Result(check: check.name, title: check.title, diagnoses: examine(check))
        }
    }

    private static let busy = Diagnosis(
        .warning, "运行正在写入，没有细查", "a run is writing to it; not looked at", mend: "稍后再查 look again later")

    /// What cannot be looked at is a problem, unless a run has it.
    private func examine(_ check: DoctorCheck) -> [Diagnosis] {
        do {
            return try check.examine(patient)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            return [Doctor.busy]
        } catch is LedgerBusy {
            return [Doctor.busy]
        } catch let error as DatabaseError where [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode) {
            return [damaged(check, error.message ?? "")]
        } catch let error as SystemError {
            return [Diagnosis(.problem, error.chinese, error.english)]
        } catch {
            return [Diagnosis(.problem, "无法检查：\(error)", "cannot be looked at: \(error)")]
        }
    }

    /// What a check could not read. Only the checks of the stores say that one is damaged, and which; the others wait for it.
    private func damaged(_ check: DoctorCheck, _ message: String) -> Diagnosis {
        let paths = patient.settings.paths
        let isLedger = check.name == LedgerCheck.check.name
        guard isLedger || check.name == DisclosureCheck.check.name && !patient.canRead(paths.disclosure) else {
            return Diagnosis(
                .warning, "台账不能读，没有细查", "the ledger cannot be read; not looked at",
                mend: "先修好台账 mend the ledger first")
        }
        let path = isLedger ? paths.ledger : paths.disclosure
        return Diagnosis(
            .problem, "\(path) 已损坏：\(message)", "\(path) is damaged: \(message)",
            mend:
                "停止服务，移走损坏的文件，由归档重建 stop the service, move the file away, and rebuild it: guiji replay --to 新文件夹"
        )
    }
}
