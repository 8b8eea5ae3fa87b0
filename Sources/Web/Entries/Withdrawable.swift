import GuijiConfiguration
import Model
import Pipeline

/// Which deliveries can be taken back by their id, and how to take back the others.
struct Withdrawable {
    private let site: Site

    init(_ site: Site) { self.site = site }

    /// - Throws: ``Problem`` where it is no form of the token's department and items.
    func form(_ id: String, _ token: AccessToken) throws -> Arrival {
        guard let arrival = try site.arrivals.store.find(id, of: token.department), token.mayRead(arrival) else {
            throw Problem(
                .notFound,
                chinese:
                    "没有该填报，或不是本部门的；只有在线填报的记录能这样撤回。以文件报送的，请把该行的状态字段改为表示撤回的值后再报一次，字段与值见 GET /api/v1/forms/{item} 的 withdrawal",
                english:
                    "There is no such form of your department. Only forms are taken back so; a record that came by file is sent again with the state that takes it back, as “withdrawal” in GET /api/v1/forms/{item} says"
            )
        }
        guard arrival.channel == EntryDesk.channel, let item = arrival.items?.first else {
            throw notAForm(arrival)
        }
        guard token.allows(item) else { throw EntryItem.notAllowed(token, item) }
        return arrival
    }

    /// Says what to send instead, for each item that the delivery may be of.
    private func notAForm(_ arrival: Arrival) -> Problem {
        let known = Set(arrival.knownItems ?? site.catalogue.items.map(\.id))
        let items = site.catalogue.items.filter { known.contains($0.id) && $0.withdrawn != nil }
        let ways = items.compactMap { item -> (chinese: String, english: String)? in
            guard let test = item.withdrawn, let state = test.values.first else { return nil }
            let field = item.fields[test.field]
            return (
                "“\(item.title)”的“\(field.title)”（\(field.name)）填“\(state)”", "\(item.id): \(field.name) = “\(state)”"
            )
        }
        guard !ways.isEmpty else {
            return Problem(
                .conflict, chinese: "只有在线填报的记录能这样撤回；该报送的事项没有表示撤回的状态",
                english: "Only forms are taken back so, and records of this item have no state that takes them back")
        }
        return Problem(
            .conflict,
            chinese: "只有在线填报的记录能这样撤回。以文件报送的，请把该行再报一次：\(ways.map(\.chinese).joined(separator: "；"))",
            english:
                "Only forms are taken back so. What came by file is taken back by sending its row again with \(ways.map(\.english).joined(separator: "; "))"
        )
    }
}
