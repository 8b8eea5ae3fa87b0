import Foundation
import Glibc

/// Events of the watched folders (inotify(7)): which departments' folders changed, and which files were closed after writing or moved in.
package final class Inotify {
    /// What happened since the last look.
    package struct Events: Sendable {
        package var departments: Set<String> = []
        package var closed: Set<InboxPlace> = []
        /// Events were lost: all folders are to be looked at.
        package var isIncomplete = false
    }

    private let descriptor: Int32
    private let inbox: String
    private var folders: [Int32: String] = [:]

    /// nil where the system has no more watches to give; a rescan from time to time then has to do.
    package init?(inbox: String) {
        descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        self.inbox = inbox
        guard descriptor >= 0 else { return nil }
        watch()
    }

    deinit { close(descriptor) }

    /// Watches folders that are new; those that are gone end by themselves.
    package func watch() {
        add(inbox, IN_CREATE | IN_MOVED_TO, as: "")
        // What cannot be read is told by the look that follows.
        for department in (try? InboxEntry.folders(of: inbox)) ?? [] {
            add("\(inbox)/\(department)", IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_MODIFY, as: department)
        }
    }

    private func add(_ path: String, _ mask: Int32, as department: String) {
        let number = inotify_add_watch(descriptor, path, UInt32(mask | IN_ONLYDIR))
        if number >= 0 { folders[number] = department }
    }

    /// Waits for events up to so many seconds, and takes those that are there.
    package func wait(seconds: Double) -> Events {
        var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&polled, 1, Int32(max(0, min(seconds, 3600)) * 1000))
        return take()
    }

    private func take() -> Events {
        var events = Events()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 8)
        defer { buffer.deallocate() }
        while true {
            let count = read(descriptor, buffer.baseAddress, buffer.count)
            guard count > 0 else { return events }
            var place = 0
            let header = MemoryLayout<inotify_event>.size
            while place + header <= count {
                let event = buffer.loadUnaligned(fromByteOffset: place, as: inotify_event.self)
                let bytes = buffer[(place + header)..<min(count, place + header + Int(event.len))]
                note(event, name: String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self), &events)
                place += header + Int(event.len)
            }
        }
    }

    private func note(_ event: inotify_event, name: String, _ events: inout Events) {
        let mask = Int32(bitPattern: event.mask)
        if mask & IN_Q_OVERFLOW != 0 { events.isIncomplete = true }
        if mask & IN_IGNORED != 0 { folders[event.wd] = nil }
        guard let department = folders[event.wd] else { return }
        guard !department.isEmpty else {
            // A department's folder is new; what lies in it already sends no event.
            watch()
            events.departments.insert(name)
            return
        }
        events.departments.insert(department)
        if mask & (IN_CLOSE_WRITE | IN_MOVED_TO) != 0 {
            events.closed.insert(InboxPlace(department: department, name: name))
        }
    }
}
