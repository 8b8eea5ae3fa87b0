import Foundation
import Model

/// Debian's pandoc as a child process.
struct Pandoc {
    /// Folders in which the program is looked for, in order.
    var path: [String]

    init(path: [String]? = nil) {
        self.path =
            path ?? (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":").map(String.init)
    }

    var isInstalled: Bool { (try? program()) != nil }

    private func program() throws -> URL {
        for folder in path where FileManager.default.isExecutableFile(atPath: "\(folder)/pandoc") {
            return URL(fileURLWithPath: "\(folder)/pandoc")
        }
        throw SystemError(
            chinese: "没有找到 pandoc，无法写 Word 通报。请安装：apt install pandoc。",
            english: "pandoc was not found, so the bulletin cannot be written for Word. Install it: apt install pandoc."
        )
    }

    /// Word's file for a page.
    /// - Parameters:
    ///   - reference: a document whose styles are used.
    ///   - created: seconds since 1970; pandoc takes it for the document's time and for the parts of the file.
    func word(html: String, reference: [UInt8], created: Int) throws -> [UInt8] {
        let program = try program()
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("guiji-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let result = folder.appendingPathComponent("out.docx")
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(html.utf8).write(to: folder.appendingPathComponent("in.html"))
            try Data(reference).write(to: folder.appendingPathComponent("reference.docx"))
            try run(program, folder, created: created)
            return [UInt8](try Data(contentsOf: result))
        } catch let error as SystemError {
            throw error
        } catch {
            throw SystemError(
                chinese: "无法由 pandoc 写 Word 通报：\(error.localizedDescription)。请检查 \(folder.path) 的权限和空间。",
                english:
                    "Cannot write the bulletin by pandoc: \(error.localizedDescription). Check permissions and space of \(folder.path)."
            )
        }
    }

    private func run(_ program: URL, _ folder: URL, created: Int) throws {
        let process = Process()
        process.executableURL = program
        process.currentDirectoryURL = folder
        process.arguments = [
            "--data-dir=\(folder.path)", "--from=html", "--to=docx", "--reference-doc=reference.docx",
            "--output=out.docx", "in.html",
        ]
        process.environment = ["SOURCE_DATE_EPOCH": String(max(1, created)), "LC_ALL": "C.UTF-8", "HOME": folder.path]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        // A file rather than a pipe: nobody has to read it while pandoc runs.
        let messages = folder.appendingPathComponent("messages.txt")
        try Data().write(to: messages)
        let handle = try FileHandle(forWritingTo: messages)
        defer { try? handle.close() }
        process.standardError = handle
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let reason = (try? String(contentsOf: messages, encoding: .utf8)) ?? ""
            throw SystemError(
                chinese: "pandoc 退出码 \(process.terminationStatus)：\(reason)",
                english: "pandoc exited with \(process.terminationStatus): \(reason)")
        }
    }
}
