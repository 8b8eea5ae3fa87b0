/// A mapping whose keys have been checked.
struct Section {
    let place: Value
    private let values: [String: Value]

    init(place: Value, values: [String: Value]) {
        self.place = place
        self.values = values
    }

    /// An optional key's value.
    subscript(key: String) -> Value? { values[key] }

    /// A required key's value; its absence is a mistake.
    func required(_ key: String) -> Value? {
        guard let value = values[key] else {
            place.at(key: place.key.isEmpty ? key : "\(place.key).\(key)").note(.missingKey)
            return nil
        }
        return value
    }
}

extension Section {
    /// The key that names what a file describes: well formed, and the name of the file.
    func identifier(_ key: String, fileStem: String) -> String? {
        guard let value = required(key), let name = value.text() else { return nil }
        guard NameForm.kebab.matches(name) else {
            value.note(.badName(pattern: NameForm.kebab.pattern), nearest: fileStem)
            return nil
        }
        guard name == fileStem else {
            value.note(.notFileName(expected: fileStem), nearest: fileStem)
            return name
        }
        return name
    }
}
