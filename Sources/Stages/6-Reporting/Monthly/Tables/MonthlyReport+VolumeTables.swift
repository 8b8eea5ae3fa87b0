/// All figures, by department, item, region and channel; what is worst first.
extension MonthlyReport {
    var departmentTable: DataTable {
        var table = DataTable(
            "departments", "各部门", "By department",
            [.init("部门", "department"), .init("部门编号", "source", .code, .sheet)] + FigureColumns.columns)
        let sums = Dictionary(uniqueKeysWithValues: departments.map { ($0.key, $0.entry.counts) })
        // Without entries a department has the figures of its standing: it may owe what nobody sent.
        for standing in worstFirst {
            let counts = sums[standing.source] ?? standing.counts
            table.append([.text(department(standing.source)), .text(standing.source)] + FigureColumns.cells(counts))
        }
        let ranked = Set(standings.map(\.source))
        for (source, entry) in departments where !ranked.contains(source) {
            table.append([.text(department(source)), .text(source)] + FigureColumns.cells(entry.counts))
        }
        table.total = [.text("合计 total"), .empty] + FigureColumns.cells(total.counts)
        return table
    }

    var itemTable: DataTable {
        var table = DataTable(
            "items", "各部门各事项", "By department and item",
            [
                .init("部门", "department"), .init("部门编号", "source", .code, .sheet), .init("事项", "item"),
                .init("事项编号", "item id", .code, .sheet),
            ] + FigureColumns.columns)
        let order = items.sorted { one, other in
            let harms = (Harm.order(one.counts), Harm.order(other.counts))
            return harms.0 == harms.1
                ? (one.source, one.item) < (other.source, other.item) : Harm.precedes(harms.0, harms.1)
        }
        for entry in order {
            table.append(
                [
                    .text(department(entry.source)), .text(entry.source), .text(vocabulary.item(entry.item)),
                    .text(entry.item),
                ] + FigureColumns.cells(entry.counts))
        }
        table.total = [.text("合计 total"), .empty, .empty, .empty] + FigureColumns.cells(total.counts)
        return table
    }

    var regionTable: DataTable {
        table("regions", "地区", "By region", "region", regions) { region($0) }
    }

    var channelTable: DataTable {
        table("channels", "渠道", "By channel", "channel", channels) { channelName($0) }
    }

    private func table(
        _ id: String, _ chinese: String, _ english: String, _ column: String,
        _ sums: [(key: String, entry: MonthlyEntry)], name: (String) -> String
    ) -> DataTable {
        var table = DataTable(
            id, chinese, english,
            [.init(chinese, column), .init("编号", "id", .code, .sheet)] + FigureColumns.columns)
        let order = sums.sorted { one, other in
            let harms = (Harm.order(one.entry.counts), Harm.order(other.entry.counts))
            return harms.0 == harms.1 ? one.key < other.key : Harm.precedes(harms.0, harms.1)
        }
        for (key, entry) in order {
            table.append([.text(name(key)), .text(key)] + FigureColumns.cells(entry.counts))
        }
        table.total = [.text("合计 total"), .empty] + FigureColumns.cells(total.counts)
        return table
    }

    /// Every entry as it was counted, for those who make their own sums.
    var entryTable: DataTable {
        var table = DataTable(
            "entries", "明细", "Entries",
            [
                .init("部门", "department"), .init("部门编号", "source", .code), .init("事项", "item"),
                .init("事项编号", "item id", .code), .init("地区", "region", .code), .init("渠道", "channel", .code),
            ] + FigureColumns.columns)
        for entry in entries {
            table.append(
                [
                    .text(department(entry.source)), .text(entry.source), .text(vocabulary.item(entry.item)),
                    .text(entry.item), .text(entry.region), .text(entry.channel),
                ] + FigureColumns.cells(entry.counts))
        }
        table.total = [.text("合计 total"), .empty, .empty, .empty, .empty, .empty] + FigureColumns.cells(total.counts)
        return table
    }
}
