import Foundation
import Model
import Testing

@testable import GuijiConfiguration

@Suite struct ConfigurationTests {
    @Test func readsTheSettings() throws {
        let instance = InstanceFolder()
        try instance.withFolder { folder in
            let settings = try InstanceFolder.load(folder).settings
            #expect(settings.instance == "示例市")
            #expect(settings.timeZone.identifier == "Asia/Shanghai")
            #expect(settings.paths.mappings == "\(folder)/Mappings")
            #expect(settings.paths.ledger == "\(folder)/data/ledger.sqlite")
            #expect(settings.paths.disclosure == "\(folder)/disclosure.sqlite")
            #expect(settings.paths.inbox == "\(folder)/inbox")
            #expect((settings.rowBytes, settings.xmlDepth) == (65536, 32))
            #expect((settings.workers, settings.batchRows) == (4, 4096))
            #expect(settings.validation.severities.count == 2)
            #expect(settings.validation.severities["required-field"] == .some(.warning))
            #expect(settings.validation.severities["unknown-column"] == .some(nil))
            #expect(settings.validation.appliesCodeCandidates)
        }
    }

    @Test func pathsStartFromTheFolderOfThePipelineFile() throws {
        var instance = InstanceFolder()
        for path in instance.files.keys { instance["city/\(path)"] = instance[path] }
        instance["city/pipeline.yml"] = "instance: 示例市\nmappings: ./Mappings/\ninbox: /srv/inbox\n"
        try instance.withFolder { folder in
            let settings = try Configuration.load(
                directory: folder, pipelineFile: "city/pipeline.yml", known: InstanceFolder.known(rules: []),
                digest: { _ in "" }
            ).settings
            #expect(settings.paths.mappings == "\(folder)/city/Mappings")
            #expect(settings.paths.inbox == "/srv/inbox")
            #expect(settings.paths.reports == "\(folder)/city/reports")
        }
        instance["city/Mappings/authority.yml"] = nil
        try instance.withFolder { folder in
            let errors = #expect(throws: ConfigurationErrors.self) {
                try Configuration.load(
                    directory: folder, pipelineFile: "city/pipeline.yml", known: InstanceFolder.known(rules: []),
                    digest: { _ in "" })
            }
            #expect(errors?.errors.map(\.file) == ["city/Mappings/authority.yml"])
        }
    }

    @Test func howFarComplianceMayFall() throws {
        var instance = InstanceFolder()
        #expect(try instance.load().settings.rehearsal.maximumFall == 1_000_000, "one point")
        instance.replace("pipeline.yml", "workers: 4", "workers: 4\nrehearsal: { max_compliance_fall: 2.5 }")
        #expect(try instance.load().settings.rehearsal.maximumFall == 2_500_000)
    }

    /// Other mappings under the same settings; mistakes are told by the folder that was asked for.
    @Test func readsMappingsFromAnotherFolder() throws {
        var instance = InstanceFolder()
        for path in instance.files.keys where path.hasPrefix("Mappings/") {
            instance["other/\(path.dropFirst("Mappings/".count))"] = instance[path]
        }
        instance.replace("other/departments/culture.yml", "市文旅局", "文旅局")
        func load(_ folder: String) throws(ConfigurationErrors) -> Configuration {
            try Configuration.load(
                directory: folder, mappings: "\(folder)/other",
                known: InstanceFolder.known(rules: InstanceFolder.rules),
                digest: { String($0.count) })
        }
        try instance.withFolder { folder in
            let loaded = try load(folder)
            #expect(loaded.departments[0].aliases == ["文旅局"])
            #expect(loaded.settings.paths.mappings == "\(folder)/other")
            #expect(loaded.catalogue.fingerprint != (try InstanceFolder.load(folder)).catalogue.fingerprint)
        }
        instance.replace("other/departments/culture.yml", "preset:", "presett:")
        try instance.withFolder { folder in
            let errors = #expect(throws: ConfigurationErrors.self) { try load(folder) }
            #expect(errors?.errors.first?.file == "\(folder)/other/departments/culture.yml")
        }
    }

    @Test func readsTheItemsInTheOrderOfTheirIDs() throws {
        let items = try InstanceFolder().load().catalogue.items
        #expect(items.map(\.id) == ["licence", "registration", "self-licence"])
        #expect(items.map(\.number) == [0, 1, 2])
        #expect(items.map(\.isRegister) == [false, true, false])
        #expect(items.map(\.isSelfDisclosed) == [false, false, true])
    }

    @Test func readsAnItem() throws {
        let licence = try #require(try InstanceFolder().load().catalogue.item("licence"))
        func field(_ name: String) throws -> Int { try #require(licence.field(named: name)) }
        let date = try field("decision_date")
        #expect((licence.title, licence.itemClass, licence.frequency) == ("行政许可", .licence, .week))
        #expect(try licence.key == [[field("document_number"), field("licence_number")], [field("authority")]])
        #expect((licence.eventDate, licence.version, licence.deadline) == (date, [date], 7))
        #expect(try licence.madeBy == field("authority_code"))
        #expect(try licence.subject.code == field("credit_code"))
        #expect(try licence.subject.agree == [field("legal_representative")])
        let person = ValueTest(
            field: try field("party_type"), values: ["自然人"], orOnly: try field("legal_representative"))
        #expect(licence.naturalPerson == person)
        #expect(try licence.withdrawn == ValueTest(field: field("status"), values: ["撤销", "注销"]))
        #expect(
            try licence.checks == [
                .order(first: date, second: field("valid_to")), .notAfterReceipt(field: date),
                .oneOf(fields: [field("credit_code")], when: .notNaturalPerson),
                .require(field: field("fee"), when: .contains(field: field("status"), text: "有效")),
                .forbid(fields: [field("credit_code")], when: .naturalPerson),
            ])
        let fee = licence.fields[try field("fee")]
        #expect((fee.type, fee.unit, fee.disclosure) == (.money, .tenThousandYuan, .no))
        #expect((fee.minimum, fee.maximum) == (0, 12_500_000))
        let name = licence.fields[try field("party_name")]
        #expect((name.isRequired, name.maxLength, name.isContent, name.repeats) == (true, 200, true, false))
    }

    @Test func resolvesTheComparisonByNameOnBothSides() throws {
        let catalogue = try InstanceFolder().load().catalogue
        let own = try #require(catalogue.item("self-licence"))
        let plan = try #require(own.comparisons.first)
        let government = catalogue.items[plan.counterpart]
        #expect(government.id == "licence")
        #expect(plan.selfKey.map { $0.map { own.fields[$0].name } } == [["licence_number"], ["authority"]])
        #expect(
            plan.counterpartKey.map { $0.map { government.fields[$0].name } } == [["licence_number"], ["authority"]])
        #expect(plan.fields.map { own.fields[$0.selfField].name } == ["obtained_on"])
        #expect(plan.fields.map { government.fields[$0.counterpartField].name } == ["decision_date"])
        #expect(plan.fields.map(\.comparator) == [.date])
    }

    @Test func readsCodeListsCalendarAndAuthority() throws {
        let catalogue = try InstanceFolder().load().catalogue
        #expect(catalogue.lists["record-status"]?.entries.map(\.label) == ["有效", "撤销", "注销"])
        let retired = try #require(catalogue.lists["regions"]?.entries.first { $0.code == "330183" })
        #expect((retired.from, retired.to, retired.successor) == (1994, 2014, "330111"))
        let holiday = try #require(CivilDate.parse("2025-10-01"))
        let worked = try #require(CivilDate.parse("2025-01-26"))
        #expect(try catalogue.calendar.isWorkingDay(worked))
        #expect(try !catalogue.calendar.isWorkingDay(holiday))
        let rules = try #require(catalogue.authority.items["licence"])
        #expect(rules.order == [.maker, .department("culture")])
        #expect(rules.rules.map(\.region) == ["3301"])
        #expect(rules.rules.map(\.order) == [[.department("culture"), .maker]])
        #expect(rules.rules.first?.to == CivilDate.parse("2024-12-31"))
        #expect(
            catalogue.authority.items["registration"]?.fields["name"]
                == [.department("market-supervision"), .department("culture")])
    }

    @Test func mergesADeliveryWithItsPreset() throws {
        let configuration = try InstanceFolder().load()
        #expect(configuration.departments.map(\.id) == ["culture", "market-supervision"])
        let culture = try #require(configuration.departments.first)
        #expect((culture.code, culture.region, culture.aliases) == ("", "330100", ["市文旅局"]))
        let mapping = try #require(culture.deliveries.first)
        let fields = configuration.catalogue.items[mapping.item].fields
        #expect((mapping.name, mapping.format, mapping.files) == ("standard-licence", "csv", "*licence*"))
        // The delivery's labels come first, a field of its own last; a label that it ignores is no longer mapped.
        #expect(
            mapping.columns.map { [fields[$0.field].name] + $0.labels } == [
                ["party_name", "行政相对人名称", "XK_XDR_MC"], ["decision_date", "发证日期", "许可决定日期"], ["authority", "许可机关"],
                ["fee", "费用"], ["licence_number", "证照编号"],
            ])
        #expect(mapping.ignore == ["序号", "填报人", "当前状态"])
        #expect(mapping.constants.map { "\(fields[$0.field].name)=\($0.value)" } == ["authority=示例市文化广电和旅游局"])
        let status = try #require(fields.firstIndex { $0.name == "status" })
        #expect(mapping.values == [status: ["0": "有效", "1": "注销", "在用": "有效"]])
        #expect(mapping.units.values.map(\.self) == [.yuan])
        #expect(mapping.frequency == .week)
        #expect((mapping.minimumRows, mapping.maximumRows) == (1, 5000))
    }

    @Test func aLabelMovesToTheFieldThatTheDeliveryGivesIt() throws {
        var instance = InstanceFolder()
        instance.replace("Mappings/departments/culture.yml", "[证照编号]", "[证照编号, 费 用, 序号]")
        let configuration = try instance.load()
        let mapping = try #require(configuration.departments.first?.deliveries.first)
        let fields = configuration.catalogue.items[mapping.item].fields
        #expect(!mapping.columns.contains { fields[$0.field].name == "fee" })
        #expect(mapping.columns.last?.labels == ["证照编号", "费 用", "序号"])
        #expect(mapping.ignore == ["填报人", "当前状态"])
    }

    @Test func readsADeliveryWithoutPreset() throws {
        let mapping = try #require(try InstanceFolder().load().departments.last?.deliveries.first)
        #expect((mapping.name, mapping.format, mapping.rowPath) == ("registration", "xml", ["ROWS", "ROW"]))
        #expect(mapping.columns.map(\.labels) == [["TYSHXYDM"], ["QYMC", "企业名称"]])
        #expect((mapping.frequency, mapping.files) == (.day, nil))
    }

    @Test func whereTheRowsAreMayBeLeftOpen() throws {
        for (row, path) in [("row: [data, list]", ["data", "list"]), ("", [])] {
            var instance = InstanceFolder()
            let file = "Mappings/departments/market-supervision.yml"
            instance.replace(file, "format: xml", "format: json")
            instance.replace(file, "row: [ROWS, ROW]", row)
            let mapping = try #require(try instance.load().departments.last?.deliveries.first)
            #expect((mapping.format, mapping.rowPath) == ("json", path))
        }
    }

    @Test func theFingerprintCoversFilesAndSettings() throws {
        let instance = InstanceFolder()
        let fingerprint = try instance.load().catalogue.fingerprint
        #expect(try instance.load().catalogue.fingerprint == fingerprint, "the folder's place does not count")
        for (file, old, new) in [
            ("Mappings/departments/culture.yml", "填报人", "填表人"), ("Mappings/codes/record-status.csv", "注销", "无效"),
            ("pipeline.yml", "apply", "suggest"), ("pipeline.yml", "unknown-column: off", "unknown-column: error"),
            ("pipeline.yml", "65536", "65537"),
        ] {
            var changed = instance
            changed.replace(file, old, new)
            // The list's change makes other files wrong; what counts is the digest of the rest.
            if file.hasSuffix("csv") {
                changed.replace("Mappings/catalogue/licence.yml", "[撤销, 注销]", "[撤销]")
                changed.replace("Mappings/departments/culture.yml", "\"1\": 注销, ", "")
            }
            #expect(try changed.load().catalogue.fingerprint != fingerprint, "\(file)")
        }
        var same = instance
        same.replace("pipeline.yml", "workers: 4", "workers: 1")
        same["Mappings/README.md"] = "说明"
        same["Mappings/departments/.culture.yml.swp"] = "x"
        #expect(try same.load().catalogue.fingerprint == fingerprint)
    }

    @Test func reportsAllMistakesOfAllFilesAtOnce() throws {
        var instance = InstanceFolder()
        instance.replace("pipeline.yml", "workers: 4", "worker: 4")
        instance.replace("Mappings/departments/culture.yml", "licence_number:", "licnce_number:")
        instance.replace("Mappings/catalogue/licence.yml", "class: licence", "class: licenses")
        let errors = try instance.errors()
        #expect(
            errors.map { "\($0.file):\($0.line)" } == [
                "Mappings/catalogue/licence.yml:3", "Mappings/departments/culture.yml:11", "pipeline.yml:6",
            ])
        #expect(
            errors[1].description
                == "Mappings/departments/culture.yml:11: columns.licnce_number: 未知字段 / unknown field; "
                + "是否指 licence_number? / did you mean licence_number?")
    }

    @Test func aMistakeInOneFileIsNotAMistakeInOthers() throws {
        var instance = InstanceFolder()
        instance["Mappings/catalogue/licence.yml"] = "item: [\n"
        instance["Mappings/codes/record-status.csv"] = "code;label\n"
        instance["Mappings/presets/standard-licence.yml"] = ""
        instance["Mappings/departments/market-supervision.yml"] = "- 1\n"
        #expect(
            Set(try instance.errors().map(\.file)) == [
                "Mappings/catalogue/licence.yml", "Mappings/codes/record-status.csv",
                "Mappings/presets/standard-licence.yml", "Mappings/departments/market-supervision.yml",
            ])
    }
}
