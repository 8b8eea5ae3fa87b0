/// How one department's layout becomes the fields of one catalogue item: a preset with the department's own additions.
package struct Mapping: Sendable {
    package struct Column: Sendable, Equatable {
        package var field: Int
        /// The labels this column goes by, the usual one first.
        package var labels: [String]
        package init(field: Int, labels: [String]) {
            self.field = field
            self.labels = labels
        }
    }

    package var department: String
    /// Name of the preset, or the item's id where the department wrote its own columns.
    package var name: String
    package var item: Int
    /// Type name of the extractor: `csv`, `xml`, `json`.
    package var format: String
    /// Glob on the file's name; nil takes any file whose header fits.
    package var files: String?
    package var columns: [Column]
    package var ignore: [String]
    /// Values that every row has without the file saying so.
    package var constants: [(field: Int, value: String)]
    /// Spellings in this layout of what the catalogue's lists call otherwise, by field.
    package var values: [Int: [String: String]]
    /// Units of money fields where the layout's differs from the catalogue's.
    package var units: [Int: MoneyUnit]
    /// XML: the path of the element that is a row; JSON: of the array of rows, where it is given.
    package var rowPath: [String]
    /// Workbooks: name of the sheet, or its number from 1 on; nil takes the one whose header fits best.
    package var sheet: String?
    package var frequency: Frequency
    /// Working days after a period's last day until which its delivery is on time.
    package var dueWorkingDays = 0
    /// Expected rows of a delivery.
    package var minimumRows: Int?
    package var maximumRows: Int?

    package init(
        department: String, name: String, item: Int, format: String, files: String? = nil, columns: [Column],
        ignore: [String] = [], constants: [(field: Int, value: String)] = [], values: [Int: [String: String]] = [:],
        units: [Int: MoneyUnit] = [:], rowPath: [String] = [], frequency: Frequency = .asItHappens,
        minimumRows: Int? = nil, maximumRows: Int? = nil
    ) {
        self.department = department
        self.name = name
        self.item = item
        self.format = format
        self.files = files
        self.columns = columns
        self.ignore = ignore
        self.constants = constants
        self.values = values
        self.units = units
        self.rowPath = rowPath
        self.frequency = frequency
        self.minimumRows = minimumRows
        self.maximumRows = maximumRows
    }
}

/// A source: a department, a relaying platform, or the enterprises' own disclosure.
package struct Department: Sendable {
    package var id: String
    package var title: String
    /// Its own unified social credit code.
    package var code: String
    package var region: String
    package var aliases: [String]
    package var deliveries: [Mapping]
    /// From which day on it owes deliveries, days since 1970-01-01; nil means from the day of the first delivery of any department on.
    package var since: Int?

    package init(id: String, title: String, code: String, region: String, aliases: [String], deliveries: [Mapping]) {
        self.id = id
        self.title = title
        self.code = code
        self.region = region
        self.aliases = aliases
        self.deliveries = deliveries
    }
}

/// A header label reduced to what is compared: without white space, `*`, the width of brackets, and what a trailing bracket adds.
package enum HeaderLabel {
    /// The label with brackets and letters made half-width, ASCII upper-cased, white space and asterisks dropped.
    package static func normal(_ label: String) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(label.utf8.count)
        for scalar in label.unicodeScalars {
            switch scalar.value {
            case 0x61...0x7A: result.append(UInt8(scalar.value - 0x20))
            case 0...0x20, 0x22, 0x2A, 0x7F: continue
            case ..<0x80: result.append(UInt8(scalar.value))
            case 0x4E00...0x9FFF: result.append(contentsOf: UTF8.encode(scalar) ?? .init())
            // Full-width digits, letters, asterisk, low line and brackets.
            case 0xFF08, 0x3014, 0x3010, 0xFF3B: result.append(0x28)
            case 0xFF09, 0x3015, 0x3011, 0xFF3D: result.append(0x29)
            case 0xFF0A, 0xFEFF, 0x200B...0x200D, 0x3000, 0xA0: continue
            case 0xFF10...0xFF19, 0xFF21...0xFF3A, 0xFF3F: result.append(UInt8(scalar.value - 0xFEE0))
            case 0xFF41...0xFF5A: result.append(UInt8(scalar.value - 0xFF00))
            case _ where scalar.properties.isWhitespace: continue
            default: result.append(contentsOf: UTF8.encode(scalar) ?? .init())
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The unit of money that a bracket at the end of a normal label names, as in 罚款金额(万元).
    package static func unit(of normal: String) -> MoneyUnit? {
        guard normal.hasSuffix(")"), let open = normal.lastIndex(of: "(") else { return nil }
        switch normal[normal.index(after: open)...].dropLast() {
        case "元", "人民币元", "单位:元", "单位：元": return .yuan
        case "万元", "人民币万元", "万元人民币", "单位:万元", "单位：万元": return .tenThousandYuan
        default: return nil
        }
    }

    /// The normal label without a bracket at its end, as in 罚款金额(万元).
    package static func withoutBracket(_ normal: String) -> String {
        guard normal.hasSuffix(")"), let open = normal.lastIndex(of: "("), open != normal.startIndex else {
            return normal
        }
        return String(normal[..<open])
    }
}

/// The two columns a repair file adds; files that come back have them, and they are never data.
package enum RepairColumn {
    package static let reason = "退回原因"
    package static let suggestion = "修改建议"
    package static func isOne(_ label: String) -> Bool {
        let normal = HeaderLabel.normal(label)
        return normal == reason || normal == suggestion
    }

    /// Whether a file with these columns is a repair file that came back.
    package static func areIn(_ columns: [String]) -> Bool {
        Set(columns.map(HeaderLabel.normal)).isSuperset(of: [reason, suggestion])
    }
}
