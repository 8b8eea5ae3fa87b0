import Testing

@testable import GuijiConfiguration

@Suite struct CatalogueMistakeTests {
    @Test(arguments: [
        Mistake(
            "item: licence", "item: licences", 1, "item", .notFileName(expected: "licence"), nearest: "licence",
            alone: false),
        Mistake(
            "item: licence", "item: Licence", 1, "item", .badName(pattern: "a-z 0-9 -"), nearest: "licence",
            alone: false),
        Mistake(
            "code: credit_code\n", "code: party_name\n", 6, "subject.code",
            .wrongFieldType(field: "party_name", expected: ["uscc"])),
        Mistake(
            "agree: [legal_representative]", "agree: [legal_representativ]", 8, "subject.agree", .unknown(.field),
            nearest: "legal_representative"),
        Mistake(
            "[document_number, licence_number], authority", "[document_number, licence_nmber], authority", 9, "key",
            .unknown(.field), nearest: "licence_number"),
        Mistake(
            "event_date: decision_date", "event_date: status", 10, "event_date",
            .wrongFieldType(field: "status", expected: ["date"])),
        Mistake("event_date: decision_date\n", "", 11, "deadline_working_days", .needs(key: "event_date")),
        Mistake(
            "frequency: week", "frequency: weekly", 13, "frequency",
            .wrongShape(expected: .choice(["day", "week", "month", "quarter", "year", "half-year", "as-it-happens"])),
            nearest: "week"),
        Mistake("or_only: legal_representative", "or_only: legal", 15, "natural_person.or_only", .unknown(.field)),
        Mistake("[撤销, 注销]", "[撤消, 注销]", 16, "withdrawn.values", .unknown(.label), nearest: "撤销"),
        Mistake(
            "withdrawn: { field: status, values: [撤销, 注销] }", "changed: { field: status, values: [撤消] }", 16,
            "changed.values", .unknown(.label), nearest: "撤销"),
        Mistake(
            "title: 行政相对人名称, type: name", "title: 行政相对人名称, typ: name", 18, "fields.party_name.typ",
            .unknownKey, nearest: "type", alone: false),
        Mistake("max: 200", "max: 0", 18, "fields.party_name.max", .outOfRange(from: 1, through: 1_000_000)),
        Mistake(
            "required: true, max", "required: yes, max", 18, "fields.party_name.required",
            .wrongShape(expected: .flag)),
        Mistake(
            "name: party_type, ", "name: party_name, ", 20, "fields.party_name.name",
            .duplicate(first: "Mappings/catalogue/licence.yml:18"), alone: false),
        Mistake(
            "title: 法定代表人", "title: 统一社会信用代码", 21, "fields.legal_representative.title",
            .duplicate(first: "Mappings/catalogue/licence.yml:19")),
        Mistake(", title: 许可机关,", ",", 24, "fields.authority.title", .missingKey),
        Mistake("open_ended: true", "unit: 元", 27, "fields.valid_to.unit", .notUsedHere(key: "type: money")),
        Mistake(
            "list: record-status", "list: record-state", 28, "fields.status.list", .unknown(.list),
            nearest: "record-status"),
        Mistake("12.5", "12.1234567", 29, "fields.fee.max_value", .wrongShape(expected: .decimal)),
        Mistake("min: 0", "min: 13", 29, "fields.fee.min", .wrongOrder(first: "min", second: "max_value")),
        Mistake("{ order:", "{ ordr: [x], order:", 31, "checks.ordr", .unknownKey, nearest: "order"),
        Mistake(
            "order: [decision_date, valid_to]", "order: [decision_date, fee]", 31, "checks.order",
            .wrongFieldType(field: "fee", expected: ["date"])),
        Mistake(
            "order: [decision_date, valid_to]", "order: [decision_date]", 31, "checks.order",
            .wrongCount(expected: 2, found: 1)),
        Mistake(
            "unless: natural_person", "unless: natural_persons", 33, "checks.unless",
            .wrongShape(expected: .choice(["natural_person"])), nearest: "natural_person"),
        Mistake("{ field: status, contains: 有效 }", "{ field: status }", 34, "checks.when.contains", .missingKey),
        Mistake(
            "forbid: [credit_code], when", "forbid: [credit_code], order: [fee, fee], when", 35, "checks.forbid",
            .excludes(key: "order"), alone: false),
    ])
    func item(mistake: Mistake) throws { try mistake.check(in: "Mappings/catalogue/licence.yml") }

