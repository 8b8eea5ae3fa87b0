import Foundation
import TestKit
import Testing

/// Promise 8: memory does not grow with a file, however it is made. The program's own peak is looked at, not that of the tests beside it.
@Suite(.serialized) struct FlatMemoryTests {
    /// More than the program takes for a small file, and less than that and a hostile file's content.
    private static let most = 96 << 20
    private static let length = 64 << 20

    private static func large(_ before: String, _ byte: Character, _ after: String) -> [UInt8] {
        Array(before.utf8) + [UInt8](repeating: byte.asciiValue ?? 0, count: length) + Array(after.utf8)
    }

    @Test(arguments: ["line.csv", "brackets.json", "string.json", "archive.zip"])
    func aLargeFileIsReadInFlatMemory(_ name: String) throws {
        let folder = try CommandFolder.withInstance()
        let bytes: [UInt8] =
            switch name {
            case "line.csv": Self.large("a,b\n1,2\n", "x", "\n3,4\n")
            case "brackets.json": Self.large("", "[", "")
            case "string.json": Self.large("[{\"a\":1},{\"a\":\"", "x", "\"},{\"a\":3}]")
            default: PackedFiles([.init(Array("a.csv".utf8), Self.large("a,b\n", "x", "\n"))]).bytes
            }
        try folder.folder.write(bytes, to: name)
        let small = try peak(["peek", "-C", "demo", "demo/pipeline.yml"], in: folder)
        let peak = try peak(["peek", "-C", "demo", name], in: folder)
        #expect(small > 1 << 20 && peak < Self.most, "\(peak >> 20) MiB, \(small >> 20) for a small file")
    }

    /// The greatest resident size of the program, in bytes, as the system last told while it ran.
    private func peak(_ arguments: [String], in folder: CommandFolder) throws -> Int {
        let process = Process()
        process.executableURL = Guiji.executable
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: folder.folder.path)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        var peak = 0
        while process.isRunning {
            let status = try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
            let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM") }
            peak = max(peak, (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) << 10)
            usleep(2000)
        }
        return peak
    }
}
