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
        var found: [Diagnosis] = []
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
        let old = try InboxEntry.all(in: inbox).filter { $0.changed < limit && known.contains($0.department) }
        if let first = old.first {
            found.append(
                Diagnosis(
                    .warning, "\(old.count) 个文件等了一小时以上，例如 \(first.department)/\(first.name)",
                    "\(old.count) files have waited for over an hour, such as \(first.department)/\(first.name)",
                    mend:
                        "服务在运行吗？临时名称（.part、.tmp）的要改名 is the service running? Temporary names wait until renamed: guiji serve"
                ))
        }
        return found.isEmpty ? [Diagnosis(.well, "\(folders.count) 个部门", "\(folders.count) departments")] : found
    }
}