    @Test(arguments: [
        Mistake("with: licence", "with: licnce", 13, "compare.with", .unknown(.item), nearest: "licence"),
        Mistake("with: licence", "with: self-licence", 13, "compare.with", .counterpartNotGovernment, alone: false),
        Mistake(
            "with: licence", "with: licence\n  pair: [credit_cod]", 14, "compare.pair", .unknown(.field),
            nearest: "credit_code"),
        Mistake(
            "government: decision_date", "government: decided_on", 15, "compare.fields.government", .unknown(.field)),
        Mistake(
            "government: decision_date", "government: fee", 15, "compare.fields.government",
            .wrongFieldType(field: "fee", expected: ["date"])),
        Mistake(
            "by: date", "by: dat", 15, "compare.fields.by",
            .wrongShape(
                expected: .choice(["exact", "text", "name", "list", "date", "number", "money", "set", "sum"])),
            nearest: "date"),
        Mistake(
            "by: date", "by: date, tolerance: 3.5", 15, "compare.fields.tolerance", .wrongShape(expected: .integer)),
        Mistake(
            "by: date", "by: exact, tolerance: 3", 15, "compare.fields.tolerance",
            .notUsedHere(key: "by: date, number, money, sum")),
        Mistake(
            "by: date", "by: date, former_names: fee", 15, "compare.fields.former_names",
            .notUsedHere(key: "by: name")),
        Mistake(
            "with: licence", "with: licence\n  group: all", 14, "compare.group",
            .wrongShape(expected: .choice(["pairs", "own", "counterpart"]))),
        Mistake(
            "disclosed_by: enterprise", "disclosed_by: government", 13, "compare",
            .notUsedHere(key: "disclosed_by: enterprise"), alone: false),
    ])
    func comparison(mistake: Mistake) throws { try mistake.check(in: "Mappings/catalogue/self-licence.yml") }

    @Test(arguments: [
        Mistake("year: 2025", "year: 2024", 1, "year", .notFileName(expected: "2025"), nearest: "2025", alone: false),
        Mistake("2025-10-01", "2025-10-32", 5, "holidays", .wrongShape(expected: .date)),
        Mistake("2025-10-01", "2024-10-01", 5, "holidays", .wrongYear(2025)),
        Mistake("2025-10-01", "2025-01-01", 5, "holidays", .duplicate(first: "Mappings/calendar/2025.yml:4")),
        Mistake("2025-01-26", "2025-01-27", 7, "working", .notWeekend),
        Mistake("working:", "workin:", 6, "workin", .unknownKey, nearest: "working"),
    ])
    func calendar(mistake: Mistake) throws { try mistake.check(in: "Mappings/calendar/2025.yml") }

    @Test(arguments: [
        Mistake("code,label,from", "code,labl,from", 1, "label", .missingKey, alone: false),
        Mistake("1981,,", "1981,", 2, "", .wrongCount(expected: 5, found: 4)),
        Mistake("杭州市", "", 2, "label", .missingKey),
        Mistake("1981", "81", 2, "from", .wrongShape(expected: .year)),
        Mistake("1994,2014,330111", "1994,2014,330112", 3, "successor", .unknown(.label), nearest: "330111"),
        Mistake("1994,2014", "2015,2014", 3, "from", .wrongOrder(first: "from", second: "to")),
        Mistake("330111,富阳区", "330100,富阳区", 4, "code", .duplicate(first: "Mappings/codes/regions.csv:2")),
        Mistake("富阳区", "\"富阳区", 4, "", .unclosedQuote, alone: false),
    ])
    func codeList(mistake: Mistake) throws { try mistake.check(in: "Mappings/codes/regions.csv") }
}
