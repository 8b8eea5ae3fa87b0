import Foundation
import Model

/// What is refused at the door: answered all the same, and never opened.
extension FolderChannel {
    private static let noteEnding = ".not-a-file.txt"

    /// Where what was refused lies unopened; what is in a folder stays in it.
    private var aside: String { "\(spool.path)/.refused" }

    /// Takes a link, a folder, a device or what may not be read away unopened; a text stands in its place, which is what is archived and answered.
    func refuse(_ entry: InboxEntry, at place: String, named name: String, _ refusal: RefusedFile, _ time: Int) throws {
        try FileManager.default.createDirectory(atPath: aside, withIntermediateDirectories: true)
        let refused = RefusedEntry(department: entry.department, inode: entry.inode, name: name)
        try DurableFile.write(
            Data("\(name)\n\(refusal.chinese)\n\(refusal.english)\n".utf8), to: "\(aside)/\(refused.textName)")
        guard Glibc.rename(place, "\(aside)/\(refused.asideName)") == 0 || errno == ENOENT else {
            throw SystemError.file("移动", "move", place)
        }
        try answer(refused, time)
    }

    private func answer(_ refused: RefusedEntry, _ time: Int) throws {
        let text = "\(aside)/\(refused.textName)"
        let lines = try String(contentsOfFile: text, encoding: .utf8).split(separator: "\n").map(String.init)
        guard lines.count >= 3 else { return }
        let note = DeliveryNote(
            channel: DeliveryNote.folder.channel,
            refusal: RefusedFile(.unreadable, chinese: lines[lines.count - 2], english: lines[lines.count - 1]))
        let name = refused.name + FolderChannel.noteEnding
        _ = try spool.take(text, department: refused.department, name: name, at: time, note: note)
    }

    /// What was taken away before a stop, and not answered yet.
    func finishRefusals(_ time: Int) throws {
        let names = try InboxEntry.names(in: aside)
        for refused in names.compactMap(RefusedEntry.init(textName:)) where names.contains(refused.asideName) {
            try answer(refused, time)
        }
    }
}

extension RefusedFile {
    static func noFile(_ kind: InboxEntry.Kind) -> RefusedFile {
        let what: (String, String) =
            switch kind {
            case .link: ("符号链接", "a symbolic link")
            case .folder: ("文件夹", "a folder")
            default: ("设备、管道或套接字", "a device, pipe or socket")
            }
        return RefusedFile(
            .unreadable, chinese: "不是文件，而是\(what.0)，没有打开；请把文件本身放入收件箱",
            english: "This is \(what.1) and no file; it was not opened. Put the file itself into the inbox")
    }

    static let notReadable = RefusedFile(
        .unreadable, chinese: "服务没有读这个文件的权限，没有打开；请改权限（chmod a+r）后重新放入",
        english:
            "The service may not read this file; it was not opened. Change its permissions (chmod a+r) and put it in again"
    )

    static func wrongChecksum(_ checksum: Checksum, found: String) -> RefusedFile {
        RefusedFile(
            .unreadable, chinese: "校验和不符：\(checksum.marker) 为 \(checksum.expected)，收到的文件为 \(found)；传输不完整，请重新报送",
            english:
                "The checksum differs: \(checksum.marker) says \(checksum.expected), the file received has \(found); send it again"
        )
    }

    static func noChecksum(_ marker: String) -> RefusedFile {
        RefusedFile(
            .unreadable, chinese: "标记文件 \(marker) 中没有校验和；请与文件一起重新报送",
            english: "The marker \(marker) holds no checksum; send it again with the file")
    }
}

/// Where something that is no file lies when it was taken away, and the text that stands in its place.
struct RefusedEntry: Equatable {
    var department: String
    var inode: UInt64
    var name: String

    var asideName: String { "\(inode)~\(department)~\(name)" }
    var textName: String { asideName + RefusedEntry.ending }

    private static let ending = ".answer"

    init(department: String, inode: UInt64, name: String) {
        self.department = department
        self.inode = inode
        self.name = String(name.prefix(50))
    }

    /// nil for a name that is none of such a text.
    init?(textName: String) {
        guard textName.hasSuffix(RefusedEntry.ending) else { return nil }
        let parts = textName.dropLast(RefusedEntry.ending.count).split(separator: "~", maxSplits: 2).map(String.init)
        guard parts.count == 3, let inode = UInt64(parts[0]) else { return nil }
        self.init(department: parts[1], inode: inode, name: parts[2])
    }
}
