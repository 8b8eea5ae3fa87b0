/// The columns that every table by department, item, region or channel ends with: all figures and rates in a sheet, the chief ones on a page.
enum FigureColumns {
    /// What an A4 page has room for.
    private static let onPage: Set<Figure> = [
        .received, .published, .updated, .withdrawn, .rejected, .unattributed, .undated,
    ]

    static let columns: [DataTable.Column] =
        Figure.allCases.map {
            DataTable.Column($0.chinese, $0.english, .count, onPage.contains($0) ? .everywhere : .sheet)
        }
        + MonthlyRate.allCases.map {
            DataTable.Column($0.chinese, $0.rawValue, .rate, MonthlyRate.ranked.contains($0) ? .everywhere : .sheet)
        }

    static func cells(_ counts: FigureCounts) -> [DataTable.Cell] {
        Figure.allCases.map { .count(counts[$0]) } + MonthlyRate.allCases.map { .rate($0.of(counts)) }
    }
}
