/// The taxpayer number 纳税人识别号. Expects trimmed, half-width, upper-case bytes.
///
/// Source: SW 5-2013 纳税人识别号代码标准: a subject with a credit code uses it; older ones are region 6 + organisation code 9;
/// a sole trader's is his citizen number + 2 digits, and then as private as that.
package enum TaxpayerNumber {
    package static func isValid(_ slice: ByteSlice) -> Bool {
        switch slice.count {
        case 15: slice[0..<6].isDigits && OrganisationCode.isValid(slice[6..<15])
        case 18: CreditCode.isValid(slice)
        case 20: slice[18..<20].isDigits && CitizenNumber.isValid(slice[0..<18])
        default: false
        }
    }
}
