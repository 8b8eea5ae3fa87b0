import Foundation
import GuijiConfiguration
import Ledger
import Model
import Pipeline

/// Small deliveries of enterprises and departments for tests of comparison.
struct ComparisonCases {
    let test: TestInstance
    let code = Fictions.creditCode(1)
    let name = "示例市甲乙丙商贸有限公司"

    init(_ test: TestInstance) { self.test = test }

    init(_ change: (inout Configuration) -> Void = { _ in }) throws { test = try TestInstance(nil, in: nil, change) }

    /// The register: capital in 万元.
    func register(
        name: String? = nil, former: String = "", capital: String = "100", currency: String = "人民币",
        status: String = "存续", approved: String = "2025-02-03", day: String = "2025-02-05"
    ) throws -> String {
        let header = "统一社会信用代码,企业名称,曾用名,法定代表人,注册资本（万元）,注册资本币种,核准日期,登记状态,住所"
        let row = "\(code),\(name ?? self.name),\(former),甲某,\(capital),\(currency),\(approved),\(status),示例市建设路1号"
        return try test.deliver("\(header)\n\(row)\n", as: "\(day)-registration.csv", from: "market-supervision")
    }

    /// A licence of the culture bureau.
    func licence(
        _ document: String = "示文许〔2025〕1号", to: String = "2028-03-02", status: String = "有效",
        updated: String = "2025-03-03", day: String = "2025-03-05", name: String? = nil
    ) throws -> String {
        let header =
            "行政相对人名称,统一社会信用代码,法定代表人,许可决定文书号,许可类别,许可内容,许可决定日期,有效期自,有效期至,许可机关,"
            + "许可机关统一社会信用代码,当前状态,数据更新时间"
        let row =
            "\(name ?? self.name),\(code),甲某,\(document),普通,演出,2025-03-03,2025-03-03,\(to),"
            + "\(Fictions.culture.name),\(Fictions.culture.code),\(status),\(updated)"
        return try test.deliver("\(header)\n\(row)\n", as: "\(day)-licence.csv", from: "culture")
    }

    /// The enterprise's own word on it.
    func selfLicence(
        _ document: String = "示文许〔2025〕1号", to: String = "2028-03-02", status: String = "有效",
        updated: String = "2025-03-10", day: String = "2025-03-12", name: String? = nil,
        authority: String = "市文旅局", decided: String = "2025-03-03"
    ) throws -> String {
        let header = "统一社会信用代码,企业名称,许可决定文书号,取得日期,有效期自,有效期至,许可机关,状态,公示日期"
        let row =
            "\(code),\(name ?? self.name),\(document),\(decided),2025-03-03,\(to),\(authority),\(status),\(updated)"
        return try test.deliver("\(header)\n\(row)\n", as: "\(day)-licence.csv", from: "self-disclosure")
    }

    /// A penalty by the enterprise's own word; its number alone is the pair, whoever the enterprise says imposed it.
    func selfPenalty(authority: String, updated: String = "2025-03-10", day: String = "2025-03-12") throws -> String {
        let header = "统一社会信用代码,企业名称,行政处罚决定书文号,违法行为类型,处罚种类,罚款金额（万元）,处罚决定日期,处罚机关,公示日期"
        let row = "\(code),\(name),示罚〔2025〕1号,未按规定经营,罚款,0.1,2025-02-10,\(authority),\(updated)"
        return try test.deliver("\(header)\n\(row)\n", as: "\(day)-penalty.csv", from: "self-disclosure")
    }

    /// - Parameters:
    ///   - rows: shareholder, subscribed, due, paid.
    ///   - states: of each row; none where the enterprise does not say.
    ///   - formed: the day of formation.
    func contributions(
        _ rows: [(String, String, String, String)], states: [String]? = nil, formed: String = "2025-03-01",
        updated: String = "2025-03-10", day: String = "2025-03-12"
    ) throws -> String {
        let header = "统一社会信用代码,企业名称,股东（发起人）,认缴出资额（万元）,认缴出资日期,认缴出资方式,实缴出资额（万元）,出资状态,信息形成日期,公示日期"
        let lines = rows.enumerated().map { number, row in
            "\(code),\(name),\(row.0),\(row.1),\(row.2),货币,\(row.3),\(states?[number] ?? ""),\(formed),\(updated)"
        }
        return try test.deliver(
            ([header] + lines).joined(separator: "\n") + "\n", as: "\(day)-contribution.csv", from: "self-disclosure")
    }

    func annualReport(
        name: String? = nil, address: String = "示例市建设路1号", status: String = "存续", capital: String = "100",
        paid: String = "", shareholders: String = "", day: String = "2025-03-20"
    ) throws -> String {
        let header = "统一社会信用代码,企业名称,报告年度,报送日期,企业通信地址,企业经营状态,认缴出资额合计（万元）,实缴出资额合计（万元）,股东（发起人）"
        let row =
            "\(code),\(name ?? self.name),2024,2025-03-18,\(address),\(status),\(capital),\(paid),\(shareholders)"
        return try test.deliver("\(header)\n\(row)\n", as: "\(day)-annual.csv", from: "self-disclosure")
    }

    /// All cases in order.
    func cases(_ filter: MismatchFilter = MismatchFilter()) throws -> [MismatchRow] {
        var rows: [MismatchRow] = []
        try LedgerReader(test.open().ledger).forEachMismatch(filter) { rows.append($0) }
        return rows
    }

    func events(of row: MismatchRow) throws -> [MismatchEventRow] {
        try LedgerReader(test.open().ledger).events(of: row.id)
    }

    func counts() throws -> [String: ComparisonRow] {
        let rows = try LedgerReader(test.open().ledger).comparisons()
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.comparison, $0) })
    }
}
