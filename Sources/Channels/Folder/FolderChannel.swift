import Foundation
import Model

/// What a look at the channels brought.
package struct Taken: Sendable {
    package var files: [TakenFile] = []
    /// What could not be looked at or taken, and why; it costs the rest nothing, and the next look tries again.
    package var troubles: [any Error] = []
    /// Whether the inbox or the files in hand could not be looked at as a whole, or files of several departments cannot be claimed.
    package var isBlocked = false
}

/// The watched folders `inbox/<department>/`: what is complete is claimed by a rename and handed over once; what was claimed and not put away, because
/// the program was stopped, is handed over again. Belongs to one thread.
package final class FolderChannel {
    let inbox: String
    /// On the same file system as the inbox.
    let spool: Spool
    private var watch: InboxWatch
    private var inotify: Inotify?
    private var lastScan = -Double.infinity
    /// Whether what a stop left half done was finished.
    private var isPrepared = false
    /// Whether the last look claimed something.
    private var hasClaimed = false
    /// Departments of whose waiting files one could not be claimed when it was tried last.
    private var stuck: Set<String> = []
    private var taken = Taken()

    /// - Parameter inbox: the departments' folders stand in it; is made where it lacks.
    package init(inbox: String, spool: Spool, rules: InboxRules) throws {
        self.inbox = inbox
        self.spool = spool
        watch = InboxWatch(rules)
        try FileManager.default.createDirectory(atPath: inbox, withIntermediateDirectories: true)
        inotify = Inotify(inbox: inbox)
    }

    /// When a file is complete, from the next look on.
    package var rules: InboxRules {
        get { watch.rules }
        set { watch.rules = newValue }
    }

    /// Waits for something to do, at most so many seconds, claims what is complete, and hands over all that is in hand and was not handed over.
    /// - Parameters:
    ///   - now: seconds of a clock that only goes forward.
    ///   - time: seconds since 1970, the time of receipt.
    package func take(within seconds: Double, now: () -> Double, time: () -> Int) -> Taken {
        taken = Taken()
        if !isPrepared {
            attempt {
                try spool.removeStrayNotes()
                try finishRefusals(time())
                isPrepared = true
            }
        }
        handOver(time)
        let hasFiles = !taken.files.isEmpty
        do {
            // Other channels may bring something at every look; the inbox has its turn all the same.
            try look(within: hasFiles ? 0 : seconds, now: now, time: time)
            if !hasFiles { try lookForCompanions(now: now, time: time) }
        } catch {
            tell(error)
            taken.isBlocked = true
        }
        handOver(time)
        if stuck.count > 1 { taken.isBlocked = true }
        return taken
    }

    /// Two looks at the same trouble are one.
    private func tell(_ trouble: any Error) {
        if !taken.troubles.contains(where: { "\($0)" == "\(trouble)" }) { taken.troubles.append(trouble) }
    }

    private func attempt(_ body: () throws -> Void) {
        do { try body() } catch { tell(error) }
    }

    private func handOver(_ time: () -> Int) {
        do {
            let handed = try spool.handOver()
            handed.troubles.forEach(tell)
            for (file, entry) in handed.noFiles {
                attempt {
                    try refuse(entry, at: "\(spool.path)/\(file.claim)", named: file.name, .noFile(entry.kind), time())
                }
            }
            for file in handed.files {
                do { taken.files.append(try checked(file)) } catch {
                    spool.takeBack(file.file.claim)
                    tell(error)
                }
            }
        } catch {
            tell(error)
            taken.isBlocked = true
        }
    }

    /// A file whose checksum differs is refused.
    private func checked(_ file: TakenFile) throws -> TakenFile {
        guard let checksum = file.note.checksum else { return file }
        let found = try checksum.found(in: file.path)
        guard found != checksum.expected else { return file }
        var file = file
        file.note.refusal = .wrongChecksum(checksum, found: found)
        return file
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
        var entries: [InboxEntry] = []
        for department in try InboxEntry.folders(of: inbox) where departments?.contains(department) ?? true {
            attempt { try ForeignName.mend(in: "\(inbox)/\(department)", quiet: rules.quiet, now: time()) }
            attempt { entries += try InboxEntry.all(in: inbox, of: department) }
        }
        let waiting = Set(entries.map(\.department))
        stuck = stuck.filter { waiting.contains($0) || !(departments?.contains($0) ?? true) }
        for decision in watch.look(entries, departments: departments, closed: events.closed, now: looked) {
            do {
                guard try claim(decision, time()) else { continue }
                hasClaimed = true
                stuck.remove(decision.entry.department)
            } catch {
                tell(error)
                stuck.insert(decision.entry.department)
            }
        }
    }

    /// - Returns: whether something was claimed; false where it is not complete after all, or gone.
    private func claim(_ decision: InboxWatch.Decision, _ time: Int) throws -> Bool {
        switch decision {
        case .take(let entry, let marker):
            let folder = "\(inbox)/\(entry.department)"
            let path = "\(folder)/\(entry.name)"
            switch FileReadiness(of: path) {
            case .ready: break
            case .beingWritten, .otherwise: return false
            case .forbidden:
                try refuse(entry, at: path, named: entry.name, .notReadable, time)
                return true
            }
            var note = DeliveryNote.folder
            if let marker, marker.kind != .ok {
                let markerPath = "\(folder)/\(marker.name)"
                if let expected = try marker.checksum(at: markerPath) {
                    note.checksum = Checksum(marker: marker.name, kind: marker.kind, expected: expected)
                } else {
                    // It may be still being written: a sum over a large file takes its time.
                    guard marker.hasSettled, FileReadiness(of: markerPath) != .beingWritten else { return false }
                    note.refusal = .noChecksum(marker.name)
                }
            }
            let file = try spool.take(path, department: entry.department, name: entry.name, at: time, note: note)
            // The marker goes behind its file: stopped in between, it waits for a file that never comes.
            if file != nil, let marker { unlink("\(folder)/\(marker.name)") }
            return file != nil
        case .refuse(let entry):
            try refuse(
                entry, at: "\(inbox)/\(entry.department)/\(entry.name)", named: entry.name, .noFile(entry.kind), time)
            return true
        }
    }
}
