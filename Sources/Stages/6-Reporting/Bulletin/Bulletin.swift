import Model

/// A 通报 as content: what it says, in order, apart from how a page or a Word document shows it.
struct Bulletin: Sendable {
    enum Block {
        /// 一、…
        case heading(String)
        /// （一）…
        case subheading(String)
        case paragraph(String)
        /// Numbered 1. 2. …
        case list([String])
        case table(DataTable)
        /// Small print.
        case note(String)
    }

    /// The issuing body; the instance's name stands for it until somebody fills it in.
    var issuer: String
    /// 文号, to be filled in.
    var number: String
    var title: String
    var addressees: String
    var blocks: [Block] = []
    /// `2025年8月1日`
    var date: String
    /// Seconds since 1970, by which the Word document is dated.
    var asOf: Int
}

extension MonthlyReport {
    var bulletin: Bulletin {
        let day = clock.civilDay(asOf)
        var bulletin = Bulletin(
            issuer: "\(instance)（发文机关名称）", number: "（发文字号）〔\(CivilDate.civil(day).year)〕　　号",
            title: "关于\(month.chinese)企业信息归集情况的通报", addressees: "各有关部门：", date: dateText(day), asOf: asOf)
        bulletin.blocks = [.paragraph(bulletinLead)] + bulletinSummary + bulletinRanking + bulletinLaggards
        bulletin.blocks += bulletinSuspicions + bulletinRequests + bulletinGrounds
        return bulletin
    }
}
