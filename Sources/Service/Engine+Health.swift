import Foundation
import GuijiConfiguration
import Synchronization
import Web

extension Engine {
    /// Least free space of a file system that the instance writes to.
    private static let leastFree: UInt64 = 256 << 20

    /// What has to be well for deliveries to be taken.
    var health: [HealthCheck] {
        let (status, paths) = (status.now, configuration.withLock { $0.settings.paths })
        return [
            HealthCheck("stores", isWell: status.isStarted, detail: status.isStarted ? "" : "starting"),
            HealthCheck(
                "runs", isWell: status.failures < 3,
                detail: status.failures == 0 ? "" : "\(status.failures) failed since the last that did not"),
            HealthCheck(
                "inbox", isWell: status.takesFiles, detail: status.takesFiles ? "" : "cannot be taken from; see the log"
            ),
            writable(paths.claimed, "spool"), free(paths.archive, "archive"), free(paths.ledger, "ledger"),
        ]
    }

    private func writable(_ path: String, _ name: String) -> HealthCheck {
        let isWell = access(path, W_OK | X_OK) == 0
        return HealthCheck(name, isWell: isWell, detail: isWell ? "" : String(cString: strerror(errno)))
    }

    private func free(_ path: String, _ name: String) -> HealthCheck {
        var space = statvfs()
        guard statvfs(path, &space) == 0 else {
            return HealthCheck("disk of \(name)", isWell: false, detail: String(cString: strerror(errno)))
        }
        let free = UInt64(space.f_bavail) * UInt64(space.f_frsize)
        return HealthCheck("disk of \(name)", isWell: free >= Engine.leastFree, detail: "\(free >> 20) MiB free")
    }
}
