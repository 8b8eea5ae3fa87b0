import ArgumentParser
import Comparison
import Foundation
import GuijiConfiguration
import Ledger
import Model
import Pipeline

struct MismatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mismatch",
        abstract: "比对案件：查看、确认、豁免。 Cases of comparison: look, acknowledge, waive.",
        discussion: """
            案件编号形如 CODE/comparison/pair，见 list 的第一列。同一对记录永远是同一案件；再次出现时重新打开。
            A case is named CODE/comparison/pair, the first column of list; what comes back is the same case, reopened.

              guiji mismatch list --responsible culture     由文旅局处理的 for one department to act on
              guiji mismatch list --responsible enterprise --on 2025-04-30
              guiji mismatch list --result government_only --department culture    企业没有公示的 not disclosed
              guiji mismatch show 91330105MA9X25059U/self-licence/98ce3d735aff8a2a
              guiji mismatch acknowledge ID --by 王科
              guiji mismatch waive ID --by 王科 --reason 行政复议中 --until 2025-06-30
            """,
        subcommands: [List.self, Show.self, Acknowledge.self, Waive.self, Reopen.self], defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "列出案件，CSV。 The cases as CSV.")
        @OptionGroup var options: InstanceOptions
        @Option(help: "由谁处理 who is to act：部门编号、enterprise、steward") var responsible: String?
        @Option(help: "比对编号 id of a comparison") var comparison: String?
        @Option(
            help: "mismatch | not_reflected | enterprise_only | not_comparable；government_only 不成案件，当场算出 no cases"
        ) var result: String?
        @Option(help: "government_only：报送记录的部门 the department that sent the record") var department: String?
        @Option(help: "信用代码 credit code") var subject: String?
        @Option(help: "open | acknowledged | resolved | waived；可重复 may be repeated") var state: [String] = []
        @Option(help: "只列该日尚须处理的 only what stands on this day：YYYY-MM-DD") var on: String?

        func run() throws {
            let known = CaseState.allCases.map(\.rawValue)
            for name in state where !known.contains(name) {
                throw ValidationError("没有状态“\(name)”/ no such state; 可用 known: \(known.joined(separator: ", "))")
            }
            let results = ComparisonKind.allCases.filter { $0 != .match }.map(\.rawValue)
            try check(result, "结果 result", among: results)
            let isGovernmentOnly = result == ComparisonKind.governmentOnly.rawValue
            if isGovernmentOnly, responsible != nil || !state.isEmpty || on != nil {
                throw ValidationError(
                    "government_only 不成案件，没有 --responsible、--state、--on / what only the government holds is no case")
            }
            if !isGovernmentOnly, department != nil {
                throw ValidationError("--department 只用于 --result government_only / only with government_only")
            }
            let instance = try options.filledInstance()
            let departments = instance.configuration.departments.map(\.id)
            try check(responsible, "由谁处理 who is to act", among: departments + ["enterprise", "steward"])
            try check(department, "部门 department", among: departments)
            try check(comparison, "比对 comparison", among: instance.configuration.catalogue.comparisons.map(\.id))
            if isGovernmentOnly {
                var filter = GovernmentOnlyFilter()
                (filter.comparison, filter.subject, filter.department) = (comparison, subject, department)
                return try MismatchTable.write(Reports(instance), filter)
            }
            var filter = MismatchFilter()
            filter.responsible = responsible
            filter.comparison = comparison
            filter.result = result
            filter.subject = subject
            filter.states = state
            if let on { filter.standingOn = try MismatchCommand.day(on) }
            try MismatchTable.write(Reports(instance), filter)
        }

        /// A name that nothing has would give an empty list that looks like good news.
        private func check(_ name: String?, _ what: String, among known: [String]) throws {
            guard let name, !known.contains(name) else { return }
            throw ValidationError("\(what)：没有“\(name)”/ no such one; 可用 known: \(known.joined(separator: ", "))")
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "一个案件的双方、归因和经过。 One case and its life.")
        @OptionGroup var options: InstanceOptions
        @Argument(help: "案件编号 the case") var id: String

        func run() throws {
            let id = try MismatchCommand.parsed(id)
            let instance = try options.filledInstance()
            print(try CaseText.of(id, Reports(instance)))
        }
    }

    struct Acknowledge: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "确认已看到。 It was seen.")
        @OptionGroup var options: InstanceOptions
        @OptionGroup var decision: DecisionOptions
        func run() throws { try decision.enter(.acknowledge, options) }
    }

    struct Waive: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "豁免到某日。 Waives it until a day.")
        @OptionGroup var options: InstanceOptions
        @OptionGroup var decision: DecisionOptions
        @Option(help: "豁免到哪一天 the last day：YYYY-MM-DD") var until: String
        func run() throws { try decision.enter(.waive, options, until: MismatchCommand.day(until)) }
    }

    struct Reopen: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "收回确认或豁免。 Takes a decision back.")
        @OptionGroup var options: InstanceOptions
        @OptionGroup var decision: DecisionOptions
        func run() throws { try decision.enter(.reopen, options) }
    }

    struct DecisionOptions: ParsableArguments {
        @Argument(help: "案件编号 the case") var id: String
        @Option(help: "由谁决定 who decides") var by: String
        @Option(help: "原因 why") var reason = ""
        @Option(name: .customLong("as-of"), help: "决定的时间 when：YYYY-MM-DD[THH:MM:SS]") var asOf: String?

        func enter(_ kind: MismatchDecision.Kind, _ options: InstanceOptions, until: Int? = nil) throws {
            let id = try MismatchCommand.parsed(id)
            let instance = try options.filledInstance()
            let time = try asOf.map { try Moment.parse($0, instance.settings) } ?? Int(Date().timeIntervalSince1970)
            try MismatchDecision(id: id, kind: kind, by: by, reason: reason, until: until, at: time)(instance)
            print(try CaseText.of(id, Reports(instance)))
        }
    }

    static func parsed(_ text: String) throws -> MismatchID {
        guard let id = MismatchID(text) else {
            throw ValidationError("案件编号应为 CODE/comparison/pair，而不是“\(text)” / not the id of a case")
        }
        return id
    }

    static func day(_ text: String) throws -> Int {
        guard let day = CivilDate.parse(text) else { throw ValidationError("日期应为 YYYY-MM-DD，而不是“\(text)” / not a day") }
        return day
    }
}

