/// What a token that is limited to items sees: deliveries of these items, and what it brought itself.
extension AccessToken {
    func allows(_ item: String) -> Bool { items?.contains(item) ?? true }

    /// Whether it may see a delivery of its department. One whose items are not known, for it waits or was refused, is seen by the token that
    /// brought it and by those that are not limited.
    func mayRead(_ arrival: Arrival) -> Bool {
        guard items != nil, arrival.token != id else { return true }
        return arrival.knownItems?.allSatisfy(allows) ?? false
    }
}

extension Arrival {
    /// The items that it became, or before that the one that it can be of; nil where that is not known of all its parts.
    var knownItems: [String]? {
        let only = items?.count == 1 ? items : nil
        guard !parts.isEmpty else { return only }
        let receipts = receipts
        guard !receipts.isEmpty, !receipts.contains(where: { $0.state == "refused" }) else { return nil }
        let found = receipts.compactMap(\.item)
        return found.count == receipts.count ? found : only
    }
}
