internal import Model

/// The fields of one item while its file is read, and how other keys refer to them.
struct FieldScope {
    private(set) var fields: [Field] = []
    /// Fields with a mistake of their own in `type`: what refers to them is not judged by type.
    private(set) var doubtful: Set<Int> = []

    var names: [String] { fields.map(\.name) }

    /// The field a value names; `types` are those it may have, all when empty.
    func field(_ value: Value, types: [FieldType] = []) -> Int? {
        guard let name = value.reference(.field, in: names) else { return nil }
        guard let index = fields.firstIndex(where: { $0.name == name }) else { return nil }
        if !types.isEmpty, !doubtful.contains(index), !types.contains(fields[index].type) {
            value.note(.wrongFieldType(field: name, expected: types.map(\.rawValue)))
        }
        return index
    }

    func fields(_ values: [Value]?) -> [Int] { values?.compactMap { field($0) } ?? [] }

    /// Reads the list under `fields`.
    init(_ value: Value?, lists: CodeLists) {
        guard let elements = value?.list() else { return }
        if elements.isEmpty { value?.note(.empty) }
        var names: [String: Value] = [:]
        var titles: [String: Value] = [:]
        for element in elements {
            let path = element.peek("name").map { "\(element.key).\($0)" } ?? element.key
            guard let section = element.at(key: path).section(Self.keys) else { continue }
            let title = section.required("title")
            guard let nameValue = section.required("name"), let name = nameValue.text() else { continue }
            if !NameForm.snake.matches(name) { nameValue.note(.badName(pattern: NameForm.snake.pattern)) }
            if let first = names[name] {
                nameValue.note(.duplicate(first: first.place))
                continue
            }
            names[name] = nameValue
            var field = Field(name: name, title: title?.text() ?? "")
            if let title, !field.title.isEmpty {
                if let first = titles[field.title] {
                    title.note(.duplicate(first: first.place))
                } else {
                    titles[field.title] = title
                }
            }
            if let type = section["type"] {
                if let read = type.choice(FieldType.self) { field.type = read } else { doubtful.insert(fields.count) }
            }
            Self.read(section, into: &field, lists: lists, isDoubtful: doubtful.contains(fields.count))
            fields.append(field)
        }
    }

    private static let keys = [
        "name", "title", "type", "required", "max", "list", "unit", "min", "max_value", "open_ended", "may_be_none",
        "lenient",
        "disclose", "sensitivity", "repeats", "content",
    ]

    private static func read(_ section: Section, into field: inout Field, lists: CodeLists, isDoubtful: Bool) {
        field.isRequired = section["required"]?.flag() ?? field.isRequired
        field.maxLength = section["max"]?.integer(1...1_000_000)
        field.list = section["list"]?.reference(.list, in: lists.names)
        field.unit = section["unit"]?.choice(MoneyUnit.self) ?? field.unit
        field.minimum = section["min"]?.millionths()
        field.maximum = section["max_value"]?.millionths()
        field.isOpenEnded = section["open_ended"]?.flag() ?? field.isOpenEnded
        field.mayBeNone = section["may_be_none"]?.flag() ?? field.mayBeNone
        field.isLenient = section["lenient"]?.flag() ?? field.isLenient
        field.disclosure = section["disclose"]?.choice(Disclosure.self) ?? field.disclosure
        field.sensitivity = section["sensitivity"]?.choice(Sensitivity.self) ?? field.sensitivity
        field.repeats = section["repeats"]?.flag() ?? field.repeats
        field.isContent = section["content"]?.flag() ?? field.isContent
        if let low = field.minimum, let high = field.maximum, low > high {
            section["min"]?.note(.wrongOrder(first: "min", second: "max_value"))
        }
        if isDoubtful { return }
        if field.type != .money { section["unit"]?.note(.notUsedHere(key: "type: money")) }
        if field.type != .date { section["open_ended"]?.note(.notUsedHere(key: "type: date")) }
        if !field.type.isNumeric {
            for key in ["min", "max_value"] {
                section[key]?.note(.notUsedHere(key: "type: money, decimal, integer, year"))
            }
        }
    }
}
