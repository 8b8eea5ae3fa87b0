import Model
import Testing

@testable import Validation

struct MaskingTests {
    @Test(arguments: [
        ("11010519491231002X", "110105************"),
        ("对当事人张某（身份证11010519491231002X）罚款", "对当事人张某（身份证110105************）罚款"),
        ("110105 19491231 002x", "110105************"),
        ("１１０１０５１９４９１２３１００２Ｘ", "１１０１０５************"),
        ("130503670401001", "130503*********"),
        ("电话13812345678。", "电话1**********。"),
        ("+86 13812345678", "+86 1**********"),
        ("91350100M000100Y43", "91350100M000100Y43"),
        ("110108000000016", "110108000000016"),
        ("示罚〔2026〕1号", "示罚〔2026〕1号"),
        ("2026-02-30", "2026-02-30"),
    ])
    func privateNumbersAreMasked(text: String, expected: String) {
        #expect(Masking.shown(text, isPersonal: false) == expected)
    }

    @Test(arguments: [("张三丰", "张**"), ("11010519491231002X", "110105************"), ("G1234567", "G**"), ("", "")])
    func personalValues(text: String, expected: String) {
        #expect(Masking.shown(text, isPersonal: true) == expected)
    }

    @Test func longTextsAreCut() {
        let shown = Masking.shown(String(repeating: "长", count: 500), isPersonal: false)
        #expect(shown.count == 80 && shown.hasSuffix("…"))
    }

    @Test("A number behind the cut is masked before it is cut")
    func cutsAfterMasking() {
        let shown = Masking.shown(String(repeating: "长", count: 70) + "11010519491231002X", isPersonal: false)
        #expect(!shown.contains("1949"))
    }

    @Test("Whatever the rule, no private value comes out in clear")
    func nothingPrivateComesOut() {
        let secrets = ["11010519491231002X", "13812345678", "张三丰"]
        let rows: [[String: String]] = [
            ["code": secrets[0]], ["registration_number": secrets[0]], ["taxpayer_number": secrets[0] + "01"],
            ["penalty_content": "锟斤拷\(secrets[0])"], ["decision_date": secrets[0]], ["fine": secrets[1]],
            ["party_type": "自然人", "party_name": secrets[2] + String(repeating: "长", count: 30)],
            ["party_type": secrets[0]], ["authority_code": secrets[0]], ["region": secrets[0]],
            ["party_type": "自然人", "organisation_code": secrets[1]], ["document_id": "1.10105E+17"],
            ["code": "", "document_id": secrets[0], "party_type": "", "party_name": secrets[2] + "锟斤拷"],
        ]
        let result = Fixture().run(rows)
        #expect(result.findings.count >= rows.count - 1)
        for finding in result.findings {
            let text = finding.value + finding.expected + finding.suggestion
            for secret in secrets { #expect(!text.contains(secret), "\(finding.rule)") }
        }
    }
}
