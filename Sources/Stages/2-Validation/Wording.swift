package import Model

/// A finding as a person reads it, in receipts and repair files: field, what is wrong, what stands there, what should, how to mend.
package func wording(_ finding: Finding, item: Item?) -> (chinese: String, english: String) {
    let facts = RuleCatalogue.facts(finding.rule)
    let field = finding.field.flatMap { name in item?.fields.first { $0.name == name } }
    var chinese = facts?.chinese ?? finding.rule
    var english = facts?.english ?? finding.rule
    if let name = finding.field {
        chinese = "「\(field?.title ?? name)」\(chinese)"
        english = "\(name): \(english)"
    }
    var details: [(chinese: String, english: String)] = []
    if !finding.value.isEmpty { details.append(("现值：\(finding.value)", "found: \(finding.value)")) }
    if !finding.expected.isEmpty { details.append(("应为：\(finding.expected)", "expected: \(finding.expected)")) }
    if !finding.suggestion.isEmpty {
        details.append(("建议：\(finding.suggestion)", "suggestion: \(finding.suggestion)"))
    }
    if !details.isEmpty {
        chinese += "（\(details.map(\.chinese).joined(separator: "；"))）"
        english += " (\(details.map(\.english).joined(separator: "; ")))"
    }
    guard let facts else { return (chinese + "。", english + ".") }
    return ("\(chinese)。\(facts.mendChinese)。", "\(english). \(facts.mendEnglish).")
}
