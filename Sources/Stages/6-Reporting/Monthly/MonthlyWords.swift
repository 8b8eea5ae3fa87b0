import Model

/// Words that the forms of the monthly report share.
extension MonthlyReport {
    func department(_ source: String) -> String { source.isEmpty ? "全市" : vocabulary.department(source) }

    func region(_ code: String) -> String { code.isEmpty ? "未注明地区" : vocabulary.region(code) }

    func channelName(_ channel: String) -> String {
        switch channel {
        case "inbox", "folder": "批量导入（收件箱）"
        case "file": "批量导入（指定文件）"
        case "upload": "批量导入（网页上传）"
        case "feed", "interface": "数据接口交换"
        case "form", "entry": "在线填报"
        case "": "未注明渠道"
        default: channel
        }
    }

    /// `2025年7月31日`
    func dateText(_ day: Int) -> String {
        let civil = CivilDate.civil(day)
        return "\(civil.year)年\(civil.month)月\(civil.day)日"
    }

    /// The command that streams the rows behind a figure.
    func query(_ figure: String = "FIGURE", _ source: String = "DEPARTMENT", _ item: String = "ITEM") -> String {
        "guiji report monthly --month \(month.text) --rows \(figure) \(source) \(item)"
    }

    /// The whole city as one department, for its maturity line.
    var city: Standing { Standing(source: "", rank: nil, previousRank: nil, counts: total.counts) }

    /// Departments from the worst to the best; those without any rate last.
    var worstFirst: [Standing] {
        standings.enumerated().sorted { one, other in
            let ranks = (one.element.rank ?? 0, other.element.rank ?? 0)
            return ranks.0 == ranks.1 ? one.offset < other.offset : ranks.0 > ranks.1
        }.map(\.element)
    }

    /// The months of a trend, by the empty id of all departments together.
    func points(_ source: String = "") -> [TrendPoint] { trend[source] ?? [] }

    /// The month before this one, where the trend has it.
    func previous(_ source: String = "") -> FigureCounts? {
        let index = month.year * 12 + month.month - 2
        let before = ReportMonth(year: index / 12, month: index % 12 + 1)
        return points(source).last { $0.month == before }?.counts
    }
}

extension Standing {
    /// `↑2`, `↓1`, `=`, `新`; `—` where the department has no rank.
    package var movement: String {
        guard let rank else { return "—" }
        guard let previousRank else { return "新" }
        if rank == previousRank { return "=" }
        return rank < previousRank ? "↑\(previousRank - rank)" : "↓\(rank - previousRank)"
    }
}

/// Where figures of any kind come in order of harm.
enum Harm {
    /// The three ranked rates from the worst; what has none comes last. Compare with ``precedes(_:_:)``.
    static func order(_ counts: FigureCounts) -> [Int] {
        let rates = MonthlyRate.ranked.compactMap { $0.of(counts).tenThousandths }.sorted()
        return rates.isEmpty ? [.max] : rates
    }

    static func precedes(_ one: [Int], _ other: [Int]) -> Bool { one.lexicographicallyPrecedes(other) }
}
