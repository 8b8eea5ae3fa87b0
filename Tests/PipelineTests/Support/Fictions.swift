import Bytes
import Foundation

/// Fictitious subjects and the rows that departments send about them.
enum Fictions {
    /// A valid credit code; each number has its own.
    static func creditCode(_ number: Int) -> String {
        let organisation = "MA9\(String(format: "%05d", number))"
        let digits = Array("0123456789X".utf8)
        let full = digits.lazy.map { Array(organisation.utf8) + [$0] }.first {
            $0.withSlice { OrganisationCode.isValid($0) }
        }
        let first = Array("91330102".utf8) + (full ?? [])
        let check = first.withSlice { CreditCode.checkCharacter(of: $0) }
        return String(decoding: first + [check ?? 0], as: UTF8.self)
    }

    /// Positions 9–17 of a credit code.
    static func organisationCode(_ number: Int) -> String { String(creditCode(number).dropFirst(8).prefix(9)) }

    /// A valid registration number of 15 digits.
    static func registrationNumber(_ number: Int) -> String {
        let first = "330102\(String(format: "%08d", number))"
        let found = (0...9).first { check in
            Array("\(first)\(check)".utf8).withSlice { RegistrationNumber.isValid15($0) }
        }
        return "\(first)\(found ?? 0)"
    }

    /// A registration file of the market supervision.
    static func register(_ rows: [Registration]) -> String {
        let header = "统一社会信用代码,注册号,企业名称,法定代表人,核准日期,登记状态,住所"
        return ([header] + rows.map(\.line)).joined(separator: "\n") + "\n"
    }

    /// A licence file in the columns of the 2018 standard; the document number is also the licence's content.
    static func licences(_ rows: [Licence], by authority: (name: String, code: String)) -> String {
        let header =
            "行政相对人名称,统一社会信用代码,工商注册号,法定代表人,许可决定文书号,许可类别,许可内容,许可决定日期,"
            + "许可机关,许可机关统一社会信用代码,当前状态,数据更新时间"
        let lines = rows.map { row in
            [
                row.name, row.code, row.number, row.representative, row.document, "普通", row.content, row.decided,
                authority.name, authority.code, "有效", row.decided,
            ].joined(separator: ",")
        }
        return ([header] + lines).joined(separator: "\n") + "\n"
    }

    static let fire = (name: "示例市消防救援支队", code: "11330100MB9901104Y")
    static let culture = (name: "示例市文化广电和旅游局", code: "11330100MB9900443R")
}

struct Registration {
    var code = ""
    var number = ""
    var name: String
    var representative = ""
    var approved = "2025-02-03"
    var address = "示例市建设路1号"

    fileprivate var line: String {
        [code, number, name, representative, approved, "存续", address].joined(separator: ",")
    }
}

struct Licence {
    var code = ""
    var number = ""
    var name: String
    var representative = ""
    var document: String
    var content = "公众聚集场所投入使用"
    var decided = "2025-03-03"
}
