import Model

/// The kinds of feeds, in order. A new one: its folder beside this file, and a line here.
package let feedTypes: [any Feed.Type] = [
    ExecFeed.self, SingerFeed.self, ODBCFeed.self, HTTPFeed.self,
]

extension FeedSource {
    /// The feed that it describes.
    package func feed() throws -> any Feed {
        guard let type = feedTypes.first(where: { $0.kind.type == type }) else {
            throw SystemError(chinese: "没有数据源类型 \(type)。", english: "There is no kind of feed \(type).")
        }
        return try type.init(self)
    }
}
