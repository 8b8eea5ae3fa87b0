import Model

/// Words that text and page of a rehearsal share.
extension RehearsalReport {
    /// The verdict, for whoever reads nothing else.
    var verdict: (chinese: String, english: String) {
        guard hasChanges else {
            return (
                "没有变化：改动的规则给出相同的结果、发现和数字。",
                "Nothing changes: the changed rules give the same outcomes, findings and figures."
            )
        }
        let affected = departments.filter(\.hasChanges).count
        var chinese = "\(affected.grouped) 个来源的 \(changedRows.grouped) 行会有变化"
        var english = "\(changedRows.grouped) rows of \(affected.grouped) sources would change"
        if files.total > 0 {
            chinese += "，\(files.total.grouped) 个文件的受理会有变化"
            english += ", \(files.total.grouped) files would be taken otherwise"
        }
        let falls = falls
        guard !falls.isEmpty else {
            return (
                chinese + "；没有部门的合规率下降超过 \(threshold) 个百分点。",
                english + "; no department's compliance falls by more than \(threshold) points."
            )
        }
        return (
            chinese + "；\(falls.count) 个部门的合规率下降超过 \(threshold) 个百分点："
                + falls.map { "\(source($0.source))（\($0.compliance.points)）" }.joined(separator: "、") + "。",
            english + "; compliance falls by more than \(threshold) points at "
                + falls.map { "\($0.source) (\($0.compliance.points))" }.joined(separator: ", ") + "."
        )
    }

    static func outcome(_ outcome: Outcome?) -> (chinese: String, english: String) {
        outcome.map { ($0.chinese, $0.name) } ?? ("未读到", "not read")
    }

    static func kind(_ kind: String) -> String {
        switch kind {
        case "content": "内容不一"
        case "names": "一码两名"
        case "codes": "一名两码"
        case "match": "一致"
        case "mismatch": "不一致"
        case "not_reflected": "变更或撤销未反映"
        case "enterprise_only": "仅企业"
        case "government_only": "仅政府"
        case "not_comparable": "不可比"
        default: kind
        }
    }

    /// How a side takes a file, in Chinese and English.
    func words(_ taking: RehearsedFile.Taking) -> (chinese: String, english: String) {
        switch taking.state {
        case .taken:
            (
                "受理，\(item(taking.item ?? ""))，\(taking.rows.grouped) 行",
                "taken, \(taking.item ?? "unknown"), \(taking.rows.grouped) rows"
            )
        case .refused: ("未受理", "refused")
        case .repeated: ("视为重复报送", "seen as sent again")
        }
    }

    /// `错误 1，警告 2`; `—` where there is none.
    static func severities(_ counts: [Int]) -> String {
        let parts = Severity.allCases.reversed().compactMap { severity -> String? in
            let count = counts[Int(severity.rawValue)]
            return count > 0 ? "\(Palette.name(severity).chinese) \(count.grouped)" : nil
        }
        return parts.isEmpty ? "—" : parts.joined(separator: "，")
    }

    /// `+1,204`, `−3`
    static func signed(_ change: Int) -> String {
        "\(change > 0 ? "+" : change < 0 ? "−" : "")\(Int(change.magnitude).grouped)"
    }
}
