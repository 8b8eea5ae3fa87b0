import CLinux
import Glibc

/// Whether a file can be taken: asked by opening it, which follows no link and waits for no pipe.
enum FileReadiness: Equatable {
    /// Nobody is known to write to it.
    case ready
    /// A program of this machine has it open for writing.
    case beingWritten
    /// There, and not for us to read.
    case forbidden
    /// Gone, or no file any more: the next look tells.
    case otherwise

    init(of path: String) { self = path.withCString { FileReadiness(of: $0) } }

    init(of path: UnsafePointer<CChar>) {
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            self = errno == EACCES || errno == EPERM ? .forbidden : .otherwise
            return
        }
        defer { close(descriptor) }
        self = FileReadiness.isBeingWritten(descriptor) ? .beingWritten : .ready
    }

    /// Whether anyone has the file open for writing: then the system gives no read lease on it (fcntl(2), F_SETLEASE). Only a file's owner and
    /// root may ask; for others, and on network file systems, the answer is no.
    private static func isBeingWritten(_ descriptor: Int32) -> Bool {
        var system = statfs()
        guard fstatfs(descriptor, &system) == 0, local.contains(UInt32(truncatingIfNeeded: system.f_type)) else {
            return false
        }
        // Who opens it meanwhile waits for these few calls; the signal that tells of it is one that nobody heeds.
        _ = fcntl(descriptor, setSignal, SIGURG)
        guard fcntl(descriptor, setLease, F_RDLCK) == 0 else { return errno == EAGAIN }
        _ = fcntl(descriptor, setLease, F_UNLCK)
        return false
    }

    /// File systems that give leases by who has a file open here (statfs(2)): NFS and SMB refuse them for reasons of their own. Ext, XFS, Btrfs,
    /// ZFS, F2FS, tmpfs, overlayfs.
    private static let local: Set<UInt32> = [
        0xEF53, 0x5846_5342, 0x9123_683E, 0x2FC1_2FC1, 0xF2F5_2010, 0x0102_1994, 0x794C_7630,
    ]

    /// F_SETSIG and F_SETLEASE of Linux, which the C library shows to GNU programs only.
    private static let (setSignal, setLease): (Int32, Int32) = (10, 1024)
}
