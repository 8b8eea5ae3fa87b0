import Foundation
import Glibc

@testable import Channels

/// A database behind a real driver.
enum TestDatabase: String, CaseIterable, Sendable {
    case sqlite, postgresql

    /// Those whose driver, and server where there is one, are installed.
    static let available = allCases.filter(\.isThere)

    private static let drivers = (try? String(contentsOfFile: "/etc/odbcinst.ini", encoding: .utf8)) ?? ""

    private var isThere: Bool {
        switch self {
        case .sqlite: Self.drivers.contains("[SQLite3]")
        case .postgresql: Self.drivers.contains("[PostgreSQL Unicode]") && PrivatePostgres.programs != nil
        }
    }

    /// Of a database of its own in `folder`.
    func connection(in folder: String) throws -> String {
        switch self {
        case .sqlite: return "Driver=SQLite3;Database=\(folder)/rows.sqlite;Timeout=5000"
        case .postgresql:
            let server = try PrivatePostgres.shared.get()
            let name = "d\(UUID().uuidString.lowercased().replacing("-", with: ""))"
            let main = try ODBCConnection(server.connection("postgres"), secrets: [], timeout: 60)
            let statement = try main.statement()
            try statement.prepare("CREATE DATABASE \(name)")
            try statement.run()
            return server.connection(name)
        }
    }
}

/// A server in a folder of its own, reached by a socket there, as long as the tests run.
final class PrivatePostgres: Sendable {
    /// The newest version's folder of programs.
    static let programs: String? = {
        let root = "/usr/lib/postgresql"
        let versions = ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).compactMap(Int.init)
        return versions.max().map { "\(root)/\($0)/bin" }
    }()

    static let shared = Result { try PrivatePostgres() }
    private nonisolated(unsafe) static var process: pid_t = 0
    private nonisolated(unsafe) static var path = ""

    private let folder: String

    private init() throws {
        // A socket's path has to be short.
        folder = "/tmp/guiji-pg-\(getpid())"
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let programs = try Self.programs.unwrapped()
        // The server refuses to run as root.
        var prefix: [String] = []
        if getuid() == 0 {
            prefix = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
            let owner = try (getpwnam("postgres")?.pointee).unwrapped()
            guard chown(folder, owner.pw_uid, owner.pw_gid) == 0 else { throw CocoaError(.fileWriteNoPermission) }
        }
        let made = Self.process(
            prefix + [
                "\(programs)/initdb", "-D", "\(folder)/data", "-U", "guiji", "--auth=trust", "-E", "UTF8", "--locale=C",
                "-N",
            ])
        try made.run()
        made.waitUntilExit()
        let server = Self.process(
            prefix + [
                "\(programs)/postgres", "-D", "\(folder)/data", "-k", folder, "-c", "listen_addresses=", "-c",
                "fsync=off",
            ])
        try server.run()
        Self.process = server.processIdentifier
        Self.path = folder
        atexit {
            kill(PrivatePostgres.process, SIGINT)
            var status: Int32 = 0
            for _ in 0..<100 where waitpid(PrivatePostgres.process, &status, WNOHANG) == 0 { usleep(50_000) }
            try? FileManager.default.removeItem(atPath: PrivatePostgres.path)
        }
        for _ in 0..<200 {
            if (try? ODBCConnection(connection("postgres"), secrets: [], timeout: 5)) != nil { return }
            usleep(100_000)
        }
        throw CocoaError(.fileReadUnknown)
    }

    private static func process(_ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: "/tmp")
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        return process
    }

    func connection(_ database: String) -> String {
        "Driver=PostgreSQL Unicode;Server=\(folder);Port=5432;Database=\(database);UID=guiji"
    }
}

extension Optional {
    fileprivate func unwrapped() throws -> Wrapped {
        guard let self else { throw CocoaError(.fileNoSuchFile) }
        return self
    }
}
