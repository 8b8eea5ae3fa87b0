/// How late what was late came, and how long what was sent back has been out.
extension MonthlyReport {
    var daysLateTable: DataTable {
        var table = DataTable(
            "days-late", "迟报分布", "Days late",
            [
                .init("部门", "department"), .init("部门编号", "source", .code, .sheet), .init("计时", "dated", .count),
                .init("迟报", "late", .count),
            ] + DaysLate.bins.map { .init($0.label, "days", .count) })
        let order = departments.filter { $0.entry.counts[.dated] > 0 }.sorted {
            let late = ($0.entry.counts[.late], $1.entry.counts[.late])
            return late.0 == late.1 ? $0.key < $1.key : late.0 > late.1
        }
        func cells(_ entry: MonthlyEntry) -> [DataTable.Cell] {
            [.count(entry.counts[.dated]), .count(entry.counts[.late])]
                + DaysLate(entry.daysLate).counts.map(DataTable.Cell.count)
        }
        for (source, entry) in order { table.append([.text(department(source)), .text(source)] + cells(entry)) }
        table.total = [.text("合计 total"), .empty] + cells(total)
        return table
    }

    /// Outstanding rows by calendar days since they were sent back.
    static let ages: [(range: ClosedRange<Int>, label: String)] = [
        (0...7, "0–7 天"), (8...14, "8–14 天"), (15...30, "15–30 天"), (31...60, "31–60 天"), (61...90, "61–90 天"),
        (91...1_000_000, ">90 天"),
    ]

    var outstandingTable: DataTable {
        var table = DataTable(
            "outstanding", "退回未改", "Outstanding rejected rows",
            [
                .init("部门", "department"), .init("部门编号", "source", .code, .sheet), .init("事项", "item"),
                .init("事项编号", "item id", .code, .sheet), .init("退回未改", "rows", .count),
                .init("最早已（天）", "oldest, days", .count),
            ] + MonthlyReport.ages.map { .init($0.label, "days", .count) })
        func cells(_ entry: MonthlyEntry) -> [DataTable.Cell] {
            [.count(entry.counts[.outstanding]), .count(entry.outstandingAge.keys.max() ?? 0)]
                + MonthlyReport.ages.map { age in
                    .count(entry.outstanding(age.range))
                }
        }
        // The longest out first: what is old is forgotten.
        let order = items.filter { $0.counts[.outstanding] > 0 }.sorted { one, other in
            func harm(_ entry: MonthlyEntry) -> [Int] {
                [-(entry.outstandingAge.keys.max() ?? 0), -entry.counts[.outstanding]]
            }
            return harm(one) == harm(other)
                ? (one.source, one.item) < (other.source, other.item) : harm(one).lexicographicallyPrecedes(harm(other))
        }
        for entry in order {
            table.append(
                [
                    .text(department(entry.source)), .text(entry.source), .text(vocabulary.item(entry.item)),
                    .text(entry.item),
                ] + cells(entry))
        }
        table.total = [.text("合计 total"), .empty, .empty, .empty] + cells(total)
        return table
    }
}

extension MonthlyEntry {
    /// Rows that have been out for so many days.
    func outstanding(_ days: ClosedRange<Int>) -> Int {
        outstandingAge.reduce(0) { days.contains($1.key) ? $0 + $1.value : $0 }
    }
}
