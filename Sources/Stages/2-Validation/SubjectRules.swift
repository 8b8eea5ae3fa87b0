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

    package static let nameDiffersFromRegister = RuleFacts(
        id: "name-differs-from-register", severity: .warning, dimension: .accuracy,
        chinese: "名称与登记簿中该统一社会信用代码的名称（含曾用名）不一致",
        english: "The name is neither the current nor a former name of the code's holder in the register",
        mendChinese: "核对名称与代码是否属于同一主体，以登记机关为准更正",
        mendEnglish: "Check that name and code belong to one subject and correct the one that is wrong",
        source: "domain §7")

    package static let facts = [codeCandidate, nameDiffersFromRegister]
}
