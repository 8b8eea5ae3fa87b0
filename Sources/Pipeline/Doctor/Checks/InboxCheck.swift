import Channels
import Foundation
import GuijiConfiguration
import Model

/// Each department has a folder to deliver into, and nothing waits there for long.
enum InboxCheck {
    /// Seconds after which what waits should have been taken.
    private static let patience = 3600

    static let check = DoctorCheck("inbox", "收件箱 inbox") { patient in
        let inbox = patient.settings.paths.inbox
        let known = Set(patient.configuration.departments.map(\.id))
        let folders = try InboxEntry.folders(of: inbox)
        var found = try astray(inbox, folders) + folders.compactMap { closed($0, patient.settings.paths) }
        for folder in folders where !known.contains(folder) {
            found.append(
                Diagnosis(
                    .warning, "\(inbox)/\(folder) 不是已登记的部门，放进去的文件都会被拒收",
                    "\(inbox)/\(folder) is no department; its files are refused",
                    mend: "登记 Mappings/departments/\(folder).yml，或删除该文件夹 add the department or remove the folder"))
        }
        let missing = known.subtracting(folders).sorted()
        if !missing.isEmpty {
            found.append(
                Diagnosis(
                    .warning, "\(missing.count) 个部门没有收件箱：\(missing.joined(separator: "、"))",
                    "\(missing.count) departments have no inbox: \(missing.joined(separator: ", "))",
                    mend: "需要批量报送的 where they deliver files: mkdir \(inbox)/{\(missing.joined(separator: ","))}"))
        }
        let limit = (patient.now - patience) * 1_000_000_000
        let foreign = folders.flatMap { ForeignName.all(in: "\(inbox)/\($0)") }.filter {
            $0.changed * 1_000_000_000 < limit
        }
        if let first = foreign.first {
            found.append(
                Diagnosis(
                    .warning, "\(foreign.count) 个文件名不是 UTF-8 的文件等了一小时以上，例如 \(first.readable)",
                    "\(foreign.count) files whose names are no UTF-8 have waited for over an hour, such as \(first.readable)",
                    mend: "服务在运行吗？已有同名文件在等的，先处理它 is the service running? One of the same name may be waiting"))
        }
        let old = try InboxEntry.all(in: inbox).filter { $0.changed < limit && known.contains($0.department) }
        if let first = old.first {
            found.append(
                Diagnosis(
                    .warning, "\(old.count) 个文件等了一小时以上，例如 \(first.department)/\(first.name)",
                    "\(old.count) files have waited for over an hour, such as \(first.department)/\(first.name)",
                    mend:
                        "服务在运行吗？临时名称（.part、.tmp）的要改名，还开着它写的程序要关闭（lsof） is the service running (guiji serve)? Temporary names wait to be renamed, files that a program has open to be closed"
                ))
        }
        return found.isEmpty ? [Diagnosis(.well, "\(folders.count) 个部门", "\(folders.count) departments")] : found
    }

    /// What stands beside the departments' folders is nobody's.
    private static func astray(_ inbox: String, _ folders: [String]) throws -> [Diagnosis] {
        let names = try InboxEntry.names(in: inbox).filter { !$0.hasPrefix(".") && !folders.contains($0) }
        guard let first = names.first else { return [] }
        return [
            Diagnosis(
                .warning, "\(inbox) 里有 \(names.count) 个不是部门文件夹的文件或链接，例如 \(first)，不会处理",
                "\(names.count) files or links stand in \(inbox) itself, such as \(first), and are not taken",
                mend: "移到部门的文件夹里 move them into a department's folder: \(inbox)/<部门>/")
        ]
    }

    /// A folder that nothing can be taken out of; nil where it can.
    private static func closed(_ folder: String, _ paths: Settings.Paths) -> Diagnosis? {
        let path = "\(paths.inbox)/\(folder)"
        if access(path, R_OK | W_OK | X_OK) != 0 {
            return Diagnosis(
                .problem, "不能从 \(path) 取走文件：\(String(cString: strerror(errno)))", "nothing can be taken out of \(path)",
                mend: "使服务用户可读写 let the service's user read and write it, or its group: chgrp guiji, chmod 2770")
        }
        // Where it is the whole inbox, that is told once, of the folders.
        guard FolderCheck.canRename(from: paths.inbox, to: paths.claimed),
            !FolderCheck.canRename(from: path, to: paths.claimed)
        else { return nil }
        return Diagnosis(
            .problem, "\(path) 与取件处 \(paths.claimed) 不在同一挂载点，取件的改名做不到",
            "\(path) and \(paths.claimed) are on different mounts; a claim is a rename",
            mend: "不要单独挂载部门的文件夹 mount the whole inbox, not one department's folder")
    }
}
