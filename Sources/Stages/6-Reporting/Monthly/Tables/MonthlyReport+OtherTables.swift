import Model

/// Rules, suspicions, restatements, definitions, versions.
extension MonthlyReport {
    var ruleTable: DataTable {
        var table = DataTable(
            "rules", "规则", "Worst rules",
            [
                .init("规则", "rule", .code), .init("级别", "severity"), .init("说明", "meaning"),
                .init("英文", "English", .text, .sheet), .init("次数", "findings", .count),
                .init("涉及批次", "deliveries", .count), .init("改法", "how to mend"),
            ])
        for rule in worstRules {
            table.append([
                .text(rule.rule), .text(Palette.name(rule.severity).chinese), .text(vocabulary.chinese(rule.rule)),
                .text(vocabulary.english(rule.rule)), .count(rule.findings), .count(rule.deliveries),
                .text(vocabulary.rule(rule.rule)?.mendChinese ?? ""),
            ])
        }
        return table
    }

    var suspicionTable: DataTable {
        var table = DataTable(
            "suspicions", "疑似漏报", "Suspected omissions",
            [
                .init("疑点", "kind"), .init("部门", "department"), .init("部门编号", "source", .code, .sheet),
                .init("事项", "item"), .init("事项编号", "item id", .code, .sheet), .init("可能缺少", "may be missing", .count),
                .init("依据（待核实，不计入任何数字）", "grounds; in no figure"),
                .init("英文", "English", .text, .sheet),
            ])
        for suspicion in suspicions.enumerated().sorted(by: {
            $0.element.count == $1.element.count ? $0.offset < $1.offset : $0.element.count > $1.element.count
        }).map(\.element) {
            table.append([
                .text("疑似：\(suspicion.kind.chinese)"), .text(department(suspicion.source)), .text(suspicion.source),
                .text(vocabulary.item(suspicion.item)), .text(suspicion.item),
                suspicion.count > 0 ? .count(suspicion.count) : .empty, .text(suspicion.chinese),
                .text(suspicion.english),
            ])
        }
        return table
    }

    var restatementTable: DataTable {
        var table = DataTable(
            "restatements", "重述", "Restatements",
            [
                .init("月份", "month"), .init("部门", "department"), .init("部门编号", "source", .code, .sheet),
                .init("事项", "item"), .init("指标", "figure"), .init("定稿", "published", .count),
                .init("现在", "now", .count), .init("原因", "reason"), .init("记录日", "noted", .day),
            ])
        for one in restatements {
            table.append([
                .text(one.month), .text(department(one.source)), .text(one.source),
                one.item.isEmpty ? .empty : .text(vocabulary.item(one.item)), .text(one.title),
                Restatement.cell(one.old), Restatement.cell(one.new), .text(one.reason), .day(clock.civilDay(one.at)),
            ])
        }
        return table
    }

    var figureTable: DataTable {
        var table = DataTable(
            "figures", "指标口径", "What each figure counts",
            [
                .init("指标", "figure"), .init("代号", "FIGURE", .code), .init("全市", "all", .count),
                .init("数的是什么", "counts"),
                .init("英文", "English", .text, .sheet), .init("查看明细行", "rows behind it", .code, .sheet),
            ])
        let counts = total.counts
        for figure in Figure.allCases {
            table.append([
                .text(figure.chinese), .text(figure.rawValue), .count(counts[figure]), .text(figure.definition.chinese),
                .text(figure.definition.english), .text(query(figure.rawValue)),
            ])
        }
        return table
    }

    var rateTable: DataTable {
        var table = DataTable(
            "rates", "比率口径", "What each rate divides",
            [
                .init("比率", "rate"), .init("代号", "id", .code), .init("全市", "all", .rate), .init("分子 ÷ 分母", "formula"),
                .init("英文", "English", .text, .sheet),
            ])
        let counts = total.counts
        for rate in MonthlyRate.allCases {
            table.append([
                .text(rate.chinese == rate.dimension ? rate.chinese : "\(rate.chinese)（\(rate.dimension)）"),
                .text(rate.rawValue), .rate(rate.of(counts)), .text(rate.formula.chinese), .text(rate.formula.english),
            ])
        }
        return table
    }

    var versionTable: DataTable {
        var table = DataTable(
            "versions", "版本", "Versions", [.init("依据", "what"), .init("版本", "version", .code)])
        let entries = [
            ("程序 program", versions.program), ("目录与配置 catalogue and settings", versions.catalogue),
            ("映射 mappings", versions.mappings), ("工作日历 calendar", versions.calendar),
            ("最后一次运行 last run", versions.run > 0 ? String(versions.run) : ""),
            ("明细行 SHA-256 of all rows", versions.rows),
        ]
        for (name, version) in entries {
            table.append([.text(name), version.isEmpty ? .empty : .text(version)])
        }
        return table
    }
}
