/// What a field's text is, which decides how it is normalised and which rules look at it.
package enum FieldType: String, Sendable, CaseIterable {
    case text, name, uscc
    case registrationNumber = "registration_number"
    case organisationCode = "organisation_code"
    case taxpayerNumber = "taxpayer_number"
    case citizenNumber = "citizen_number"
    case documentNumber = "document_number"
    case date, money, decimal, integer, year, region, industry

    /// Whether full-width letters and digits are made half-width, and inner white space dropped (domain §9).
    package var isCodeLike: Bool {
        switch self {
        case .text, .name, .documentNumber: false
        default: true
        }
    }

    package var isNumeric: Bool {
        switch self {
        case .money, .decimal, .integer, .year: true
        default: false
        }
    }
}

package enum Disclosure: String, Sendable, CaseIterable { case yes, no, masked }
package enum Sensitivity: String, Sendable, CaseIterable { case `public`, personal }
package enum MoneyUnit: String, Sendable, CaseIterable {
    case yuan = "元"
    case tenThousandYuan = "万元"
}

package enum Frequency: String, Sendable, CaseIterable {
    case day, week, month, quarter, year
    case halfYear = "half-year"
    case asItHappens = "as-it-happens"
}

package enum ItemClass: String, Sendable, CaseIterable {
    case basic, licence, favourable, notice, warning
    case selfDisclosed = "self"
}

/// One field of a catalogue item (归集目录).
package struct Field: Sendable {
    package var name: String
    package var title: String
    package var type: FieldType = .text
    package var isRequired = false
    package var maxLength: Int?
    package var list: String?
    package var unit: MoneyUnit = .yuan
    /// Inclusive bounds of a number, in millionths of the unit.
    package var minimum: Int64?
    package var maximum: Int64?
    package var isOpenEnded = false
    package var mayBeNone = false
    /// A number that cannot be read is a warning and is left out, instead of rejecting the row.
    package var isLenient = false
    package var disclosure: Disclosure = .yes
    package var sensitivity: Sensitivity = .public
    package var repeats = false
    package var isContent = true

    package init(name: String, title: String) {
        self.name = name
        self.title = title
    }
}

/// The first of several fields that is present.
package typealias FirstPresent = [Int]

/// "This field has one of these values", by which rows are sorted out.
package struct ValueTest: Sendable, Equatable {
    package var field: Int
    package var values: [String]
    /// Where `field` is absent: a row that has this field and none of the subject's codes passes the test too.
    package var orOnly: Int?
    package init(field: Int, values: [String], orOnly: Int? = nil) {
        self.field = field
        self.values = values
        self.orOnly = orOnly
    }
}

/// When a conditional requirement holds.
package enum CheckCondition: Sendable, Equatable {
    case always
    case naturalPerson
    case notNaturalPerson
    case contains(field: Int, text: String)
}

/// A check across fields, declared in the catalogue.
package enum CrossCheck: Sendable, Equatable {
    case order(first: Int, second: Int)
    case notAfterReceipt(field: Int)
    case oneOf(fields: [Int], when: CheckCondition)
    case require(field: Int, when: CheckCondition)
    case forbid(fields: [Int], when: CheckCondition)
}

/// Which fields say whom a row is about.
package struct SubjectFields: Sendable {
    package var code: Int?
    package var name: Int?
    package var registrationNumber: Int?
    package var organisationCode: Int?
    package var taxpayerNumber: Int?
    package var agree: [Int] = []
    package init() {}
}

/// One item of the catalogue: what departments owe, and what is done with it.
package struct Item: Sendable {
    /// Place in the catalogue, by which batches and statements refer to it.
    package var number: Int
    package var id: String
    package var title: String
    package var itemClass: ItemClass
    package var isSelfDisclosed: Bool
    package var fields: [Field]
    package var subject = SubjectFields()
    package var key: [FirstPresent] = []
    package var eventDate: Int?
    package var version: FirstPresent = []
    package var deadline: Int?
    package var frequency: Frequency = .asItHappens
    package var madeBy: Int?
    package var naturalPerson: ValueTest?
    package var withhold: ValueTest?
    package var withdrawn: ValueTest?
    package var changed: ValueTest?
    package var checks: [CrossCheck] = []
    /// How this self-disclosed item is compared; empty for others.
    package var comparisons: [ComparisonPlan] = []
    /// Whether rows of this item make subjects known: the register.
    package var isRegister = false

    package init(number: Int, id: String, title: String, itemClass: ItemClass, isSelfDisclosed: Bool, fields: [Field]) {
        self.number = number
        self.id = id
        self.title = title
        self.itemClass = itemClass
        self.isSelfDisclosed = isSelfDisclosed
        self.fields = fields
    }

    package func field(named name: String) -> Int? { fields.firstIndex { $0.name == name } }

    /// The item's table in the disclosure store.
    package var table: String { id.replacing("-", with: "_") }
}

/// A code list: codes and labels, and the years between which a code was in force.
package struct CodeList: Sendable {
    package struct Entry: Sendable {
        package var code: String
        package var label: String
        package var from: Int?
        /// The year the code was retired.
        package var to: Int?
        package var successor: String?
        package init(code: String, label: String, from: Int? = nil, to: Int? = nil, successor: String? = nil) {
            self.code = code
            self.label = label
            self.from = from
            self.to = to
            self.successor = successor
        }
    }
    package var id: String
    package var entries: [Entry]
    package init(id: String, entries: [Entry]) {
        self.id = id
        self.entries = entries
    }
}

/// The catalogue: items, code lists, calendar and authority, read and checked whole.
package struct Catalogue: Sendable {
    package var items: [Item]
    package var lists: [String: CodeList]
    package var calendar: WorkingCalendar
    package var authority: AuthorityMatrix
    /// SHA-256 over everything that decides an outcome: catalogue, lists, authority, mappings and settings.
    package var fingerprint: String

    package init(
        items: [Item], lists: [String: CodeList], calendar: WorkingCalendar, authority: AuthorityMatrix,
        fingerprint: String
    ) {
        self.items = items
        self.lists = lists
        self.calendar = calendar
        self.authority = authority
        self.fingerprint = fingerprint
    }

    package func item(_ id: String) -> Item? { items.first { $0.id == id } }

    /// All comparisons, in order of their items.
    package var comparisons: [ComparisonPlan] { items.flatMap(\.comparisons) }
}
