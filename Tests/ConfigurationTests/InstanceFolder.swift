import Foundation
import Model
import Testing

@testable import GuijiConfiguration

/// A small but complete instance in a temporary folder, to be spoilt by tests.
struct InstanceFolder: Sendable {
    private(set) var files: [String: [UInt8]] = [:]

    init() { for (path, text) in Self.good { files[path] = Array(text.utf8) } }

    /// Replaces the one place of `old` in a file; fails the test where there is none or more than one.
    mutating func replace(_ path: String, _ old: String, _ new: String, at location: SourceLocation = #_sourceLocation)
    {
        let parts = String(decoding: files[path] ?? [], as: UTF8.self).components(separatedBy: old)
        #expect(parts.count == 2, "\(old) is not once in \(path)", sourceLocation: location)
        files[path] = Array(parts.joined(separator: new).utf8)
    }

    subscript(path: String) -> String? {
        get { files[path].map { String(decoding: $0, as: UTF8.self) } }
        set { files[path] = newValue.map { Array($0.utf8) } }
    }

    mutating func set(_ path: String, bytes: [UInt8]) { files[path] = bytes }

    /// Writes the files, runs `body` on the folder, and removes it.
    func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("guiji-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for (path, bytes) in files {
            let file = folder.appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: file)
        }
        return try body(folder.path)
    }

    func load() throws -> Configuration { try withFolder { try Self.load($0) } }

    /// All mistakes; none where the configuration loads.
    func errors() throws -> [ConfigurationError] {
        do {
            _ = try load()
            return []
        } catch let errors as ConfigurationErrors {
            return errors.errors
        }
    }

    static func load(_ folder: String, rules: [String] = InstanceFolder.rules) throws -> Configuration {
        try Configuration.load(directory: folder, known: known(rules: rules)) { content in
            // FNV-1a stands for SHA-256: what is hashed matters here, not how well.
            String(content.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }, radix: 16)
        }
    }

    static func known(rules: [String]) -> KnownNames {
        KnownNames(
            rules: rules,
            formats: [
                FileFormat(type: "csv", rowPath: .none), FileFormat(type: "xml", rowPath: .required),
                FileFormat(type: "json", rowPath: .optional),
            ],
            loaders: ["sqlite", "postgresql"])
    }

    static let rules = ["required-field", "wrong-check-digit", "unknown-column"]

    static let good = [
        "pipeline.yml": """
        instance: 示例市
        time_zone: Asia/Shanghai
        stores:
          ledger: data/ledger.sqlite
        limits: { row_bytes: 65536, xml_depth: 32 }
        workers: 4
        severities:
          required-field: warning
          unknown-column: off
        repairs: { code_candidates: apply }

        """,
        "Mappings/calendar/2025.yml": """
        year: 2025
        source: 国务院办公厅关于2025年部分节假日安排的通知
        holidays:
          - 2025-01-01   # 元旦
          - 2025-10-01
        working:
          - 2025-01-26

        """,
        "Mappings/codes/record-status.csv": "code,label\n01,有效\n02,撤销\n03,注销\n",
        "Mappings/codes/penalty-types.csv": "code,label\n03,罚款\n04,没收违法所得\n08,\"没收违法所得、没收非法财物\"\n",
        "Mappings/codes/regions.csv":
            "code,label,from,to,successor\n330100,杭州市,1981,,\n330183,富阳市,1994,2014,330111\n330111,富阳区,2014,,\n",
        "Mappings/catalogue/licence.yml": """
        item: licence
        title: 行政许可
        class: licence
        disclosed_by: government
        subject:
          code: credit_code
          name: party_name
          agree: [legal_representative]
        key: [[document_number, licence_number], authority]
        event_date: decision_date
        version: [decision_date]
        deadline_working_days: 7
        frequency: week
        made_by: authority_code
        natural_person: { field: party_type, values: [自然人], or_only: legal_representative }
        withdrawn: { field: status, values: [撤销, 注销] }
        fields:
          - { name: party_name, title: 行政相对人名称, type: name, required: true, max: 200 }
          - { name: credit_code, title: 统一社会信用代码, type: uscc }
          - { name: party_type, title: 行政相对人类别 }
          - { name: legal_representative, title: 法定代表人 }
          - { name: document_number, title: 文书号, type: document_number }
          - { name: licence_number, title: 许可编号, type: document_number }
          - { name: authority, title: 许可机关, repeats: true }
          - { name: authority_code, title: 许可机关代码, type: uscc, content: false }
          - { name: decision_date, title: 许可决定日期, type: date, required: true }
          - { name: valid_to, title: 有效期至, type: date, open_ended: true }
          - { name: status, title: 当前状态, list: record-status }
          - { name: fee, title: 费用, type: money, unit: 万元, min: 0, max_value: 12.5, disclose: no }
        checks:
          - { order: [decision_date, valid_to] }
          - { not_after_receipt: decision_date }
          - { one_of: [credit_code], unless: natural_person }
          - { require: fee, when: { field: status, contains: 有效 } }
          - { forbid: [credit_code], when: natural_person }

        """,
        "Mappings/catalogue/registration.yml": """
        item: registration
        title: 登记基本信息
        class: basic
        disclosed_by: government
        subject: { code: credit_code, name: name }
        key: [credit_code]
        fields:
          - { name: credit_code, title: 统一社会信用代码, type: uscc, required: true }
          - { name: name, title: 企业名称, type: name }
          - { name: capital, title: 注册资本, type: money, unit: 万元 }

        """,
        "Mappings/catalogue/self-licence.yml": """
        item: self-licence
        title: 企业公示行政许可
        class: self
        disclosed_by: enterprise
        subject: { code: credit_code }
        key: [licence_number, authority]
        fields:
          - { name: authority, title: 许可机关 }
          - { name: licence_number, title: 许可编号, type: document_number }
          - { name: credit_code, title: 统一社会信用代码, type: uscc }
          - { name: obtained_on, title: 取得日期, type: date }
        compare:
          with: licence
          fields:
            - { self: obtained_on, government: decision_date, by: date }

        """,
        "Mappings/presets/standard-licence.yml": """
        preset: standard-licence
        title: 双公示 行政许可
        item: licence
        format: csv
        columns:
          party_name: [行政相对人名称, XK_XDR_MC]
          decision_date: [许可决定日期]
          status: [当前状态]
          authority: [许可机关]
          fee: [费用]
        ignore: [序号]
        values:
          status: { "0": 有效, "1": 撤销 }
        units: { fee: 元 }

        """,
        "Mappings/departments/culture.yml": """
        department: culture
        title: 示例市文化广电和旅游局
        region: "330100"
        aliases: [市文旅局]
        deliveries:
          - item: licence
            files: "*licence*"
            preset: standard-licence
            volume: { min: 1, max: 5000 }
            columns:
              licence_number: [证照编号]
              decision_date: [发证日期]
            ignore: [填报人, 当前状态]
            constants: { authority: 示例市文化广电和旅游局 }
            values: { status: { "1": 注销, 在用: 有效 } }

        """,
        "Mappings/departments/market-supervision.yml": """
        department: market-supervision
        title: 示例市市场监督管理局
        code: 91330100799655058B
        deliveries:
          - item: registration
            format: xml
            row: [ROWS, ROW]
            frequency: day
            columns: { credit_code: TYSHXYDM, name: [QYMC, 企业名称] }

        """,
        "Mappings/authority.yml": """
        items:
          registration:
            default: [market-supervision]
            fields:
              name: [market-supervision, culture]
          licence:
            default: [maker, culture]
            rules:
              - { order: [culture, maker], region: "3301", from: 2020-01-01, to: 2024-12-31 }

        """,
    ]
}
