import Model

extension JSONValue {
    /// A rate with its counts; `null` without a denominator.
    static func rate(_ rate: Rate) -> JSONValue {
        .object([
            ("rate", rate.decimal.map(JSONValue.decimal) ?? .null), ("numerator", .int(rate.numerator)),
            ("denominator", .int(rate.denominator)),
        ])
    }
}
