import CSpawn
import Foundation
import Glibc
import Model
import Synchronization

/// A program that a feed runs, with all that it starts: a process group of its own, which ends with it.
package final class ChildProgram: Sendable {
    /// How it is run.
    package struct Plan: Sendable {
        /// The program, looked up in PATH, and its arguments.
        package var arguments: [String]
        package var directory: String
        /// Besides those of ``inherited``.
        package var environment: [String: String]
        /// Where its standard error is kept, for its owner only.
        package var errorFile: String
        /// Seconds.
        package var timeout: Int

        package init(
            arguments: [String], directory: String, environment: [String: String], errorFile: String, timeout: Int
        ) {
            self.arguments = arguments
            self.directory = directory
            self.environment = environment
            self.errorFile = errorFile
            self.timeout = timeout
        }
    }

    /// What it has of our environment: other feeds' secrets are none of its business.
    static let inherited: Set<String> = [
        "PATH", "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "http_proxy",
        "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR",
    ]
    /// Seconds between being told to end and being killed.
    private static let grace = 3.0
    /// Most bytes that are kept of its standard error.
    private static let errorLimit = 1 << 20

    private struct State {
        var process: pid_t = 0
        var isStopped = false
    }
    private let state = Mutex(State())
    private let plan: Plan

    package init(_ plan: Plan) { self.plan = plan }

    /// Runs it to its end on a thread of its own; a cancelled task ends it.
    /// - Parameter output: gets what it writes, piece by piece; an error ends it.
    /// - Throws: ``FeedFailure`` where it cannot be started, takes too long, or ends with another status than 0.
    package func run(_ output: @escaping @Sendable (UnsafeRawBufferPointer) throws -> Void) async throws {
        try await withTaskCancellationHandler {
            try Task.checkCancellation()
            try await onOwnThread { try self.runBlocking(output) }
        } onCancel: {
            state.withLock { $0.isStopped = true }
        }
    }

    private func runBlocking(_ output: (UnsafeRawBufferPointer) throws -> Void) throws {
        let errors = try ProgramErrors(plan.errorFile, limit: ChildProgram.errorLimit)
        let pipes = try (out: OpenPipe(), error: OpenPipe())
        let process = try spawn(output: pipes.out, error: pipes.error)
        state.withLock { $0.process = process }
        pipes.out.closeWriter()
        pipes.error.closeWriter()
        do {
            try read(pipes.out.reader, pipes.error.reader, output, errors)
        } catch {
            end()
            throw error
        }
        let status = end()
        guard status == 0 else { throw failure(status, errors) }
    }

    /// Reads both outputs until they end, or the program has ended: what it started and left behind may hold them open.
    private func read(
        _ out: Int32, _ error: Int32, _ output: (UnsafeRawBufferPointer) throws -> Void, _ errors: ProgramErrors
    ) throws {
        let deadline = ProcessInfo.processInfo.systemUptime + Double(plan.timeout)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 16)
        defer { buffer.deallocate() }
        var polled = [
            pollfd(fd: out, events: Int16(POLLIN), revents: 0), pollfd(fd: error, events: Int16(POLLIN), revents: 0),
        ]
        while polled.contains(where: { $0.fd >= 0 }) {
            if state.withLock(\.isStopped) { throw CancellationError() }
            guard ProcessInfo.processInfo.systemUptime < deadline else { throw tooLong() }
            let hasEnded = self.hasEnded
            let count = poll(&polled, 2, 100)
            if count == 0, hasEnded { return }
            for place in 0..<2 where polled[place].fd >= 0 && polled[place].revents != 0 {
                let count = Glibc.read(polled[place].fd, buffer.baseAddress, buffer.count)
                if count < 0, errno == EINTR || errno == EAGAIN { continue }
                guard count > 0 else {
                    polled[place].fd = -1
                    continue
                }
                let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
                if place == 0 { try output(bytes) } else { try errors.write(bytes) }
            }
        }
        // The outputs are closed, the program may still be at work.
        while !hasEnded {
            if state.withLock(\.isStopped) { throw CancellationError() }
            guard ProcessInfo.processInfo.systemUptime < deadline else { throw tooLong() }
            usleep(20_000)
        }
    }

    /// Whether the program itself has ended; it is not reaped by that, so its number stays its own.
    private var hasEnded: Bool {
        var info = siginfo_t()
        let process = id_t(state.withLock(\.process))
        return waitid(P_PID, process, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_signo == SIGCHLD
    }

    /// Ends the whole group and gives the program's status: its exit status, or minus the signal that ended it.
    @discardableResult
    private func end() -> Int32 {
        let process = state.withLock(\.process)
        if !hasEnded {
            kill(-process, SIGTERM)
            let deadline = ProcessInfo.processInfo.systemUptime + ChildProgram.grace
            while !hasEnded, ProcessInfo.processInfo.systemUptime < deadline { usleep(20_000) }
        }
        kill(-process, SIGKILL)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : -signal
    }

    private var program: String { plan.arguments.first ?? "" }

    private func tooLong() -> FeedFailure {
        FeedFailure(
            chinese: "程序 \(program) 超过 \(plan.timeout) 秒（timeout）没有结束，已终止。",
            english: "The program \(program) took more than \(plan.timeout) seconds (timeout) and was ended.")
    }

    private func failure(_ status: Int32, _ errors: ProgramErrors) -> FeedFailure {
        let how =
            status < 0
            ? ("被信号 \(-status) 终止", "was ended by signal \(-status)") : ("以状态 \(status) 结束", "ended with \(status)")
        return FeedFailure(
            chinese: "程序 \(program) \(how.0)，标准错误有 \(errors.lines) 行，见 \(plan.errorFile)。",
            english:
                "The program \(program) \(how.1); its standard error has \(errors.lines) lines, see \(plan.errorFile).")
    }

    // MARK: Starting

    private func spawn(output: OpenPipe, error: OpenPipe) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output.writer, 1)
        posix_spawn_file_actions_adddup2(&actions, error.writer, 2)
        posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        posix_spawn_file_actions_addchdir_np(&actions, plan.directory)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Signals that we ignore or hold back are the program's own again.
        var all = sigset_t()
        sigfillset(&all)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        var environment = ProcessInfo.processInfo.environment.filter { ChildProgram.inherited.contains($0.key) }
        environment.merge(plan.environment) { $1 }
        var process: pid_t = 0
        let result = withCStrings(plan.arguments) { arguments in
            withCStrings(environment.map { "\($0.key)=\($0.value)" }) { variables in
                posix_spawnp(&process, program, &actions, &attributes, arguments, variables)
            }
        }
        guard result == 0 else {
            let reason = String(cString: strerror(result))
            throw FeedFailure(
                chinese: "无法启动程序 \(program)：\(reason)。请检查 command 与 directory。",
                english: "Cannot start the program \(program): \(reason). Check command and directory.",
                isTemporary: false)
        }
        return process
    }
}

