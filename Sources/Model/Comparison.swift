/// How two values are held to agree (domain §8).
package enum Comparator: String, Sendable, CaseIterable {
    /// The same bytes after normalisation by type.
    case exact
    /// Width, brackets, white space and punctuation apart.
    case text
    /// As `text`, 有限责任公司 as 有限公司, and any former name.
    case name
    /// The same set of codes or labels, in any order.
    case list
    /// Within a number of days.
    case date
    /// Within a tolerance in the field's unit.
    case number
    /// Within a tolerance in 元, whatever the units; another currency than 人民币 cannot be compared.
    case money
    /// The same members, from one value that lists them or from one row each.
    case set
    /// The sum over the rows of one side against the total of the other, in 元.
    case sum
}

/// How a self-disclosed item is compared with a counterpart, as the catalogue declares it.
package struct ComparisonPlan: Sendable {
    package struct Pair: Sendable {
        package var selfField: Int
        package var counterpartField: Int
        package var comparator: Comparator
        /// Days, or millionths of the unit (of 元 for money).
        package var tolerance: Int64 = 0
        /// The counterpart's field that lists former names.
        package var formerNames: Int?
        /// The counterpart's field that says in which currency the amount is.
        package var currency: Int?
        /// Whether the register is the authority for this field: it identifies the subject.
        package var isIdentity = false

        package init(selfField: Int, counterpartField: Int, comparator: Comparator) {
            self.selfField = selfField
            self.counterpartField = counterpartField
            self.comparator = comparator
        }
    }

    /// How many records of each side meet.
    package enum Meeting: String, Sendable, CaseIterable {
        /// One with one, by a key.
        case pairs
        /// All of the subject's records of the item with one of the counterpart: Σ 认缴 against 注册资本.
        case own
        /// The newest of the item with all of the counterpart: 年报 against 股东出资.
        case counterpart
    }

    /// What is due and not paid by its date.
    package struct Payment: Sendable {
        package var due: Int
        package var owed: Int
        package var paid: Int
        package init(due: Int, owed: Int, paid: Int) {
            self.due = due
            self.owed = owed
            self.paid = paid
        }
    }

    package var id: String
    /// Numbers of the items in the catalogue.
    package var item: Int
    package var counterpart: Int
    package var meeting = Meeting.pairs
    /// The fields that pair the two, resolved on each side.
    package var selfKey: [FirstPresent] = []
    package var counterpartKey: [FirstPresent] = []
    package var fields: [Pair] = []
    /// Only the counterpart's records up to a day that the item's record names: shareholders as of the report's date.
    package var asOf: (selfField: Int, counterpartField: Int)?
    package var payment: Payment?
    /// Working days from the event in which the law lets the side come: enterprises' 即时信息 20, departments by the item's deadline.
    package var selfWindow: Int?
    package var counterpartWindow: Int?

    package init(id: String, item: Int, counterpart: Int) {
        self.id = id
        self.item = item
        self.counterpart = counterpart
    }
}
