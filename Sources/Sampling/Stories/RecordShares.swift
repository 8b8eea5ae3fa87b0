import Model

/// How the records of one item are shared out over the makers and the platform, so that the rows add up to what was asked for.
struct RecordShares {
    struct Maker {
        /// Records of the first delivery, which may have a story.
        var storied = 0
        /// Records delivered once, in the second delivery.
        var others = 0
    }

    /// By number of the maker.
    private(set) var makers: [Maker]
    /// Records that only the platform delivers.
    private(set) var relayOwn = 0

    /// - Parameters:
    ///   - rows: rows of all files together.
    ///   - fate: the fate of a record of a maker, which may have a story.
    init(rows: Int, makers count: Int, fate: (_ maker: Int, _ index: Int) -> Fate) {
        let quota = rows * 88 / 100 / max(1, count)
        makers = Array(repeating: Maker(storied: quota * 6 / 10), count: count)
        var used = 0
        var relayed = 0
        for maker in makers.indices {
            for index in 0..<makers[maker].storied {
                let deliveries = fate(maker, index).deliveries
                used += deliveries.count
                for delivery in deliveries where delivery.delivery == .relayFirst || delivery.delivery == .relaySecond {
                    relayed += 1
                }
            }
        }
        relayOwn = max(0, min(rows - used, rows * 12 / 100 - relayed))
        let left = max(0, rows - used - relayOwn)
        for maker in makers.indices {
            makers[maker].others = left / count + (maker < left % count ? 1 : 0)
        }
    }
}
