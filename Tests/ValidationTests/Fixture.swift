import Bytes
import Model
import Validation

/// A small item, layout and lists for the rules' tests, and a way to run rows through the whole record stage.
struct Fixture {
    var item: Item
    var mapping: Mapping
    var settings = ValidationSettings()
    var lists: [String: CodeList] = Fixture.lists

    /// 2026-11-01.
    static let receiptDay = CivilDate.day(year: 2026, month: 11, day: 1)

    init(format: String = "csv") {
        item = Fixture.penalty
        mapping = Mapping(
            department: "d", name: "m", item: 0, format: format,
            columns: Fixture.penalty.fields.indices.map { Mapping.Column(field: $0, labels: []) })
    }

    /// A row that nothing is wrong with.
    static let clean: [String: String] = [
        "party_name": "示例市测试贸易有限公司", "party_type": "法人", "code": "91350100M000100Y43",
        "document_number": "示罚〔2026〕1号", "penalty_type": "罚款", "penalty_content": "罚款50000元", "fine": "5",
        "decision_date": "2026-09-01", "valid_to": "2027-09-01", "scope": "公示", "status": "有效",
    ]

    struct Result {
        var batch: Batch
        var report: FindingReport
        var item: Item
        var findings: [Finding] { report.findings }
        var ids: [String] { report.findings.map(\.rule) }
        func findings(_ id: String) -> [Finding] { findings.filter { $0.rule == id } }
        func count(_ id: String) -> RuleCount { report.counts[id] ?? RuleCount() }
        func wasAsked(_ id: String) -> Bool { report.counts[id] != nil }
        func text(_ field: String, row: Int = 0) -> String { batch.value(item.field(named: field)!, row).string }
        func number(_ field: String, row: Int = 0) -> Int64 { batch.number(item.field(named: field)!, row) }
        func flags(row: Int = 0) -> RowFlags { batch.flags[row] }
    }

    /// Runs rows, each the clean one with changes: an empty text makes a field absent.
    func run(_ changes: [[String: String]], damages: [Int: Damage] = [:]) -> Result {
        run(exactly: changes.map { Fixture.clean.merging($0) { $1 } }, damages: damages)
    }

    func run(_ change: [String: String]) -> Result { run([change]) }

    func run(exactly rows: [[String: String]], damages: [Int: Damage] = [:], batchRows: Int? = nil) -> Result {
        let catalogue = Catalogue(
            items: [item], lists: lists, calendar: WorkingCalendar(), authority: AuthorityMatrix(), fingerprint: "")
        let stage = RecordStage(
            item: item, mapping: mapping,
            department: Department(id: "d", title: "D", code: "", region: "", aliases: [], deliveries: []),
            catalogue: catalogue, lists: PreparedLists(catalogue), settings: settings, receiptDay: Fixture.receiptDay)
        let report = FindingReport(item: item, settings: settings)
        let capacity = batchRows ?? max(1, rows.count)
        let batch = Batch(fieldCount: item.fields.count, capacity: capacity)
        for (index, row) in rows.enumerated() {
            if batch.isFull {
                stage.process(batch, report)
                batch.removeAll()
            }
            for (field, description) in item.fields.enumerated() {
                guard let value = row[description.name], !value.isEmpty else { continue }
                let start = batch.text.count
                batch.text.append(value)
                batch.put(field: field, start: start, length: batch.text.count - start)
            }
            batch.endRow(
                RowPosition(row: index + 1, line: index + 2, offset: 0, length: 0), damage: damages[index] ?? .none,
                detail: damages[index] == .ragged ? 7 : 0)
        }
        stage.process(batch, report)
        return Result(batch: batch, report: report, item: item)
    }

