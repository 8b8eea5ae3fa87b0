/// Comma-separated text as code lists need it: quoted fields with doubled quotes, any line break, empty lines skipped.
enum CSVText {
    struct Row {
        /// 1-based line on which the row begins.
        var line: Int
        var fields: [String]
    }

    static func rows(of text: String, file: String, errors: ErrorList) -> [Row] {
        var rows: [Row] = []
        var row = Row(line: 1, fields: [])
        var field = ""
        var isQuoted = false
        var wasQuoted = false
        var line = 1
        func endRow() {
            row.fields.append(field)
            if row.fields != [""] || wasQuoted { rows.append(row) }
            field = ""
            wasQuoted = false
        }
        var scalars = text.unicodeScalars.makeIterator()
        var pending = scalars.next()
        while let scalar = pending {
            pending = scalars.next()
            switch scalar {
            case "\"" where isQuoted:
                if pending == "\"" {
                    field.unicodeScalars.append(scalar)
                    pending = scalars.next()
                } else {
                    isQuoted = false
                }
            case "\"" where field.isEmpty && !wasQuoted: (isQuoted, wasQuoted) = (true, true)
            case "," where !isQuoted:
                row.fields.append(field)
                field = ""
                wasQuoted = false
            case "\r" where !isQuoted && pending == "\n": continue
            case "\n" where !isQuoted, "\r" where !isQuoted:
                endRow()
                line += 1
                row = Row(line: line, fields: [])
            default:
                if scalar == "\n" { line += 1 }
                field.unicodeScalars.append(scalar)
            }
        }
        if isQuoted { errors.add(file: file, line: row.line, .unclosedQuote) }
        if !field.isEmpty || !row.fields.isEmpty || wasQuoted { endRow() }
        return rows
    }
}
