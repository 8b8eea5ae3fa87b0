internal import Model

/// Reads `Mappings/codes/<list>.csv`: `code,label` and, where it applies, `from,to,successor` or `parent`.
enum CodeListReader {
    static let columns = ["code", "label", "from", "to", "successor", "parent"]

    static func read(_ file: SourceFile, errors: ErrorList) -> CodeList? {
        guard let text = file.text(errors: errors) else { return nil }
        if !NameForm.kebab.matches(file.stem) { errors.add(file: file.name, .badName(pattern: NameForm.kebab.pattern)) }
        var rows = CSVText.rows(of: text, file: file.name, errors: errors)
        guard let header = rows.first, let order = order(of: header, file: file.name, errors: errors) else {
            return nil
        }
        rows.removeFirst()
        if rows.isEmpty { errors.add(file: file.name, .empty) }
        let draft = Draft(file: file.name, order: order, errors: errors)
        return draft.list(id: file.stem, rows: rows)
    }

    /// Where each known column stands; nil where `code` or `label` is missing.
    private static func order(of header: CSVText.Row, file: String, errors: ErrorList) -> [String: Int]? {
        var order: [String: Int] = [:]
        for (index, name) in header.fields.enumerated() {
            if !columns.contains(name) {
                errors.add(
                    file: file, line: header.line, key: name, .unknownKey, nearest: NearestName.find(name, in: columns))
            } else if order.updateValue(index, forKey: name) != nil {
                errors.add(file: file, line: header.line, key: name, .duplicate(first: "\(file):\(header.line)"))
            }
        }
        for name in ["code", "label"] where order[name] == nil {
            errors.add(file: file, line: header.line, key: name, .missingKey)
        }
        return order["code"] == nil || order["label"] == nil ? nil : order
    }

    private struct Draft {
        let file: String
        let order: [String: Int]
        let errors: ErrorList

        func list(id: String, rows: [CSVText.Row]) -> CodeList {
            let before = errors.errors.count
            var entries: [CodeList.Entry] = []
            var lines: [String: Int] = [:]
            for row in rows {
                guard row.fields.count == headerCount else {
                    errors.add(
                        file: file, line: row.line, .wrongCount(expected: headerCount, found: row.fields.count))
                    continue
                }
                let code = self["code", row]
                let label = self["label", row]
                if code.isEmpty { note(row, "code", .missingKey) }
                if label.isEmpty { note(row, "label", .missingKey) }
                if let first = lines[code] {
                    note(row, "code", .duplicate(first: "\(file):\(first)"))
                } else {
                    lines[code] = row.line
                }
                let from = year("from", row)
                let to = year("to", row)
                if let from, let to, from > to { note(row, "from", .wrongOrder(first: "from", second: "to")) }
                let successor = self["successor", row]
                entries.append(
                    CodeList.Entry(
                        code: code, label: label, from: from, to: to, successor: successor.isEmpty ? nil : successor))
            }
            if errors.errors.count == before { checkReferences(rows, codes: lines) }
            return CodeList(id: id, entries: entries)
        }

        /// Successors and parents are codes of the same list.
        private func checkReferences(_ rows: [CSVText.Row], codes: [String: Int]) {
            for row in rows {
                for column in ["successor", "parent"] {
                    // A region that was divided has several successors.
                    for code in self[column, row].split(separator: ";").map(String.init) where codes[code] == nil {
                        note(row, column, .unknown(.label), nearest: NearestName.find(code, in: codes.keys.sorted()))
                    }
                }
            }
        }

        private var headerCount: Int { order.count }

        private subscript(column: String, row: CSVText.Row) -> String { order[column].map { row.fields[$0] } ?? "" }

        private func year(_ column: String, _ row: CSVText.Row) -> Int? {
            let text = self[column, row]
            if text.isEmpty { return nil }
            guard text.utf8.count == 4, let year = Int(text), year > 999 else {
                note(row, column, .wrongShape(expected: .year))
                return nil
            }
            return year
        }

        private func note(_ row: CSVText.Row, _ key: String, _ problem: ConfigurationProblem, nearest: String? = nil) {
            errors.add(file: file, line: row.line, key: key, problem, nearest: nearest)
        }
    }
}
