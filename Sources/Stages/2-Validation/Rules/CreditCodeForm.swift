import Bytes
package import Model

/// The value is no credit code by its form: not 18 characters, or a character that cannot stand where it does.
package struct CreditCodeForm: Rule {
    package static let facts = [
        RuleFacts(
            id: "credit-code-form", severity: .error, dimension: .conformity,
            chinese: "统一社会信用代码格式不符：应为18位，不含 I、O、S、V、Z，第3至8位为数字",
            english: "The credit code is not 18 characters of its alphabet (no I O S V Z, digits in positions 3–8)",
            mendChinese: "照营业执照（登记证书）填写，注意 0 与 O、1 与 I、2 与 Z、5 与 S 的区别",
            mendEnglish: "Copy the code from the licence; mind 0 and O, 1 and I, 2 and Z, 5 and S",
            source: "GB 32100-2015 第4章")
    ]

    private let fields: [Int]
    private let rule = RuleNumber("credit-code-form")

    package init?(_ context: RuleContext) {
        fields = context.fields { $0.type == .uscc }
        if fields.isEmpty { return nil }
    }

    package func check(_ batch: Batch, _ report: FindingReport) {
        for field in fields { report.asked(rule, report.notes.present[field]) }
        forEachCode(.wrongForm, fields, batch, report) { field, row in
            let code = batch.value(field, row)
            // That has a finding of its own, which says more.
            if isScientific(code) { return }
            report.fail(
                rule, batch, row, field: field, expected: expected(code), suggestion: suggestion(code, report.scratch))
        }
    }

    private func expected(_ code: ByteSlice) -> String {
        switch CreditCode.check(code) {
        case .wrongLength: "18 ≠ \(utf8ScalarCount(code))"
        case .wrongCharacter(let position): "[\(position)] \(position >= 3 && position <= 8 ? "0–9" : "0–9 A–Y")"
        case .valid, .wrongCheck: ""
        }
    }

    /// The code with letters read for digits put right, where it checks then.
    private func suggestion(_ code: ByteSlice, _ scratch: ByteBuffer) -> String {
        guard code.count == CreditCode.length else { return "" }
        scratch.removeAll()
        for byte in code.buffer {
            switch byte {
            case UInt8(ascii: "O"): scratch.append(UInt8(ascii: "0"))
            case UInt8(ascii: "I"): scratch.append(UInt8(ascii: "1"))
            case UInt8(ascii: "Z"): scratch.append(UInt8(ascii: "2"))
            case UInt8(ascii: "S"): scratch.append(UInt8(ascii: "5"))
            case UInt8(ascii: "V"): scratch.append(UInt8(ascii: "U"))
            default: scratch.append(byte)
            }
        }
        return CreditCode.isValid(scratch.all) ? scratch.all.string : ""
    }
}
