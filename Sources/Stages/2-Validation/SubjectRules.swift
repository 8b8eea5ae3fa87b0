package import Model

/// Facts that need the register; consolidation finds them, their wording stands with the other rules'.
package enum SubjectRules {
    package static let codeCandidate = RuleFacts(
        id: "code-candidate", severity: .warning, dimension: .linkage,
        chinese: "统一社会信用代码有误，登记簿中恰有一个只差一位或相邻两位互换的代码，且名称一致",
        english: "A wrong credit code has exactly one candidate in the register, and the name agrees",
        mendChinese: "核对营业执照，确认后改为建议的代码再报送",
        mendEnglish: "Compare with the business licence, correct the code as suggested and send the row again",
        source: "GB 32100-2015 附录A；domain §9")

    package static let facts = [codeCandidate]
}
