import Foundation
import Model

/// The watched folders `inbox/<department>/`: what is complete is claimed by a rename and handed over once; what was claimed and not put away, because
/// the program was stopped, is handed over again. Belongs to one thread.
package final class FolderChannel {
    private let inbox: String
    /// On the same file system as the inbox.
    private let spool: Spool
    private let rules: InboxRules
    private var watch: InboxWatch
    private var inotify: Inotify?
    private var lastScan = -Double.infinity
    /// Whether the last look claimed something.
    private var hasClaimed = false

    /// - Parameter inbox: the departments' folders stand in it; is made where it lacks.
    package init(inbox: String, spool: Spool, rules: InboxRules) throws {
        self.inbox = inbox
        self.spool = spool
        self.rules = rules
        watch = InboxWatch(rules)
        try FileManager.default.createDirectory(atPath: inbox, withIntermediateDirectories: true)
        inotify = Inotify(inbox: inbox)
    }

    /// Waits for something to do, at most so many seconds, claims what is complete, and hands over all that is in hand and was not handed over.
    /// - Parameters:
    ///   - now: seconds of a clock that only goes forward.
    ///   - time: seconds since 1970, the time of receipt.
    package func take(within seconds: Double, now: () -> Double, time: () -> Int) throws -> [TakenFile] {
        if lastScan == -.infinity {
            try spool.removeStrayNotes()
            try finishRefusals(time())
        }
        let left = try spool.handOver()
        do {
            // Other channels may bring something at every look; the inbox has its turn all the same.
            try look(within: left.isEmpty ? seconds : 0, now: now, time: time)
            if left.isEmpty { try lookForCompanions(now: now, time: time) }
        } catch {
            // What is handed over is taken in; without any, the next look tells.
            guard !left.isEmpty else { throw error }
            return left
        }
        return try left + spool.handOver()
    }

    /// Files that were dropped together are taken in together: where some were claimed and others will be complete in a moment, these are waited for.
    private func lookForCompanions(now: () -> Double, time: () -> Int) throws {
        guard hasClaimed else { return }
        let end = now() + rules.settle
        // An event ends the waiting early.
        for _ in 0..<3 {
            guard let next = watch.next, next <= end else { return }
            try look(within: next - now(), now: now, time: time)
        }
    }

    /// Waits for something in the inbox, at most so many seconds, and claims what is complete.
    private func look(within seconds: Double, now: () -> Double, time: () -> Int) throws {
        hasClaimed = false
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
        if let departments, departments.isEmpty { return }
        let entries = try InboxEntry.all(in: inbox, departments: departments)
        for decision in watch.look(entries, departments: departments, closed: events.closed, now: looked) {
            try claim(decision, time())
            hasClaimed = true
        }
    }

    private func claim(_ decision: InboxWatch.Decision, _ time: Int) throws {
        switch decision {
        case .take(let entry, let marker):
            let path = "\(inbox)/\(entry.department)/\(entry.name)"
            var note = DeliveryNote.folder
            let markerPath = marker.map { "\(inbox)/\(entry.department)/\($0.name)" }
            if let marker, let markerPath,
                let (expected, found) = try marker.difference(marker: markerPath, file: path)
            {
                note.refusal = FolderChannel.wrongChecksum(marker, expected: expected, found: found)
            }
            let file = try spool.take(path, department: entry.department, name: entry.name, at: time, note: note)
            // The marker goes behind its file: stopped in between, it waits for a file that never comes.
            if file != nil, let markerPath { unlink(markerPath) }
        case .refuse(let entry): try refuse(entry, time)
        }
    }

    // MARK: What is no file

    private static let noteEnding = ".not-a-file.txt"

    /// Where what was refused lies unopened; what is in a folder stays in it.
    private var aside: String { "\(spool.path)/.refused" }

    /// Takes a link, folder or device away unopened; a text stands in its place, which is what is archived and answered.
    private func refuse(_ entry: InboxEntry, _ time: Int) throws {
        let place = "\(inbox)/\(entry.department)/\(entry.name)"
        try FileManager.default.createDirectory(atPath: aside, withIntermediateDirectories: true)
        let refused = RefusedEntry(department: entry.department, inode: entry.inode, name: entry.name)
        let refusal = FolderChannel.noFile(entry.kind)
        try DurableFile.write(
            Data("\(entry.name)\n\(refusal.chinese)\n\(refusal.english)\n".utf8), to: "\(aside)/\(refused.textName)")
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
    private func finishRefusals(_ time: Int) throws {
        let names = try InboxEntry.names(in: aside)
        for refused in names.compactMap(RefusedEntry.init(textName:)) where names.contains(refused.asideName) {
            try answer(refused, time)
        }
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
