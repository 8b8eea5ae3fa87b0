import Testing

@testable import GuijiConfiguration

@Suite struct MappingMistakeTests {
    @Test(arguments: [
        Mistake("item: licence", "item: license", 3, "item", .unknown(.item), nearest: "licence"),
        Mistake(
            "format: csv", "format: cvs", 4, "format", .wrongShape(expected: .choice(["csv", "xml", "json"])),
            nearest: "csv"),
        Mistake("format: csv", "format: xml", 1, "row", .missingKey),
        Mistake("format: csv", "format: csv\nrow: [R]", 5, "row", .notUsedHere(key: "format: xml, format: json")),
        Mistake("party_name: [", "party_nam: [", 6, "columns.party_nam", .unknown(.field), nearest: "party_name"),
        Mistake("status: [当前状态]", "status: [当前状态, ＸＫ＿xdr_mc]", 8, "columns.status", .labelTaken(field: "party_name")),
        Mistake("status: [当前状态]", "status: []", 8, "columns.status", .empty),
        Mistake("status: [当前状态]", "status: { a: b }", 8, "columns.status", .wrongShape(expected: .textOrList)),
        Mistake("authority: [许可机关]", "authority: [许可机关, 序号]", 9, "columns.authority", .labelIgnored),
        Mistake("authority: [许可机关]", "authority: [退回原因]", 9, "columns.authority", .repairColumn),
        Mistake("ignore: [序号]", "ignore: 序号", 11, "ignore", .wrongShape(expected: .list)),
        Mistake("\"1\": 撤销", "\"1\": 撤消", 13, "values.status.1", .unknown(.label), nearest: "撤销"),
        Mistake(
            "units: { fee: 元 }", "units: { status: 元 }", 14, "units.status",
            .wrongFieldType(field: "status", expected: ["money"])),
        Mistake("fee: 元", "fee: 万", 14, "units.fee", .wrongShape(expected: .choice(["元", "万元"])), nearest: "万元"),
        Mistake(
            "preset: standard-licence\n", "preset: standard-licence\npresets: x\n", 2, "presets", .unknownKey,
            nearest: "preset"),
    ])
    func preset(mistake: Mistake) throws { try mistake.check(in: "Mappings/presets/standard-licence.yml") }

    @Test(arguments: [
        Mistake("region: \"330100\"", "region: \"330101\"", 3, "region", .unknown(.region), nearest: "330100"),
        Mistake("region: \"330100\"", "code: 91330100799655058A", 3, "code", .notCreditCode),
        Mistake("- item: licence", "- item: licences", 6, "item", .unknown(.item), nearest: "licence"),
        Mistake(
            "- item: licence", "- item: registration", 8, "preset",
            .itemOfPresetDiffers(preset: "standard-licence"), nearest: "licence"),
        Mistake(
            "preset: standard-licence", "preset: standard-licences", 8, "preset", .unknown(.preset),
            nearest: "standard-licence"),
        Mistake(
            "region: \"330100\"", "since: 2025-02-30", 3, "since", .wrongShape(expected: .date)),
        Mistake(
            "- item: licence", "- item: licence\n    due_working_days: 99", 7, "due_working_days",
            .outOfRange(from: 0, through: 60)),
        Mistake("max: 5000", "max: 0", 9, "volume.min", .wrongOrder(first: "min", second: "max")),
        Mistake(
            "licence_number: [证照编号]", "licence_number: [证照编号, 发证日期]", 12, "columns.decision_date",
            .labelTaken(field: "licence_number")),
        Mistake(
            "{ authority: 示例市文化广电和旅游局 }", "{ status: 有郊 }", 14, "constants.status", .unknown(.label),
            nearest: "有效"),
        Mistake(
            "{ authority: 示例市文化广电和旅游局 }", "{ authorty: 某局 }", 14, "constants.authorty", .unknown(.field),
            nearest: "authority"),
        Mistake("volume: {", "volumes: {", 9, "volumes", .unknownKey, nearest: "volume"),
        Mistake(
            "files: \"*licence*\"", "files: *licence*", 7, "",
            .syntax(
                "while scanning an alias, did not find expected alphabetic or numeric character"
                    + " (a text that begins with * needs quotes)")),
    ])
    func department(mistake: Mistake) throws { try mistake.check(in: "Mappings/departments/culture.yml") }

    @Test(arguments: [
        Mistake("licence:", "licnce:", 6, "items.licnce", .unknown(.item), nearest: "licence"),
        Mistake(
            "default: [market-supervision]", "default: [market-supervison]", 3, "items.registration.default",
            .unknown(.department), nearest: "market-supervision"),
        Mistake(
            "default: [market-supervision]", "default: [maker]", 3, "items.registration.default",
            .needs(key: "made_by")),
        Mistake("name: [market", "nam: [market", 5, "items.registration.fields.nam", .unknown(.field), nearest: "name"),
        Mistake(
            "[maker, culture]", "[maker, maker]", 7, "items.licence.default",
            .duplicate(first: "Mappings/authority.yml:7")),
        Mistake("    default: [maker, culture]\n", "", 7, "items.licence.default", .missingKey),
        Mistake("\"3301\"", "杭州", 9, "items.licence.rules.region", .unknown(.region)),
        Mistake("2024-12-31", "2024-02-30", 9, "items.licence.rules.to", .wrongShape(expected: .date)),
        Mistake("2024-12-31", "2019-12-31", 9, "items.licence.rules.from", .wrongOrder(first: "from", second: "to")),
    ])
    func authority(mistake: Mistake) throws { try mistake.check(in: "Mappings/authority.yml") }

    @Test func departmentsShareNeitherNameNorCode() throws {
        let culture = "Mappings/departments/culture.yml"
        for (old, new, line) in [
            ("[市文旅局]", "[示例市市场监督管理局]", 4), ("region: \"330100\"", "code: 91330100799655058B", 3),
        ] {
            var instance = InstanceFolder()
            instance.replace(culture, old, new)
            let errors = try instance.errors()
            #expect(errors.map(\.problem) == [.duplicate(first: "\(culture):\(line)")])
            #expect(errors.map(\.file) == ["Mappings/departments/market-supervision.yml"])
        }
    }
}
