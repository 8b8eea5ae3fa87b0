package import Model

/// One month of a city: values in, pages, sheets and files out (see the extensions). A pure value, so that the same ledger gives the same bytes.
package struct MonthlyReport: Sendable {
    package var instance: String
    package var month: ReportMonth
    /// The figures are those of the ledger at this time, seconds since 1970.
    package var asOf: Int
    package var clock: ReportClock
    package var vocabulary: Vocabulary
    package var versions = ReportVersions()
    /// By department, item, region and channel, in that order; what is coarser is a sum of these.
    package var entries: [MonthlyEntry] = []
    /// Departments from the best to the worst.
    package var standings: [Standing] = []
    /// The month and the eleven before it, oldest first; by department, and all together under the empty id.
    package var trend: [String: [TrendPoint]] = [:]
    /// What was owed and became of it, worst first.
    package var periods: [PeriodRow] = []
    /// Rules with most failures, worst first.
    package var worstRules: [RuleSummary] = []
    package var suspicions: [Suspicion] = []
    /// Changes of months that were published before, as noted up to now.
    package var restatements: [Restatement] = []
    /// Where the month lies as it was published, below the reports; nil where these figures are the published ones, or none were.
    package var publishedPlace: String?

    package init(instance: String, month: ReportMonth, asOf: Int, clock: ReportClock, vocabulary: Vocabulary) {
        self.instance = instance
        self.month = month
        self.asOf = asOf
        self.clock = clock
        self.vocabulary = vocabulary
    }
}

/// What the figures depend on besides the rows.
package struct ReportVersions: Sendable, Equatable, Decodable {
    package var program = ""
    /// SHA-256 over catalogue, code lists, authority and settings; over departments and presets; over the calendar.
    package var catalogue = ""
    package var mappings = ""
    package var calendar = ""
    /// The last run whose rows are in the figures.
    package var run = 0
    /// The last nil return that is in the figures: stewards enter them between runs.
    package var nilReturn = 0
    /// The last restatement, of any month, that the forms tell.
    package var restatement = 0
    /// SHA-256 over the facts of all rows that the figures count, in order.
    package var rows = ""

    package init() {}

    enum CodingKeys: String, CodingKey {
        case program, catalogue, mappings, calendar, run, restatement, rows
        case nilReturn = "nil_return"
    }
}

/// The figures of one department, item, region and channel.
package struct MonthlyEntry: Sendable, Equatable {
    package var source: String
    package var item: String
    /// Of the department, GB/T 2260; empty where it has none.
    package var region: String
    /// `inbox`, `file`, …
    package var channel: String
    package var counts = FigureCounts()
    /// Late records by working days after the deadline (1, 2, …).
    package var daysLate: [Int: Int] = [:]
    /// Outstanding rows by calendar days since the record was first sent back, at the month's end.
    package var outstandingAge: [Int: Int] = [:]

    package init(source: String, item: String, region: String, channel: String) {
        self.source = source
        self.item = item
        self.region = region
        self.channel = channel
    }

    package static func += (left: inout MonthlyEntry, right: MonthlyEntry) {
        left.counts += right.counts
        left.daysLate.merge(right.daysLate, uniquingKeysWith: +)
        left.outstandingAge.merge(right.outstandingAge, uniquingKeysWith: +)
    }
}

/// A department's place. Ranked by its worst rate first, then by the second and third worst, so that nothing is averaged away; a rate without a
/// denominator does not count. Equal rates share a rank.
package struct Standing: Sendable, Equatable {
    package var source: String
    /// nil where the department has no rate at all.
    package var rank: Int?
    /// Of the month before; nil where it had none.
    package var previousRank: Int?
    package var counts: FigureCounts

    package init(source: String, rank: Int?, previousRank: Int?, counts: FigureCounts) {
        self.source = source
        self.rank = rank
        self.previousRank = previousRank
        self.counts = counts
    }

    /// The maturity line: the ranked rates and dimensions that exist, the three worst of them, worst first.
    package var worst: [(rate: MonthlyRate, value: Rate)] {
        let all = MonthlyRate.allCases.map { ($0, $0.of(counts)) }.filter { $0.1.denominator > 0 }
        let order = all.enumerated().sorted {
            ($0.element.1.tenThousandths ?? 0, $0.offset) < ($1.element.1.tenThousandths ?? 0, $1.offset)
        }
        return order.prefix(3).map { (rate: $0.element.0, value: $0.element.1) }
    }
}

package struct TrendPoint: Sendable, Equatable {
    package var month: ReportMonth
    package var counts: FigureCounts

    package init(month: ReportMonth, counts: FigureCounts) {
        self.month = month
        self.counts = counts
    }
}

/// One period in which a department owed a delivery. Its last day belongs to it.
package struct PeriodRow: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable {
        case missed
        case allRejected = "all_rejected"
        case late
        case nilReturn = "nil"
        case onTime = "on_time"

        package var chinese: String {
            switch self {
            case .missed: "漏报"
            case .allRejected: "全部退回"
            case .late: "逾期"
            case .nilReturn: "零报送"
            case .onTime: "按期"
            }
        }
    }

    package var source: String
    package var item: String
    package var frequency: Frequency
    /// Days since 1970-01-01; the last belongs to the period.
    package var first: Int
    package var last: Int
    package var due: Int
    package var state: State
    /// The delivery that decided the state; nil where there was none.
    package var delivery: Int?
    package var file: String
    /// Day of its arrival.
    package var arrived: Int?
    /// What else a reader should know: a file without rows that nobody confirmed as a nil return.
    package var note: String

    package init(
        source: String, item: String, frequency: Frequency, first: Int, last: Int, due: Int, state: State,
        delivery: Int? = nil, file: String = "", arrived: Int? = nil, note: String = ""
    ) {
        self.source = source
        self.item = item
        self.frequency = frequency
        self.first = first
        self.last = last
        self.due = due
        self.state = state
        self.delivery = delivery
        self.file = file
        self.arrived = arrived
        self.note = note
    }
}

/// Something that may be an omission: named, never counted as fact.
package struct Suspicion: Sendable, Equatable, Codable {
    package enum Kind: String, Sendable, CaseIterable, Codable {
        case serialGap = "serial_gap"
        case enterpriseOnly = "enterprise_only"
        case volume

        package var chinese: String {
            switch self {
            case .serialGap: "文号断号"
            case .enterpriseOnly: "企业已公示而部门未报"
            case .volume: "数量异常"
            }
        }
    }

    package var kind: Kind
    package var source: String
    package var item: String
    /// What is suspected, with the numbers: Chinese and English.
    package var chinese: String
    package var english: String
    /// How many records may be missing; 0 where that cannot be said.
    package var count: Int

    package init(kind: Kind, source: String, item: String, chinese: String, english: String, count: Int) {
        self.kind = kind
        self.source = source
        self.item = item
        self.chinese = chinese
        self.english = english
        self.count = count
    }
}
