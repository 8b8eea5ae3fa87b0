import Foundation
import Glibc
package import Model
import Synchronization

/// A file that is handed over to be taken in.
package struct TakenFile: Sendable {
    package var file: ClaimedFile
    package var path: String
    package var note: DeliveryNote

    /// The delivery's own name.
    package var name: String { note.name ?? file.name }
    package var refusal: RefusedFile? { note.refusal }
}

/// The folder of files in hand, whatever channel brought them: each is handed over once; what was not put away, because the program was stopped, is
/// handed over again. May be used from several threads.
package final class Spool: Sendable {
    package let path: String

    private struct State {
        var lastNumber: (second: Int, number: Int) = (0, 0)
        /// Claims that were handed over and are not put away yet.
        var inHand: Set<String> = []
    }
    private let state = Mutex(State())
    /// One hands over at a time; who claims meanwhile does not wait for it.
    private let handing = Mutex(())

    /// - Parameter path: is made where it lacks.
    package init(_ path: String) throws {
        self.path = path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    /// Takes a file over by a rename, which is its receipt.
    /// - Parameters:
    ///   - source: on the same file system.
    ///   - time: seconds since 1970.
    /// - Returns: nil where the file is gone: whoever brought it took it away.
    package func take(
        _ source: String, department: String, name: String, at time: Int, note: DeliveryNote
    ) throws -> ClaimedFile? {
        let file = try claim(department: department, name: name, at: time)
        var note = note
        if file.name != name { note.name = name }
        return try take(source, as: file, note: note) ? file : nil
    }

    /// Takes a file over under a name that was chosen for it before.
    ///
    /// The note goes before: stopped in between, it belongs to nothing, is never read, and a later start removes it.
    /// - Parameter isDurable: false where the caller can do it again after a loss of power.
    /// - Returns: false where the file is gone.
    package func take(
        _ source: String, as file: ClaimedFile, note: DeliveryNote, isDurable: Bool = true
    ) throws -> Bool {
        // Kept until the note has its file.
        let lock = try note == .folder ? nil : FileLock.wait(for: notesLock, .shared)
        defer { lock?.release() }
        try write(note, of: file, isDurable: isDurable)
        guard rename(source, path(of: file)) == 0 else {
            guard errno == ENOENT else { throw SystemError.file("移动", "move", source) }
            unlink(notePath(file.claim))
            return false
        }
        if isDurable { try DurableFile.sync("\(path)/\(file.department)") }
        return true
    }

    /// What is here and was not handed over yet.
    package struct HandedOver {
        /// In order of receipt.
        package var files: [TakenFile] = []
        /// Claims of what is no file: something else was put in its place just before the rename.
        var noFiles: [(file: ClaimedFile, entry: InboxEntry)] = []
        /// Files that cannot be handed over for now, and why.
        var troubles: [any Error] = []
    }

    package func handOver() throws -> HandedOver {
        try handing.withLock { _ in
            var handed = HandedOver()
            let inHand = state.withLock { $0.inHand }
            for entry in try InboxEntry.all(in: path) {
                guard let file = ClaimedFile(department: entry.department, claimedName: entry.name),
                    !inHand.contains(file.claim)
                else { continue }
                guard entry.kind == .file else {
                    handed.noFiles.append((file, entry))
                    continue
                }
                do {
                    handed.files.append(TakenFile(file: file, path: path(of: file), note: try note(of: file)))
                } catch { handed.troubles.append(error) }
            }
            state.withLock { for file in handed.files { $0.inHand.insert(file.file.claim) } }
            handed.files.sort { $0.file < $1.file }
            return handed
        }
    }

    /// Has a file handed over again.
    func takeBack(_ claim: String) { _ = state.withLock { $0.inHand.remove(claim) } }

    /// Forgets a claim that was put away.
    package func release(_ claim: String) {
        _ = state.withLock { $0.inHand.remove(claim) }
        unlink(notePath(claim))
    }

    /// Whether a claim is still here.
    package func holds(_ claim: String) -> Bool { FileManager.default.fileExists(atPath: "\(path)/\(claim)") }

    /// Whether a claim's note can be read and says this.
    package func has(_ note: DeliveryNote, for file: ClaimedFile) -> Bool { (try? self.note(of: file)) == note }

    /// Removes a claim that its channel hands over anew.
    package func discard(_ claim: String) {
        unlink("\(path)/\(claim)")
        unlink(notePath(claim))
    }

    // MARK: Claims

    private func path(of file: ClaimedFile) -> String { "\(path)/\(file.claim)" }

    /// Chooses a name that no file has ever had.
    package func claim(department: String, name: String, at time: Int) throws -> ClaimedFile {
        let folder = "\(path)/\(department)"
        if mkdir(folder, 0o777) != 0, errno != EEXIST {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
        return state.withLock { state in
            let last = state.lastNumber
            let file = ClaimedFile(
                received: time, number: last.second == time ? last.number + 1 : 1,
                mark: String(UInt64.random(in: .min ... .max), radix: 36), department: department,
                name: FileName.shortened(name, to: Spool.longestName))
            state.lastNumber = (time, file.number)
            return file
        }
    }

    /// Bytes of a name, with room for what a claim and an outbox put around it.
    private static let longestName = 160

    // MARK: Notes

    private var notesFolder: String { "\(path)/.notes" }
    /// Shared by those who are between a note and its file; whoever removes notes has it alone.
    private var notesLock: String { "\(path)/.notes.lock" }

    private func notePath(_ claim: String) -> String { "\(notesFolder)/\(claim.replacing("/", with: "-"))" }

    /// Removes notes whose files are not here: a stop came between the two.
    package func removeStrayNotes() throws {
        // Where another program is claiming, the next start does it.
        guard let lock = try FileLock.take(notesLock) else { return }
        defer { lock.release() }
        let kept = Set(try InboxEntry.all(in: path).map { notePath("\($0.department)/\($0.name)") })
        for name in try InboxEntry.names(in: notesFolder) {
            let path = "\(notesFolder)/\(name)"
            if !kept.contains(path) { unlink(path) }
        }
    }

    private func write(_ note: DeliveryNote, of file: ClaimedFile, isDurable: Bool) throws {
        guard note != .folder else { return }
        try FileManager.default.createDirectory(atPath: notesFolder, withIntermediateDirectories: true)
        try DurableFile.write(
            try JSONEncoder().encode(note), to: notePath(file.claim), sync: isDurable ? .all : .nothing)
    }

    /// - Throws: where there is a note that cannot be read: a refused file must not pass for a good one.
    private func note(of file: ClaimedFile) throws -> DeliveryNote {
        let path = notePath(file.claim)
        guard FileManager.default.fileExists(atPath: path) else { return .folder }
        guard let data = FileManager.default.contents(atPath: path),
            let note = try? JSONDecoder().decode(DeliveryNote.self, from: data)
        else {
            throw SystemError(
                chinese: "无法读取取件说明 \(path)；请检查权限，或删除该说明及其文件后重新报送。",
                english:
                    "Cannot read the note \(path) of a claimed file. Check permissions, or remove it with its file and send that again."
            )
        }
        return note
    }
}
