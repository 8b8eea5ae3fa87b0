import Ledger

/// One delivery on both sides; a side on which its bytes were held already, read in the same way, has none of its own.
struct DeliveryPair {
    var before: RehearsedDelivery?
    var after: RehearsedDelivery?

    /// The changed side's view, else today's.
    var known: RehearsedDelivery {
        guard let known = after ?? before else { preconditionFailure("a pair has a side") }
        return known
    }

    /// The submission whose rows a side has; nil where it refused the file or has none of its own.
    var readBefore: Int? { before.flatMap { $0.isRefused ? nil : $0.id } }
    var readAfter: Int? { after.flatMap { $0.isRefused ? nil : $0.id } }
}

/// Pairs the deliveries of two replays by digest, file, time of receipt and source, both in order of receipt and digest.
///
/// A file that came without a department is of one only where a mapping reads it, so that the source alone may differ.
struct DeliveryPairs {
    private let before: RehearsedLedger
    private let after: RehearsedLedger
    private var waiting: [DeliveryPair] = []
    private var heads: (before: RehearsedDelivery?, after: RehearsedDelivery?)
    private var hasBegun = false

    init(before: RehearsedLedger, after: RehearsedLedger) {
        self.before = before
        self.after = after
    }

    mutating func next() throws -> DeliveryPair? {
        if !hasBegun {
            hasBegun = true
            heads = (try before.nextDelivery(), try after.nextDelivery())
        }
        if waiting.isEmpty { try fill() }
        return waiting.popLast()
    }

    private func key(_ delivery: RehearsedDelivery?) -> (Int, String) {
        delivery.map { ($0.received, $0.digest) } ?? (Int.max, "~")
    }

    /// Takes all deliveries of one time and digest off both sides.
    private mutating func fill() throws {
        let (one, other) = (key(heads.before), key(heads.after))
        let least = other < one ? other : one
        var old: [RehearsedDelivery] = []
        var new: [RehearsedDelivery] = []
        while let delivery = heads.before, key(delivery) == least {
            old.append(delivery)
            heads.before = try before.nextDelivery()
        }
        while let delivery = heads.after, key(delivery) == least {
            new.append(delivery)
            heads.after = try after.nextDelivery()
        }
        var pairs: [DeliveryPair] = []
        for byFileAlone in [false, true] {
            for delivery in old {
                let match = new.firstIndex {
                    Array($0.file.utf8) == Array(delivery.file.utf8) && (byFileAlone || $0.source == delivery.source)
                }
                guard let match else { continue }
                pairs.append(DeliveryPair(before: delivery, after: new.remove(at: match)))
                old.removeAll { $0.id == delivery.id }
            }
        }
        pairs += old.map { DeliveryPair(before: $0, after: nil) } + new.map { DeliveryPair(before: nil, after: $0) }
        waiting = pairs.reversed()
    }
}
