/// A kind of feed as a configuration may name it, with the settings that it takes besides those of every feed.
package struct FeedKind: Sendable, Equatable {
    /// The name in `type`, in the ledger and in reports.
    package var type: String
    package var keys: [FeedKey]
    /// Of each of these sets exactly one key stands there.
    package var oneOf: [[String]]

    package init(type: String, keys: [FeedKey], oneOf: [[String]] = []) {
        self.type = type
        self.keys = keys
        self.oneOf = oneOf
    }
}

/// One setting of a kind of feed.
package struct FeedKey: Sendable, Equatable {
    package indirect enum Shape: Sendable, Equatable {
        case text, flag
        case choice([String])
        case integer(ClosedRange<Int>)
        /// Seconds, written as `90s`, `15m`, `6h`, `1d`.
        case duration
        /// From the folder of `pipeline.yml` on.
        case path
        /// A list of texts that is not empty.
        case texts
        /// What must not stand in `pipeline.yml` itself.
        case secret
        /// Variables of a program: texts and secrets by name.
        case variables
        /// Names at the source, each with one of the department's items.
        case items
        case section([FeedKey])
    }

    package var name: String
    package var shape: Shape
    package var isRequired: Bool
    /// Keys that have to stand beside it.
    package var needs: [String]
    /// Keys that cannot.
    package var excludes: [String]
    /// What a text may not contain, in lower case, since a secret would follow it.
    package var beforeSecrets: [String]

    package init(
        _ name: String, _ shape: Shape, isRequired: Bool = false, needs: [String] = [], excludes: [String] = [],
        beforeSecrets: [String] = []
    ) {
        self.name = name
        self.shape = shape
        self.isRequired = isRequired
        self.needs = needs
        self.excludes = excludes
        self.beforeSecrets = beforeSecrets
    }
}

/// What stands under the keys of a kind of feed.
package struct FeedOptions: Sendable, Equatable {
    package indirect enum Value: Sendable, Equatable {
        case text(String)
        case flag(Bool)
        case integer(Int)
        case texts([String])
        case secret(Secret)
        case section(FeedOptions)
        case pairs([String: Value])
    }

    private var values: [String: Value]

    package init(_ values: [String: Value] = [:]) { self.values = values }

    package subscript(key: String) -> Value? {
        get { values[key] }
        set { values[key] = newValue }
    }

    package var keys: Set<String> { Set(values.keys) }

    package func text(_ key: String) -> String? { if case .text(let text) = values[key] { text } else { nil } }
    package func integer(_ key: String) -> Int? { if case .integer(let value) = values[key] { value } else { nil } }
    package func flag(_ key: String) -> Bool? { if case .flag(let value) = values[key] { value } else { nil } }
    package func texts(_ key: String) -> [String]? { if case .texts(let list) = values[key] { list } else { nil } }
    package func secret(_ key: String) -> Secret? { if case .secret(let secret) = values[key] { secret } else { nil } }
    package func section(_ key: String) -> FeedOptions? {
        if case .section(let section) = values[key] { section } else { nil }
    }
    package func pairs(_ key: String) -> [String: Value] {
        if case .pairs(let pairs) = values[key] { pairs } else { [:] }
    }
    /// Texts by name.
    package func names(_ key: String) -> [String: String] {
        pairs(key).compactMapValues { if case .text(let text) = $0 { text } else { nil } }
    }
}