/// A pipe whose ends are closed with it.
private final class OpenPipe {
    private(set) var reader: Int32 = -1
    private(set) var writer: Int32 = -1

    init() throws {
        var ends: [Int32] = [-1, -1]
        guard pipe2(&ends, O_CLOEXEC) == 0 else { throw SystemError.file("打开", "open", "pipe") }
        (reader, writer) = (ends[0], ends[1])
    }

    func closeWriter() {
        close(writer)
        writer = -1
    }

    deinit {
        close(reader)
        if writer >= 0 { close(writer) }
    }
}

/// Standard error of a program: the beginning is kept, lines are counted.
private final class ProgramErrors {
    private let descriptor: Int32
    private let path: String
    private var room: Int
    private(set) var lines = 0

    init(_ path: String, limit: Int) throws {
        self.path = path
        room = limit
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemError.file("创建", "create", path) }
    }

    deinit { close(descriptor) }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        lines += bytes.count { $0 == UInt8(ascii: "\n") }
        let kept = min(room, bytes.count)
        guard kept > 0 else { return }
        room -= kept
        guard Glibc.write(descriptor, bytes.baseAddress, kept) == kept else {
            throw SystemError.file("写入", "write", path)
        }
    }
}

/// Texts as C has them, with a null behind the last.
private func withCStrings<Result>(_ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result) -> Result {
    var pointers = texts.map { strdup($0) }
    pointers.append(nil)
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers)
}
