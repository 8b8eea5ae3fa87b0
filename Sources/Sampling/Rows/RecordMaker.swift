import Bytes
import Model

/// Makes the rows of licences and penalties: any record is made from the seed, its maker and its number alone.
final class RecordMaker {
    let item: String
    let seed: UInt64
    let subjects: Subjects
    let fields: RowFields
    let row: SampleRow
    private let stream: Dice.Stream

    /// Days of decisions: 2024-01-02 to 2025-02-20.
    private static let firstDay = CivilDate.day(year: 2024, month: 1, day: 2)
    private static let days = 415

    init(item: Item, seed: UInt64, subjects: Subjects) {
        self.item = item.id
        self.seed = seed
        self.subjects = subjects
        fields = RowFields(item)
        row = SampleRow(fieldCount: item.fields.count)
        stream = item.id == "licence" ? .licence : .penalty
    }

    /// Makes ``row``.
    /// - Parameters:
    ///   - maker: who made the record.
    ///   - layout: of whoever delivers it.
    ///   - deliverer: the maker, or the platform.
    func make(
        _ index: Int, of maker: SampleDepartment, _ fate: Fate, _ variant: Variant, layout: SampleLayout,
        deliverer: SampleDepartment
    ) {
        var dice = Dice(seed, stream, maker.number, index)
        row.begin()
        let day = RecordMaker.firstDay + dice.below(RecordMaker.days)
        load(fate, index, maker, &dice)
        writeParty(fate, layout, &dice)
        if item == "licence" {
            writeLicence(index, maker, day, variant, layout, &dice)
        } else {
            writePenalty(index, maker, day, variant, layout, &dice)
        }
        writeOrigin(maker, deliverer, day, fate, variant, layout)
    }

    /// The enterprise that a record is about; what the fate needs of it decides.
    private func load(_ fate: Fate, _ index: Int, _ maker: SampleDepartment, _ dice: inout Dice) {
        var number = dice.below(subjects.count)
        switch fate {
        case .unknownSubject:
            subjects.load(subjects.count + number)
        case .byRegistrationNumber, .dirty(.numberInCode):
            repeat {
                number = (number + 1) % subjects.count
                subjects.load(number)
            } while subjects.kind != .normal || !subjects.hasRegistrationNumber
        case .byOrganisationCode, .byTaxpayerNumber, .byName, .dirty:
            while subjects.kind(of: number) != .normal { number = (number + 1) % subjects.count }
            subjects.load(number)
        default: subjects.load(number)
        }
    }

    private func writeParty(_ fate: Fate, _ layout: SampleLayout, _ dice: inout Dice) {
        if fate == .person { return writePerson(&dice) }
        row.set(fields.name, subjects.name)
        row.set(fields.partyType, layout.style.usesCodes ? "0203" : "法人及非法人组织")
        row.set(fields.legalRepresentative, subjects.legalRepresentative)
        switch fate {
        case .byRegistrationNumber: row.set(fields.registrationNumber, subjects.registrationNumber)
        case .byOrganisationCode: row.set(fields.organisationCode, subjects.organisationCode)
        case .byTaxpayerNumber: row.set(fields.taxpayerNumber, subjects.oldTaxpayerNumber)
        case .byName:
            row.set(fields.registrationNumber) { text in
                subjects.region.withSlice {
                    Identifiers.appendRegistrationNumber(
                        region: $0, sequence: 99_000_000 + dice.below(900_000), to: text)
                }
            }
        default:
            if subjects.kind.hasCode { row.set(fields.code, subjects.code) }
            if !subjects.kind.hasCode || subjects.hasRegistrationNumber && subjects.number & 1 == 0 {
                row.set(fields.registrationNumber, subjects.registrationNumber)
            }
        }
    }

    private func writePerson(_ dice: inout Dice) {
        row.set(fields.name) { text in
            text.append(NameTables.surnames[dice.below(NameTables.surnames.count)])
            text.append(NameTables.given[dice.below(NameTables.given.count)])
        }
        row.set(fields.partyType, "自然人")
        row.set(fields.documentID) { Identifiers.appendCitizenNumber(&dice, to: $0) }
    }

