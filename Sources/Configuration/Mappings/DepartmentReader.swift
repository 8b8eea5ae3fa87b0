internal import Bytes
internal import Model

/// Reads `Mappings/departments/<department>.yml`.
struct DepartmentReader {
    let deliveries: DeliveryReader
    let lists: CodeLists
    let errors: ErrorList

    private static let keys = ["department", "title", "code", "region", "aliases", "since", "deliveries"]

    /// The departments in the order of the files; names, codes and aliases belong to one department only.
    func read(_ files: [SourceFile]) -> [Department] {
        var departments: [Department] = []
        var taken: [String: Value] = [:]
        /// Notes a second use of what identifies a department.
        func claim(_ value: Value?, as kind: String) {
            guard let value, let text = value.peekText, !text.isEmpty else { return }
            let key = "\(kind) \(text)"
            if let first = taken[key] { value.note(.duplicate(first: first.place)) } else { taken[key] = value }
        }
        for file in files {
            guard let section = YAMLDocument.read(file, errors: errors)?.section(Self.keys) else { continue }
            let id = section.identifier("department", fileStem: file.stem)
            claim(section["department"], as: "id")
            let title = section.required("title")?.text()
            claim(section["title"], as: "name")
            let code = section["code"]?.text()
            if let code, let value = section["code"], !code.withSlice(CreditCode.isValid) { value.note(.notCreditCode) }
            claim(section["code"], as: "code")
            let region = section["region"]?.text()
            if let region, let value = section["region"] { check(region: region, value) }
            let aliases = section["aliases"]?.list() ?? []
            for alias in aliases { claim(alias, as: "name") }
            let elements = section.required("deliveries")?.list() ?? []
            var department = Department(
                id: id ?? file.stem, title: title ?? "", code: code ?? "", region: region ?? "",
                aliases: aliases.compactMap { $0.text() },
                deliveries: elements.compactMap { deliveries.read($0, department: id ?? file.stem) })
            department.since = section["since"]?.day()
            departments.append(department)
        }
        return departments
    }

    /// A region is six digits, and one of the list `regions` where there is such a list.
    private func check(region: String, _ value: Value) {
        let isCode = region.utf8.count == 6 && region.utf8.allSatisfy { (48...57).contains($0) }
        guard isCode, lists.has(code: region, in: "regions") ?? true else {
            let codes = lists.lists["regions"]?.entries.map(\.code) ?? []
            return value.note(.unknown(.region), nearest: NearestName.find(region, in: codes))
        }
    }
}
