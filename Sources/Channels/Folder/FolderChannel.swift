import Foundation
package import Model

/// A file that the channel hands over, and why it is refused where it is.
package struct TakenFile: Sendable {
    package var file: ClaimedFile
    package var path: String
    package var refusal: RefusedFile?
}

/// The watched folders `inbox/<department>/`: what is complete is claimed by a rename and handed over once; what was claimed and not put away, because
/// the program was stopped, is handed over again. Belongs to one thread.
package final class FolderChannel {
    private let inbox: String
    /// Where files are while they are in hand, on the same file system as the inbox.
    private let claimed: String
    private let rules: InboxRules
    private var watch: InboxWatch
    private var inotify: Inotify?
    private var lastScan = -Double.infinity
    private var lastNumber: (second: Int, number: Int) = (0, 0)
    /// Claims that were handed over and are not put away yet.
    private var inHand: Set<String> = []

    /// - Parameters:
    ///   - inbox: the departments' folders stand in it.
    ///   - claimed: is made where it lacks.
    package init(inbox: String, claimed: String, rules: InboxRules) throws {
        self.inbox = inbox
        self.claimed = claimed
        self.rules = rules
        watch = InboxWatch(rules)
        for folder in [inbox, claimed] {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
        inotify = Inotify(inbox: inbox)
    }

    /// Waits for something to do, at most so many seconds, and claims what is complete.
    /// - Parameters:
    ///   - now: seconds of a clock that only goes forward.
    ///   - time: seconds since 1970, the time of receipt.
    package func take(within seconds: Double, now: () -> Double, time: () -> Int) throws -> [TakenFile] {
        let left = try leftOver()
        guard left.isEmpty else { return left }
        let began = now()
        let due = min(watch.next ?? .infinity, lastScan + rules.rescan)
        let pause = max(0, min(seconds, due - began))
        var events = Inotify.Events()
        if let inotify {
            events = inotify.wait(seconds: pause)
        } else {
            Thread.sleep(forTimeInterval: pause)
        }
        let looked = now()
        let isWhole = events.isIncomplete || looked >= lastScan + rules.rescan
        if isWhole {
            lastScan = looked
            inotify?.watch()
        }
        // What waits may be complete by now, wherever it stands.
        let departments = isWhole || (watch.next ?? .infinity) <= looked ? nil : events.departments
        if let departments, departments.isEmpty { return [] }
        let entries = try InboxEntry.all(in: inbox, departments: departments)
        return try watch.look(entries, departments: departments, closed: events.closed, now: looked)
            .compactMap { try claim($0, time()) }
    }

    /// Claims that nobody has put away: of a program that was stopped.
    private func leftOver() throws -> [TakenFile] {
        let files = try InboxEntry.all(in: claimed).compactMap { entry -> TakenFile? in
            guard let file = ClaimedFile(department: entry.department, claimedName: entry.name),
                !inHand.contains(file.claim)
            else { return nil }
            return TakenFile(file: file, path: "\(claimed)/\(file.claim)", refusal: try refusal(of: file))
        }
        for file in files { inHand.insert(file.file.claim) }
        return files.sorted { $0.file < $1.file }
    }

    /// Forgets a claim that was put away.
    package func release(_ claim: String) {
        inHand.remove(claim)
        unlink(notePath(claim))
    }

    // MARK: Refusals

    /// Why a file is refused is written down before it is claimed: a restart has to know it.
    private func note(_ refusal: RefusedFile, _ file: ClaimedFile) throws {
        try FileManager.default.createDirectory(atPath: "\(claimed)/.notes", withIntermediateDirectories: true)
        let text = "\(refusal.chinese)\n\(refusal.english)\n"
        try text.write(toFile: notePath(file.claim), atomically: true, encoding: .utf8)
    }

    private func notePath(_ claim: String) -> String { "\(claimed)/.notes/\(claim.replacing("/", with: "-"))" }

    /// - Throws: where there is a note that cannot be read: the file must not pass for a good one.
    private func refusal(of file: ClaimedFile) throws -> RefusedFile? {
        let path = notePath(file.claim)
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let data = FileManager.default.contents(atPath: path) else { throw SystemError.file("读取", "read", path) }
        let text = String(decoding: data, as: UTF8.self)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return RefusedFile(.unreadable, chinese: lines[0], english: lines.count > 1 ? lines[1] : "")
    }

    private func claim(_ decision: InboxWatch.Decision, _ time: Int) throws -> TakenFile? {
        switch decision {
        case .take(let entry, let marker):
            let path = "\(inbox)/\(entry.department)/\(entry.name)"
            var refusal: RefusedFile?
            if let marker {
                let markerPath = "\(inbox)/\(entry.department)/\(marker.name)"
                if let (expected, found) = try marker.difference(marker: markerPath, file: path) {
                    refusal = FolderChannel.wrongChecksum(marker, expected: expected, found: found)
                }
            }
            guard let taken = try rename(entry, named: entry.name, time, refusal) else { return nil }
            // The marker goes behind its file: stopped in between, it waits for a file that never comes.
            if let marker { unlink("\(inbox)/\(entry.department)/\(marker.name)") }
            return taken
        case .refuse(let entry): return try refuse(entry, time)
        }
    }

    private func rename(
        _ entry: InboxEntry, named name: String, _ time: Int, _ refusal: RefusedFile?
    ) throws -> TakenFile? {
        let file = nextClaim(entry.department, name, time)
        let folder = "\(claimed)/\(entry.department)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let path = "\(claimed)/\(file.claim)"
        if let refusal { try note(refusal, file) }
        guard Glibc.rename("\(inbox)/\(entry.department)/\(entry.name)", path) == 0 else {
            // Taken away by whoever brought it.
            if errno == ENOENT {
                unlink(notePath(file.claim))
                return nil
            }
            throw SystemError.file("移动", "move", "\(inbox)/\(entry.department)/\(entry.name)")
        }
        inHand.insert(file.claim)
        return TakenFile(file: file, path: path, refusal: refusal)
    }

    private func nextClaim(_ department: String, _ name: String, _ time: Int) -> ClaimedFile {
        lastNumber = lastNumber.second == time ? (time, lastNumber.number + 1) : (time, 1)
        var file = ClaimedFile(received: time, number: lastNumber.number, department: department, name: name)
        // A clock that was set back must not meet a claim of before.
        while InboxEntry(inbox: claimed, department: department, name: file.claimedName) != nil {
            lastNumber.number += 1
            file.number = lastNumber.number
        }
        return file
    }

    // MARK: What is no file

    private static let noteEnding = ".not-a-file.txt"

    /// Takes a link, folder or device away unopened; a note stands in its place, which is what is archived and answered.
    private func refuse(_ entry: InboxEntry, _ time: Int) throws -> TakenFile? {
        let place = "\(inbox)/\(entry.department)/\(entry.name)"
        let file = nextClaim(entry.department, entry.name + FolderChannel.noteEnding, time)
        let folder = "\(claimed)/\(entry.department)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let path = "\(claimed)/\(file.claim)"
        let refusal = FolderChannel.noFile(entry.kind)
        try note(refusal, file)
        try Data("\(entry.name)\n\(refusal.chinese)\n\(refusal.english)\n".utf8).write(to: URL(filePath: path))
        // Out of the way of the next look: a link alone is removed, a folder keeps what is in it.
        let aside = "\(claimed)/.refused"
        try FileManager.default.createDirectory(atPath: aside, withIntermediateDirectories: true)
        guard Glibc.rename(place, "\(aside)/\(entry.department)-\(file.claimedName)") == 0 || errno == ENOENT else {
            throw SystemError.file("移动", "move", place)
        }
        inHand.insert(file.claim)
        return TakenFile(file: file, path: path, refusal: refusal)
    }

    private static func noFile(_ kind: InboxEntry.Kind) -> RefusedFile {
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

    private static func wrongChecksum(_ marker: Marker, expected: String, found: String) -> RefusedFile {
        RefusedFile(
            .unreadable,
            chinese: expected.isEmpty
                ? "标记文件 \(marker.name) 中没有校验和" : "校验和不符：\(marker.name) 为 \(expected)，收到的文件为 \(found)；传输不完整，请重新报送",
            english: expected.isEmpty
                ? "The marker \(marker.name) holds no checksum"
                : "The checksum differs: \(marker.name) says \(expected), the file received has \(found); send it again"
        )
    }
}
