import Channels
import GuijiConfiguration

/// What was claimed is taken in before long.
enum SpoolCheck {
    private static let patience = 3600

    static let check = DoctorCheck("spool", "取件处 files in hand") { patient in
        let entries = try InboxEntry.all(in: patient.settings.paths.claimed)
        let files = entries.compactMap { ClaimedFile(department: $0.department, claimedName: $0.name) }
        guard let oldest = files.map(\.received).min(), oldest < patient.now - patience else {
            return [Diagnosis(.well, "\(files.count) 个", "\(files.count)")]
        }
        return [
            Diagnosis(
                .warning, "\(files.count) 个文件已取未处理，最早的收到已 \((patient.now - oldest) / 60) 分钟",
                "\(files.count) files are in hand, the oldest for \((patient.now - oldest) / 60) minutes",
                mend: "看服务日志中的 run failed；或 see “run failed” in the service's log, or: guiji run")
        ]
    }
}
