import Foundation
import Testing

@testable import Reporting

/// `Documentation/Reports.md` says of each figure and rate what the program says.
@Suite struct ReportsPageTests {
    private let page: String

    init() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Documentation/Reports.md")
        page = try String(contentsOf: file, encoding: .utf8)
    }

    @Test(arguments: Figure.allCases) func everyFigureIsDescribed(_ figure: Figure) {
        let definition = figure.definition
        let line = "| `\(figure.rawValue)` | \(figure.chinese) | \(definition.chinese) — \(definition.english) |"
        #expect(page.contains(line), "Documentation/Reports.md should have the line \(line)")
    }

    @Test(arguments: MonthlyRate.allCases) func everyRateIsDescribed(_ rate: MonthlyRate) {
        let line = "| `\(rate.rawValue)` | \(rate.chinese) | \(rate.formula.chinese) — \(rate.formula.english) |"
        #expect(page.contains(line), "Documentation/Reports.md should have the line \(line)")
    }

    @Test(arguments: PeriodRow.State.allCases) func everyStateIsDescribed(_ state: PeriodRow.State) {
        #expect(page.contains("| `\(state.rawValue)` \(state.chinese)"))
    }

    @Test(arguments: Suspicion.Kind.allCases) func everySuspicionIsDescribed(_ kind: Suspicion.Kind) {
        #expect(page.contains("`\(kind.rawValue)` \(kind.chinese)"))
    }

    @Test func definitionsDiffer() {
        let shared: Set<Figure> = [.completenessFailed, .conformityFailed, .accuracyFailed]
        let definitions = Figure.allCases.filter { !shared.contains($0) }.map(\.definition.english)
        #expect(Set(definitions).count == definitions.count)
    }
}
