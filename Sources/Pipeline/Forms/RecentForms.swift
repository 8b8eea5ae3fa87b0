import Synchronization

/// What a form is a statement about, and whose it is.
package struct FormKey: Hashable, Sendable {
    var item: Int
    var department: String
    var subject: String
    /// The record's number in the disclosure store.
    var record: Int64
}

/// What forms stated that were accepted a short time ago and may not be disclosed yet; the oldest are forgotten first.
final class RecentForms: Sendable {
    private struct Kept {
        var known: Set<FormKey> = []
        var order: [FormKey] = []
        var next = 0
    }
    private let kept = Mutex(Kept())
    private static let most = 20_000

    func contains(_ key: FormKey) -> Bool { kept.withLock { $0.known.contains(key) } }

    func add(_ key: FormKey) {
        kept.withLock { kept in
            guard kept.known.insert(key).inserted else { return }
            if kept.order.count < RecentForms.most { return kept.order.append(key) }
            kept.known.remove(kept.order[kept.next])
            kept.order[kept.next] = key
            kept.next = (kept.next + 1) % RecentForms.most
        }
    }
}