    private func writeLicence(
        _ index: Int, _ maker: SampleDepartment, _ day: Int, _ variant: Variant, _ layout: SampleLayout,
        _ dice: inout Dice
    ) {
        let style = layout.style
        row.set(fields.documentName, "准予行政许可决定书")
        writeDocumentNumber(index, maker, day, "许")
        row.set(fields.licenceNumber) { text in
            Identifiers.append("XK3301", to: text)
            Identifiers.appendDigits(maker.number, width: 3, to: text)
            Identifiers.appendDigits(index, width: 8, to: text)
        }
        let kind = dice.below(5)
        row.set(
            fields.kind, style.usesCodes ? ["01", "02", "03", "04", "05"][kind] : ["普通", "特许", "认可", "核准", "登记"][kind])
        row.set(fields.certificateName, maker.certificate)
        let trade = NameTables.trading[dice.below(NameTables.trading.count)]
        let road = NameTables.roads[dice.below(NameTables.roads.count)]
        let house = 1 + dice.below(999)
        row.set(fields.content) { text in
            text.append("准予从事：")
            text.append(trade)
            text.append(index % 50 == 7 ? ",含\"分支机构\"" : "")
            text.append("；经营场所：示例市")
            text.append(road)
            Identifiers.appendDigits(house, width: 3, to: text)
            text.append("号")
            if variant == .altered { text.append("（转录有改动）") }
        }
        let isOpen = dice.below(10) == 0
        let years = 1 + dice.below(4) + (variant == .revised ? 1 : 0)
        row.set(fields.event, day: day, style.dates)
        row.set(fields.validFrom, day: day, style.dates)
        if isOpen && variant != .revised {
            row.set(fields.validTo, style.usesCodes ? "2099-12-31" : "长期")
        } else {
            row.set(fields.validTo, day: day + 366 * years - (variant == .outdated ? 30 : 0), style.dates)
        }
        // A certificate without an end has its older text too.
        if isOpen && variant == .outdated { row.set(fields.validTo, day: day + 700, style.dates) }
    }

    private func writePenalty(
        _ index: Int, _ maker: SampleDepartment, _ day: Int, _ variant: Variant, _ layout: SampleLayout,
        _ dice: inout Dice
    ) {
        let style = layout.style
        writeDocumentNumber(index, maker, day, "罚")
        let cases = [
            ("未按规定公示信息", "未在规定期限内公示年度报告"), ("无证经营", "未取得许可擅自从事经营活动"),
            ("超标排放", "排放污染物超过国家标准"), ("安全生产违法", "未按规定设置安全警示标志"),
        ]
        let (type, facts) = cases[dice.below(cases.count)]
        let note =
            switch variant {
            case .original: ""
            case .revised: "（更正）"
            case .altered: "（转录有改动）"
            case .outdated: "（初稿）"
            case .withdrawn: "（撤销）"
            }
        row.set(fields.violation, type + note)
        row.set(fields.facts, "经查，当事人" + facts + "，违反有关规定")
        row.set(fields.basis, "《中华人民共和国行政处罚法》第二十八条及有关条款")
        let isFine = dice.below(3) > 0
        row.set(fields.kind, style.usesCodes ? (isFine ? "3" : "1") : isFine ? "罚款" : "警告")
        let amount = (1 + dice.below(200)) * 500
        row.set(fields.content, (isFine ? "罚款人民币\(amount)元" : "警告，责令限期改正") + note)
        if isFine {
            let isYuan = fields.fine.map { layout.mapping.units[$0] == .yuan } ?? false
            row.set(fields.fine) { text in
                if isYuan {
                    text.append("\(amount)")
                } else {
                    NumberText.appendDecimal(Int64(amount) * 100, to: text)
                }
            }
        }
        row.set(fields.event, day: day, style.dates)
        row.set(fields.validTo, day: day + 366 * (1 + dice.below(3)), style.dates)
    }

    /// 示环许〔2024〕00012号: one of its own for each record.
    private func writeDocumentNumber(_ index: Int, _ maker: SampleDepartment, _ day: Int, _ word: String) {
        row.set(fields.documentNumber) { text in
            text.append("示")
            text.append(maker.short)
            text.append(word)
            text.append("〔")
            Identifiers.appendDigits(CivilDate.year(of: day), width: 4, to: text)
            text.append("〕")
            Identifiers.appendDigits(index + 1, width: 7, to: text)
            text.append("号")
        }
    }

    private func writeOrigin(
        _ maker: SampleDepartment, _ deliverer: SampleDepartment, _ day: Int, _ fate: Fate, _ variant: Variant,
        _ layout: SampleLayout
    ) {
        let style = layout.style
        row.set(fields.authority, maker.title)
        row.set(fields.authorityCode, maker.code)
        row.set(fields.sourceUnit, deliverer.title)
        row.set(fields.sourceUnitCode, deliverer.code)
        let isBack = variant == .withdrawn
        row.set(
            fields.status, style.usesCodes ? (isBack ? "1" : "0") : isBack ? "撤销" : variant == .revised ? "变更" : "有效")
        row.set(fields.publicity, fate == .withheld ? "不公示" : "公示")
        let delay =
            switch variant {
            case .outdated: 1
            case .original, .altered: 5
            case .revised, .withdrawn: 20
            }
        row.set(fields.updated, day: day + delay, style.dates)
    }
}