/// One case for a terminal: both sides, whose doing it is by which rule, who is to act, and what happened to it.
private enum CaseText {
    static func of(_ id: MismatchID, _ reports: Reports) throws -> String {
        guard let (row, events) = try reports.mismatch(id) else {
            throw SystemError(
                chinese: "没有案件 \(id)；用 guiji mismatch list 查看。",
                english: "There is no case \(id); see guiji mismatch list.")
        }
        var lines = [
            "\(row.name)（\(row.subject)） \(reports.title(ofComparison: id.comparison))",
            "  结果 result：\(reports.term(row.result)) \(row.result)；状态 state：\(CaseState(rawValue: row.state)?.chinese ?? "") \(row.state)",
            "  归因 attribution：\(reports.term(row.attribution))（\(row.rule)：\(reports.term(row.rule))）",
            "  由谁处理 who is to act：\(reports.responsible(row.responsible))",
        ]
        if let due = row.due { lines.append("  法定期限 the law's window：\(OpenWindow.text(due: due))（含）") }
        if let until = row.until { lines.append("  豁免到 waived until：\(CivilDate.iso(until))（含）") }
        for (name, side) in [("企业 enterprise", row.enterprise), ("政府 government", row.government)] {
            guard let side else { continue }
            lines.append("  \(name)：\(side.file) 第 \(side.row) 行 row（\(side.source)，报送 submission \(side.submission)）")
        }
        for field in row.fields {
            let gap = field.difference.isEmpty ? "" : "，相差 by \(field.difference)"
            lines.append("  \(field.field)：\(field.first) ≠ \(field.second)\(gap)")
        }
        lines.append("  经过 life:")
        for event in events {
            var line = "    \(reports.time(event.at)) \(CaseEvent(rawValue: event.event)?.chinese ?? "") \(event.event)"
            if let file = event.file { line += "，\(event.source ?? "") \(file)" }
            if let by = event.by { line += "，\(by)" }
            if let reason = event.reason { line += "：\(reason)" }
            if let until = event.until { line += "，到 until \(CivilDate.iso(until))" }
            lines.append(line)
        }
        return lines.joined(separator: "\n")
    }
}
