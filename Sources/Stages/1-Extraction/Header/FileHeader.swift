package import Model

/// What the beginning of a file offers as column labels, before it is known which mapping reads it.
package struct FileHeader: Sendable {
    /// CSV: lines that may be the header, by cells; XML: for each path of ``rowPaths`` the names of its children and attributes.
    package var candidates: [[String]]
    /// XML: paths of elements that have children or attributes, by local names in lower case, from the root down.
    package var rowPaths: [[String]] = []

    /// The labels that people are shown: the candidate with the most cells.
    package var sample: [String] { candidates.max { filled($0) < filled($1) } ?? [] }

    private func filled(_ cells: [String]) -> Int { cells.count { !$0.isEmpty } }

    /// The label lists to hold against a mapping: of nested elements only that of its row element; none where the mapping cannot read the file.
    package func labels(for mapping: Mapping) -> [[String]] {
        guard !mapping.rowPath.isEmpty else { return rowPaths.isEmpty ? candidates : [] }
        let wanted = mapping.rowPath.map { $0.lowercased() }
        return zip(rowPaths, candidates).filter { $0.0 == wanted }.map(\.1)
    }
}
