import Bytes
import Foundation
package import Model

/// Opens delivered archives: zip and gzip by their content, whatever they are called. A workbook is a zip too and is none of them.
///
/// Members are written one after another under names of our own. Memory is bounded by a piece of one member.
package enum ContainerOpener {
    /// - Parameters:
    ///   - name: the delivery's own name.
    ///   - folder: where the members are written; made where it is absent.
    /// - Returns: nil where the file is no container.
    /// - Throws: ``RefusedFile`` where it cannot be taken as a whole: incomplete, empty, or over a limit. Nothing is left in the folder then.
    package static func open(
        path: String, name: String, into folder: String, limits: ContainerLimits
    ) throws -> OpenedContainer? {
        guard let kind = try ContainerKind(path: path) else { return nil }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        do {
            let size = try RawBytes(path: path).size()
            let opening = Opening(folder: folder, limits: limits, budget: ContainerBudget(limits, size: size))
            try opening.expand(kind, path: path, name: name, within: "", level: 0)
            guard !opening.opened.members.isEmpty else {
                throw RefusedFile(
                    .empty, chinese: "压缩包里没有文件；请核对后重新打包报送",
                    english: "the archive holds no file; check it, pack it again and send it")
            }
            return opening.opened
        } catch {
            try? FileManager.default.removeItem(atPath: folder)
            throw (error as? ContainerBudget.Broken)?.refusal ?? error
        }
    }
}

/// The archives that are opened.
enum ContainerKind {
    case zip, gzip

    /// Bytes that tell a container.
    private static let headSize = 64 << 10

    /// nil for anything else.
    init?(path: String) throws {
        let file = try RawBytes(path: path)
        let head = ByteBuffer(capacity: ContainerKind.headSize)
        while head.count < ContainerKind.headSize,
            try file.read(into: head, count: ContainerKind.headSize - head.count) > 0
        {}
        switch try Signature.format(of: head.all, path: path) {
        case .zip: self = .zip
        case .gzip: self = .gzip
        default: return nil
        }
    }
}

/// One delivery's archive while it is opened.
private final class Opening {
    let folder: String
    let limits: ContainerLimits
    let budget: ContainerBudget
    var opened = OpenedContainer()
    private var written = 0

    init(folder: String, limits: ContainerLimits, budget: ContainerBudget) {
        self.folder = folder
        self.limits = limits
        self.budget = budget
    }

    /// A place for the next member; the names' order is that of the members.
    private func place() -> String {
        written += 1
        let digits = String(written)
        return "\(folder)/\(String(repeating: "0", count: max(0, 6 - digits.count)))\(digits)"
    }

    /// - Parameters:
    ///   - name: the container's file name.
    ///   - prefix: names of the containers that it lies in.
    func expand(_ kind: ContainerKind, path: String, name: String, within prefix: String, level: Int) throws {
        switch kind {
        case .gzip:
            let member = GzipContainer.memberName(name)
            let target = place()
            try budget.addMember()
            try GzipContainer.unpack(path, to: target) { try budget.add($0, to: member) }
            try add(member, target, within: prefix, level: level)
        case .zip:
            let zip = try ZipContainer(path: path, limits: limits)
            opened.leftOut += zip.leftOut
            try budget.expect(bytes: zip.declaredBytes)
            for entry in zip.entries {
                try budget.addMember()
                if let refusal = entry.refusal {
                    opened.members.append(ContainerMember(name: prefix + entry.name, path: nil, refusal: refusal))
                    continue
                }
                let target = place()
                do {
                    try zip.unpack(entry, to: target) { try budget.add($0, to: entry.name) }
                } catch let refusal as RefusedFile {
                    unlink(target)
                    opened.members.append(ContainerMember(name: prefix + entry.name, path: nil, refusal: refusal))
                    continue
                }
                try add(entry.name, target, within: prefix, level: level)
            }
        }
    }

    /// Takes a member as it is, or what it holds.
    private func add(_ name: String, _ path: String, within prefix: String, level: Int) throws {
        guard let kind = try ContainerKind(path: path) else {
            opened.members.append(ContainerMember(name: prefix + name, path: path))
            return
        }
        let before = opened.members.count
        do {
            guard level < limits.depth else { throw tooDeep }
            let file = (name as NSString).lastPathComponent
            try expand(kind, path: path, name: file, within: "\(prefix)\(name)/", level: level + 1)
            guard opened.members.count > before else {
                throw RefusedFile(
                    .empty, chinese: "里面的压缩包没有文件；请核对后重新打包报送",
                    english: "the archive within holds no file; check it, pack it again and send it")
            }
            unlink(path)
        } catch let refusal as RefusedFile {
            // What came out of it before is not taken either: it is refused whole.
            for member in opened.members[before...] { if let path = member.path { unlink(path) } }
            opened.members.removeSubrange(before...)
            opened.members.append(ContainerMember(name: prefix + name, path: path, refusal: refusal))
        }
    }

    private var tooDeep: RefusedFile {
        RefusedFile(
            .tooDeep,
            chinese: "压缩包套了太多层：只打开包中之包 \(limits.depth) 层（containers.depth）；请解开后直接打包报送",
            english:
                "archives lie too deep in archives: \(limits.depth) within the delivered one are opened (containers.depth); unpack it and send its files in one archive"
        )
    }
}
