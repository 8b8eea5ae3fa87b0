internal import Model

/// Reads the list `checks` of an item: one check an element, named by its first key.
struct CheckReader {
    let scope: FieldScope
    let hasNaturalPerson: Bool

    private static let kinds = ["order", "not_after_receipt", "one_of", "require", "forbid"]
    private static let naturalPerson = "natural_person"

    func read(_ value: Value?) -> [CrossCheck] { value?.list()?.compactMap(check) ?? [] }

    private func check(_ value: Value) -> CrossCheck? {
        guard let section = value.section(Self.kinds + ["when", "unless"]) else { return nil }
        let present = Self.kinds.filter { section[$0] != nil }
        guard let kind = present.first, let argument = section[kind] else {
            value.note(.wrongShape(expected: .choice(Self.kinds)))
            return nil
        }
        for other in present.dropFirst() { section[other]?.note(.excludes(key: kind)) }
        switch kind {
        case "order", "not_after_receipt":
            for key in ["when", "unless"] { section[key]?.note(.excludes(key: kind)) }
            return kind == "order"
                ? order(argument) : scope.field(argument, types: [.date]).map { .notAfterReceipt(field: $0) }
        default:
            guard let condition = condition(section) else { return nil }
            switch kind {
            case "one_of": return fields(argument).map { .oneOf(fields: $0, when: condition) }
            case "forbid": return fields(argument).map { .forbid(fields: $0, when: condition) }
            default: return scope.field(argument).map { .require(field: $0, when: condition) }
            }
        }
    }

    private func fields(_ value: Value) -> [Int]? {
        guard let names = value.texts() else { return nil }
        if names.isEmpty { value.note(.empty) }
        return scope.fields(names)
    }

    /// Two fields that can be compared: dates, or numbers.
    private func order(_ value: Value) -> CrossCheck? {
        guard let names = value.list() else { return nil }
        guard names.count == 2 else {
            value.note(.wrongCount(expected: 2, found: names.count))
            return nil
        }
        let ordered = [FieldType.date] + FieldType.allCases.filter(\.isNumeric)
        guard let first = scope.field(names[0], types: ordered) else { return nil }
        let isDate = scope.fields[first].type == .date
        guard let second = scope.field(names[1], types: isDate ? [.date] : Array(ordered.dropFirst())) else {
            return nil
        }
        return .order(first: first, second: second)
    }

    /// `when: natural_person`, `unless: natural_person`, `when: { field, contains }`; always, without either.
    private func condition(_ section: Section) -> CheckCondition? {
        if let unless = section["unless"] {
            section["when"]?.note(.excludes(key: "unless"))
            guard unless.choice([Self.naturalPerson]) != nil else { return nil }
            return declared(unless) ? .notNaturalPerson : nil
        }
        guard let when = section["when"] else { return .always }
        guard when.isMapping else {
            guard when.choice([Self.naturalPerson]) != nil else { return nil }
            return declared(when) ? .naturalPerson : nil
        }
        guard let test = when.section(["field", "contains"]) else { return nil }
        let field = test.required("field").flatMap { scope.field($0) }
        let text = test.required("contains")?.text()
        guard let field, let text else { return nil }
        return .contains(field: field, text: text)
    }

    private func declared(_ value: Value) -> Bool {
        if !hasNaturalPerson { value.note(.needs(key: Self.naturalPerson)) }
        return hasNaturalPerson
    }
}
