import Foundation
import GuijiConfiguration

/// The instance's folders are there or can be made, can be written to, and stand where renames between them work.
enum FolderCheck {
    static let check = DoctorCheck("folders", "文件夹 folders") { patient in
        let paths = patient.settings.paths
        var found: [Diagnosis] = []
        let folders = [
            paths.inbox, paths.claimed, "\(parent(paths.inbox))/done", "\(parent(paths.inbox))/refused", paths.archive,
            paths.outbox, paths.reports, parent(paths.ledger),
            parent(paths.disclosure),
        ]
        for folder in Set(folders).sorted() {
            let place = nearest(folder)
            if access(place, W_OK | X_OK) != 0 {
                found.append(
                    Diagnosis(
                        .problem, "不能写入 \(folder)：\(reason)", "\(folder) cannot be written to: \(reason)",
                        mend: "chown 或 chmod，使运行服务的用户能写 let the service's user write there"))
            }
        }
        if !canRename(from: paths.inbox, to: paths.claimed) {
            found.append(
                Diagnosis(
                    .problem, "收件箱 \(paths.inbox) 与取件处 \(paths.claimed) 不在同一挂载点，取件的改名做不到",
                    "\(paths.inbox) and \(paths.claimed) are on different mounts; a claim is a rename",
                    mend: "在 pipeline.yml 里把 claimed 设到收件箱所在的挂载点 set claimed to a folder beside the inbox"))
        }
        return found.isEmpty ? [Diagnosis(.well, "都可写入", "all can be written to")] : found
    }

    private static var reason: String { String(cString: strerror(errno)) }

    private static func parent(_ path: String) -> String {
        let folder = (path as NSString).deletingLastPathComponent
        return folder.isEmpty ? "." : folder
    }

    /// The folder itself, or the nearest one above it that is there.
    static func nearest(_ path: String) -> String {
        var path = path
        while !FileManager.default.fileExists(atPath: path), path != "/", path != "." { path = parent(path) }
        return path
    }

    /// Whether a file can be moved by a rename: both folders, or where they will be made, belong to one mount. Two mounts of one file system do
    /// not (rename(2), EXDEV). Where the system does not tell, they do.
    static func canRename(from folder: String, to other: String) -> Bool { mount(of: folder) == mount(of: other) }

    /// Number of the mount that a folder belongs to (proc_pid_mountinfo(5)).
    private static func mount(of folder: String) -> Substring? {
        guard let resolved = realpath(nearest(folder), nil),
            let mounts = try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)
        else { return nil }
        defer { free(resolved) }
        let path = String(cString: resolved)
        var found: (number: Substring, length: Int)?
        for line in mounts.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count > 4 else { continue }
            let point = fields[4].replacing("\\040", with: " ")
            let isAbove = point == "/" || path == point || path.hasPrefix(point + "/")
            // Of several at one place the last lies on top.
            if isAbove, point.utf8.count >= found?.length ?? 0 { found = (fields[0], point.utf8.count) }
        }
        return found?.number
    }
}
