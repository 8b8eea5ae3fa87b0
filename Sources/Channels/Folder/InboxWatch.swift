/// Which files in the watched folders are complete: a value that is told what stands there and what time it is.
///
/// A file is complete when its marker is there, or when its size and time stay the same: for the short time where its writer closed it or moved
/// it in, for the long one otherwise. What is no file, such as a link or a folder, is refused once it has stood for the long time.
package struct InboxWatch: Sendable {
    /// What is to be done with an entry now.
    package enum Decision: Sendable, Equatable {
        /// - Parameter marker: the file that says that it is complete.
        case take(InboxEntry, marker: Marker?)
        /// What is no file.
        case refuse(InboxEntry)

        var entry: InboxEntry {
            switch self {
            case .take(let entry, _), .refuse(let entry): entry
            }
        }
    }

    private struct Seen {
        var entry: InboxEntry
        /// Since when it has looked like this, in seconds of a clock that only goes forward.
        var since: Double
        var isClosed: Bool
    }

    package var rules: InboxRules
    private var seen: [InboxPlace: Seen] = [:]
    private var seenMarkers: [InboxPlace: Seen] = [:]

    package init(_ rules: InboxRules) { self.rules = rules }

    /// Takes up a look at some departments' folders.
    /// - Parameters:
    ///   - departments: the folders looked at; nil is all of them.
    ///   - closed: files that were closed after writing, or moved in, since the look before.
    ///   - now: seconds of a clock that only goes forward.
    package mutating func look(
        _ entries: [InboxEntry], departments: Set<String>? = nil, closed: Set<InboxPlace> = [], now: Double
    ) -> [Decision] {
        let names = Set(entries.map(\.place))
        func isGone(_ place: InboxPlace) -> Bool {
            !names.contains(place) && departments?.contains(place.department) ?? true
        }
        seen = seen.filter { !isGone($0.key) }
        seenMarkers = seenMarkers.filter { !isGone($0.key) }
        var decisions: [Decision] = []
        let markers = Marker.all(among: entries)
        func updated(_ known: Seen?, _ entry: InboxEntry) -> Seen {
            guard var known, known.entry == entry else {
                return Seen(entry: entry, since: now, isClosed: closed.contains(entry.place))
            }
            if closed.contains(entry.place) { known.isClosed = true }
            return known
        }
        for entry in entries where markers.isMarker(entry.place) {
            seenMarkers[entry.place] = updated(seenMarkers[entry.place], entry)
        }
        for entry in entries where !InboxRules.isTemporary(entry.name) && !markers.isMarker(entry.place) {
            let known = updated(seen[entry.place], entry)
            seen[entry.place] = known
            if entry.kind == .file, var marker = markers[entry.place] {
                let place = InboxPlace(department: entry.department, name: marker.name)
                marker.hasSettled = seenMarkers[place].map { now - $0.since >= rules.quiet } ?? false
                decisions.append(.take(entry, marker: marker))
            } else if now - known.since >= wait(entry, known.isClosed) {
                decisions.append(entry.kind == .file ? .take(entry, marker: nil) : .refuse(entry))
            } else {
                continue
            }
            seen[entry.place] = nil
        }
        return decisions
    }

    /// When something that waits may be complete; nil where nothing waits.
    package var next: Double? { seen.values.map { $0.since + wait($0.entry, $0.isClosed) }.min() }

    private func wait(_ entry: InboxEntry, _ isClosed: Bool) -> Double {
        entry.kind == .file && isClosed ? min(rules.settle, rules.quiet) : rules.quiet
    }
}
