import Foundation
import GuijiConfiguration
package import Pipeline

/// What the interface accepted is taken in before long; small deliveries wait in its store, large ones among the files in hand.
package enum ArrivalCheck {
    private static let patience = 3600

    package static let check = DoctorCheck("arrivals", "接口受理 accepted by the interface") { patient in
        let path = patient.settings.paths.service
        guard FileManager.default.fileExists(atPath: path) else { return [Diagnosis(.well, "没有", "none")] }
        let waiting = try ArrivalStore(ServiceStore(path: path, isReadOnly: true)).waiting()
        guard let oldest = waiting.oldest, oldest < patient.now - patience else {
            return [Diagnosis(.well, "\(waiting.count) 个等待处理", "\(waiting.count) wait to be taken in")]
        }
        let minutes = (patient.now - oldest) / 60
        return [
            Diagnosis(
                .warning, "\(waiting.count) 个已受理未处理，最早的收到已 \(minutes) 分钟",
                "\(waiting.count) were accepted and are not taken in, the oldest for \(minutes) minutes",
                mend: "启动服务 start the service，或 or guiji run；已在运行的看日志中的 or see its log for run failed")
        ]
    }
}