    /// A penalty in small, with every kind of field.
    static let penalty: Item = {
        var fields: [Field] = []
        func add(_ name: String, _ title: String, _ type: FieldType = .text, _ change: (inout Field) -> Void = { _ in })
        {
            var field = Field(name: name, title: title)
            field.type = type
            change(&field)
            fields.append(field)
        }
        add("party_name", "名称", .name) {
            $0.isRequired = true
            $0.maxLength = 20
        }
        add("party_type", "类别") { $0.list = "subject-types" }
        add("code", "统一社会信用代码", .uscc)
        add("registration_number", "工商注册号", .registrationNumber)
        add("organisation_code", "组织机构代码", .organisationCode)
        add("taxpayer_number", "纳税人识别号", .taxpayerNumber)
        add("document_id", "证件号码") { $0.sensitivity = .personal }
        add("document_number", "文书号", .documentNumber) { $0.isRequired = true }
        add("penalty_type", "处罚类别") { $0.list = "penalty-types" }
        add("penalty_content", "处罚内容")
        add("fine", "罚款金额", .money) {
            $0.unit = .tenThousandYuan
            $0.minimum = 0
        }
        add("confiscated", "没收金额", .money) { $0.unit = .tenThousandYuan }
        add("capital", "注册资本", .money)
        add("currency", "币种") { $0.list = "currencies" }
        add("decision_date", "决定日期", .date) { $0.isRequired = true }
        add("valid_to", "有效期至", .date) { $0.isOpenEnded = true }
        add("authority_code", "机关代码", .uscc)
        add("region", "行政区划", .region)
        add("year", "年度", .year)
        add("employees", "从业人数", .integer)
        add("status", "状态")
        add("scope", "信息使用范围")
        add("remarks", "备注") { $0.mayBeNone = true }
        var item = Item(
            number: 0, id: "penalty", title: "行政处罚", itemClass: .warning, isSelfDisclosed: false, fields: fields)
        func place(_ name: String) -> Int { item.field(named: name)! }
        item.subject.code = place("code")
        item.subject.name = place("party_name")
        item.subject.registrationNumber = place("registration_number")
        item.subject.organisationCode = place("organisation_code")
        item.subject.taxpayerNumber = place("taxpayer_number")
        item.eventDate = place("decision_date")
        item.naturalPerson = ValueTest(field: place("party_type"), values: ["自然人"], orOnly: place("document_id"))
        item.withhold = ValueTest(field: place("scope"), values: ["不公示"])
        item.withdrawn = ValueTest(field: place("status"), values: ["撤销"])
        item.changed = ValueTest(field: place("status"), values: ["变更"])
        item.checks = [
            .order(first: place("decision_date"), second: place("valid_to")),
            .oneOf(
                fields: ["code", "registration_number", "organisation_code", "taxpayer_number"].map(place),
                when: .notNaturalPerson),
            .require(field: place("fine"), when: .contains(field: place("penalty_type"), text: "罚款")),
            .forbid(fields: [place("code"), place("taxpayer_number"), place("confiscated")], when: .naturalPerson),
        ]
        return item
    }()

    static let lists: [String: CodeList] = [
        "subject-types": list("subject-types", ["01,自然人", "02,法人", "04,个体工商户"]),
        "penalty-types": list("penalty-types", ["01,警告", "03,罚款", "04,没收违法所得", "1601,没收违法所得、没收非法财物"]),
        "currencies": list("currencies", ["156,人民币元", "840,美元"]),
        "uscc-classes": list("uscc-classes", ["11,机关", "91,企业", "N1,集体经济组织"]),
        "regions": CodeList(
            id: "regions",
            entries: [
                CodeList.Entry(code: "350100", label: "福州市"), CodeList.Entry(code: "110000", label: "北京市"),
                CodeList.Entry(code: "110102", label: "西城区"), CodeList.Entry(code: "110108", label: "海淀区"),
                CodeList.Entry(code: "110103", label: "崇文区", to: 2010, successor: "110101"),
            ]),
    ]

    static func list(_ id: String, _ lines: [String]) -> CodeList {
        CodeList(
            id: id,
            entries: lines.map { line in
                let parts = line.split(separator: ",").map(String.init)
                return CodeList.Entry(code: parts[0], label: parts[1])
            })
    }

    /// A credit code with the right organisation code and check character for the eight characters before them.
    static func creditCode(_ prefix: String, organisation: String = "M000100Y4") -> String {
        let first = Array((prefix + organisation).utf8)
        return first.withSlice { CreditCode.checkCharacter(of: $0) }.map {
            prefix + organisation + String(Character(Unicode.Scalar($0)))
        }!
    }
}
