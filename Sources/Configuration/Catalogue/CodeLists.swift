internal import Model

/// The code lists by name, and what may stand for one of their values.
struct CodeLists {
    /// Also those that could not be read, so that a reference to one is not a second mistake.
    let names: [String]
    private(set) var lists: [String: CodeList] = [:]
    private var labels: [String: Set<String>] = [:]
    private var codes: [String: Set<String>] = [:]

    init(files: [SourceFile], errors: ErrorList) {
        names = files.map(\.stem).sorted()
        for file in files {
            let before = errors.errors.count
            guard let list = CodeListReader.read(file, errors: errors) else { continue }
            lists[list.id] = list
            // A list with mistakes judges no values: the value may be missing for the list's mistake.
            guard errors.errors.count == before else { continue }
            labels[list.id] = Set(list.entries.map(\.label))
            codes[list.id] = Set(list.entries.map(\.code))
        }
    }

    func has(code: String, in list: String) -> Bool? { codes[list].map { $0.contains(code) } }

    /// Notes a value that is no label of the field's list; several may be joined, the whole is looked up first.
    func checkLabel(_ value: Value, of field: Field, orCode: Bool = false) {
        guard let text = value.text(), let list = field.list, let labels = labels[list], let codes = codes[list] else {
            return
        }
        func accepts(_ part: String) -> Bool { labels.contains(part) || (orCode && codes.contains(part)) }
        if accepts(text) { return }
        let parts = text.split { "、，,；;".contains($0) }.map(String.init)
        if parts.count > 1, parts.allSatisfy(accepts) { return }
        value.note(.unknown(.label), nearest: NearestName.find(text, in: labels.sorted()))
    }
}
