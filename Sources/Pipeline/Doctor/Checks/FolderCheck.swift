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
        if let inbox = device(nearest(paths.inbox)), let claimed = device(nearest(paths.claimed)), inbox != claimed {
            found.append(
                Diagnosis(
                    .problem, "收件箱 \(paths.inbox) 与取件处 \(paths.claimed) 不在同一文件系统，取件的改名做不到",
                    "\(paths.inbox) and \(paths.claimed) are on different file systems; a claim is a rename",
                    mend: "在 pipeline.yml 里把 claimed 设到收件箱所在的文件系统 set claimed to a folder beside the inbox"))
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

    static func device(_ path: String) -> UInt? {
        var status = stat()
        return stat(path, &status) == 0 ? UInt(status.st_dev) : nil
    }
}
