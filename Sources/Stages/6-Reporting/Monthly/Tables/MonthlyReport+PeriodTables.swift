/// What was owed, and the cases that wait for somebody.
extension MonthlyReport {
    /// Periods in the report's order, the worst first.
    func periodTable(_ periods: [PeriodRow]) -> DataTable {
        var table = DataTable(
            "periods", "应报期次", "Periods owed",
            [
                .init("状态", "state"), .init("部门", "department"), .init("部门编号", "source", .code, .sheet),
                .init("事项", "item"), .init("事项编号", "item id", .code, .sheet), .init("频率", "frequency"),
                .init("期初", "first day", .day), .init("期末", "last day", .day), .init("应报日", "due", .day),
                .init("收到日", "arrived", .day), .init("批次", "delivery", .count, .sheet), .init("文件", "file"),
                .init("说明", "note", .text, .sheet),
            ])
        for period in periods {
            let isHarm = [.missed, .allRejected, .late].contains(period.state)
            table.append([
                isHarm ? .alarm(period.state.chinese) : .text(period.state.chinese), .text(department(period.source)),
                .text(period.source), .text(vocabulary.item(period.item)), .text(period.item),
                .text(period.frequency.chinese), .day(period.first), .day(period.last), .day(period.due),
                period.arrived.map(DataTable.Cell.day) ?? .empty, period.delivery.map(DataTable.Cell.count) ?? .empty,
                .text(period.file), .text(period.note),
            ])
        }
        return table
    }

    /// How many periods stand how, by department.
    var periodSumTable: DataTable {
        let figures: [Figure] = [.due, .missed, .dueAllRejected, .dueLate, .dueNil, .dueOnTime]
        var table = DataTable(
            "period-sums", "应报汇总", "Periods by department",
            [.init("部门", "department"), .init("部门编号", "source", .code, .sheet)]
                + figures.map { .init($0.chinese, $0.english, .count) } + [
                    .init(MonthlyRate.update.chinese, MonthlyRate.update.rawValue, .rate)
                ])
        func cells(_ counts: FigureCounts) -> [DataTable.Cell] {
            figures.map { .count(counts[$0]) } + [.rate(MonthlyRate.update.of(counts))]
        }
        let order = departments.filter { $0.entry.counts[.due] > 0 }.sorted { one, other in
            func harm(_ counts: FigureCounts) -> [Int] {
                [-counts[.missed], -counts[.dueAllRejected], -counts[.dueLate]]
            }
            let harms = (harm(one.entry.counts), harm(other.entry.counts))
            return harms.0 == harms.1 ? one.key < other.key : harms.0.lexicographicallyPrecedes(harms.1)
        }
        for (source, entry) in order { table.append([.text(department(source)), .text(source)] + cells(entry.counts)) }
        table.total = [.text("合计 total"), .empty] + cells(total.counts)
        return table
    }

    /// Mismatches and conflicts by the department that is to act.
    var caseTable: DataTable {
        let figures: [Figure] = [
            .mismatchesOpen, .mismatchesOpened, .mismatchesClosed, .conflictsOpen, .conflictsOpened, .conflictsClosed,
        ]
        var table = DataTable(
            "cases", "差异与冲突", "Mismatches and conflicts",
            [.init("应处理部门", "department to act"), .init("部门编号", "source", .code, .sheet)]
                + figures.map { .init($0.chinese, $0.english, .count) })
        func open(_ counts: FigureCounts) -> Int { counts[.mismatchesOpen] + counts[.conflictsOpen] }
        let order = departments.filter { sum in figures.contains { sum.entry.counts[$0] > 0 } }.sorted {
            let open = (open($0.entry.counts), open($1.entry.counts))
            return open.0 == open.1 ? $0.key < $1.key : open.0 > open.1
        }
        for (source, entry) in order {
            table.append([.text(department(source)), .text(source)] + figures.map { .count(entry.counts[$0]) })
        }
        table.total = [.text("合计 total"), .empty] + figures.map { .count(total.counts[$0]) }
        return table
    }
}
