import Foundation
import GuijiConfiguration

/// There is room on the disks that the instance writes to.
enum DiskCheck {
    /// Below this nothing is taken any more; below ten times it is time to act.
    private static let least: UInt64 = 256 << 20

    static let check = DoctorCheck("disk", "磁盘 disk") { patient in
        let paths = patient.settings.paths
        var seen: Set<UInt> = []
        var found: [Diagnosis] = []
        for path in [paths.archive, paths.ledger, paths.disclosure, paths.claimed, paths.outbox] {
            let place = FolderCheck.nearest(path)
            var (status, space) = (stat(), statvfs())
            guard stat(place, &status) == 0, statvfs(place, &space) == 0, seen.insert(UInt(status.st_dev)).inserted
            else { continue }
            let free = UInt64(space.f_bavail) * UInt64(space.f_frsize)
            let (chinese, english) = ("\(place) 所在的磁盘余 \(free >> 20) MiB", "\(free >> 20) MiB are free at \(place)")
            if free >= least * 10 {
                found.append(Diagnosis(.well, chinese, english))
            } else {
                found.append(
                    Diagnosis(
                        free < least ? .problem : .warning, chinese, english,
                        mend: "腾出空间或扩容；归档不可删，可移到更大的磁盘 make room; the archive may move but not be deleted"))
            }
        }
        return found
    }
}
