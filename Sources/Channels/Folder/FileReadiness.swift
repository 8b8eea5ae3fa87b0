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

    init(of path: String) {
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
        // Who opens it meanwhile waits for these few calls; the signal that tells of it is one that nobody heeds.
        _ = fcntl(descriptor, setSignal, SIGURG)
        guard fcntl(descriptor, setLease, F_RDLCK) == 0 else { return errno == EAGAIN }
        _ = fcntl(descriptor, setLease, F_UNLCK)
        return false
    }

    /// F_SETSIG and F_SETLEASE of Linux, which the C library shows to GNU programs only.
    private static let (setSignal, setLease): (Int32, Int32) = (10, 1024)
}
