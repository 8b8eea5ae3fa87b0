import Extraction
import Foundation
import GuijiConfiguration
import Model
import Reporting

/// One line of a nil-return file: item, period, reason, as written.
struct NilReturnLine: Equatable {
    var item: String
    var period: String
    var reason: String

    /// What it says, or why it says nothing.
    /// - Parameter day: on which it is said.
    func read(for department: Department, on day: Int, _ context: RecordContext) -> Result<NilReturn, SystemError> {
        let items = context.catalogue.items
        guard let item = items.first(where: { $0.id == self.item || $0.title == self.item }) else {
            let known = items.map { "\($0.id) \($0.title)" }.joined(separator: "、")
            return .failure(
                SystemError(
                    chinese: "没有事项“\(self.item)”；可用：\(known)",
                    english: "There is no item “\(self.item)”; known: \(known)"))
        }
        guard department.deliveries.contains(where: { $0.item == item.number }) else {
            return .failure(
                SystemError(
                    chinese: "\(department.title)不报送“\(item.title)”，无须零报送",
                    english: "\(department.id) owes no \(item.id): there is nothing to confirm"))
        }
        guard let days = NilReturnPeriod.days(period) else {
            return .failure(
                SystemError(
                    chinese: "期间“\(period)”不对；应为 2025-03、2025-W10、2025-Q1、2025-H1、2025 或 2025-03-05",
                    english:
                        "“\(period)” is no period; write 2025-03, 2025-W10, 2025-Q1, 2025-H1, 2025 or 2025-03-05"))
        }
        guard days.lowerBound <= day else {
            return .failure(
                SystemError(
                    chinese: "期间“\(period)”还没有开始，不能确认零报送",
                    english: "The period “\(period)” has not begun; it cannot be said yet that there is nothing"))
        }
        return .success(
            NilReturn(
                source: department.id, item: item.id, first: days.lowerBound, last: days.upperBound, period: period,
                reason: reason, at: 0))
    }
}

/// The files in which departments confirm that there was nothing to deliver: CSV with the columns 事项,期间[,说明] or item,period[,reason], and a
/// name that says so.
enum NilReturnFile {
    static func isOne(_ name: String) -> Bool {
        name.contains("零报送") || name.lowercased().contains("nil-return")
    }

    private static let columns = [["事项", "item"], ["期间", "period"], ["说明", "reason"]]

    /// - Throws: ``RefusedFile`` that says what is wrong with which line.
    static func read(
        _ path: String, for department: Department, on day: Int, _ context: RecordContext
    ) throws -> [NilReturn] {
        let file = try peek(path: path)
        guard file.nature.format.rawValue == "csv" else {
            throw RefusedFile(
                .unsupportedFormat, chinese: "零报送文件应为 CSV", english: "A nil return is a CSV file")
        }
        let labels = file.labels.map { HeaderLabel.normal($0).lowercased() }
        let places = columns.map { names in labels.firstIndex { names.contains($0) } }
        guard let item = places[0], let period = places[1] else {
            throw RefusedFile(
                .missingColumn, chinese: "零报送文件须有“事项”“期间”两列（可有“说明”）；第一行没有",
                english:
                    "A nil return has the columns item and period, and may have reason; its first line has not"
            )
        }
        var found: [NilReturn] = []
        try file.rows { row in
            func cell(_ place: Int?) -> String {
                guard let place, row.cells.indices.contains(place) else { return "" }
                return row.cells[place].trimmingCharacters(in: .whitespacesAndNewlines)
            }
            let line = NilReturnLine(item: cell(item), period: cell(period), reason: cell(places[2]))
            switch line.read(for: department, on: day, context) {
            case .success(let confirmed): found.append(confirmed)
            case .failure(let problem):
                throw RefusedFile(
                    .unreadable, chinese: "第 \(row.position.line) 行：\(problem.chinese)",
                    english: "Line \(row.position.line): \(problem.english)")
            }
            return true
        }
        guard !found.isEmpty else {
            throw RefusedFile(
                .empty, chinese: "零报送文件没有一行事项", english: "The nil return names no item")
        }
        return found
    }
}
