import Foundation
import Model

/// Writes what an instance is configured by: pipeline.yml, the project's mappings, and the sample's own departments.
struct InstanceFiles {
    let directory: String
    let departments: [SampleDepartment]
    let options: SampleOptions

    func write() throws {
        let files = FileManager.default
        guard !files.fileExists(atPath: "\(directory)/pipeline.yml"), !files.fileExists(atPath: "\(directory)/inbox")
        else {
            throw SystemError(
                chinese: "\(directory) 中已有实例；请换一个文件夹，或先删除它。",
                english: "\(directory) holds an instance already; choose another folder, or remove it first.")
        }
        guard files.fileExists(atPath: "\(options.mappings)/catalogue") else {
            throw SystemError(
                chinese: "\(options.mappings) 中没有 catalogue/；请用 --mappings 指明项目的 Mappings 文件夹。",
                english: "\(options.mappings) has no catalogue/; name the project's Mappings folder with --mappings.")
        }
        let mappings = "\(directory)/Mappings"
        try files.createDirectory(atPath: "\(mappings)/departments", withIntermediateDirectories: true)
        for folder in ["catalogue", "codes", "calendar", "presets"] {
            try files.copyItem(atPath: "\(options.mappings)/\(folder)", toPath: "\(mappings)/\(folder)")
        }
        try write(pipeline, to: "\(directory)/pipeline.yml")
        try write(authority, to: "\(mappings)/authority.yml")
        for department in departments {
            try write(yaml(of: department), to: "\(mappings)/departments/\(department.id).yml")
            try files.createDirectory(
                atPath: "\(directory)/inbox/\(department.id)", withIntermediateDirectories: true)
        }
    }

    private func write(_ text: String, to path: String) throws {
        guard FileManager.default.createFile(atPath: path, contents: Data(text.utf8)) else {
            throw SystemError.file("写入", "write", path)
        }
    }

    private var pipeline: String {
        """
        # guiji sample --rows \(options.rows) --seed \(options.seed)
        instance: 示例市（样例）
        time_zone: Asia/Shanghai
        mappings: Mappings
        inbox: inbox
        repairs: { code_candidates: suggest }

        """
    }

    private var authority: String {
        let registers = departments.filter { $0.role == .register || $0.role == .tax }.map(\.id)
        let hasTax = registers.contains(DepartmentTable.tax.id)
        let taxpayer = hasTax ? "[tax, market-supervision]" : "[market-supervision]"
        return """
            # 样例：登记机关为准，纳税人识别号以税务为准；许可、处罚以作出机关为准，转送平台在后
            items:
              registration:
                default: [\(registers.joined(separator: ", "))]
                fields: { taxpayer_number: \(taxpayer) }
              licence:
                default: [maker, \(DepartmentTable.relay.id)]
              penalty:
                default: [maker, \(DepartmentTable.relay.id)]
              self-licence:
                default: [\(DepartmentTable.enterprises.id)]

            """
    }

    private func yaml(of department: SampleDepartment) -> String {
        var lines = [
            "department: \(department.id)", "title: \(department.title)", "code: \(department.code)",
            "region: \"330100\"", "aliases: [\(department.alias)]", "deliveries:",
        ]
        func deliver(_ item: String, _ files: String, _ preset: String, _ constants: String? = nil) {
            lines += ["  - item: \(item)", "    files: \"\(files)\"", "    preset: \(preset)"]
            if let constants { lines.append("    constants: { \(constants) }") }
        }
        switch department.role {
        case .register: deliver("registration", "*registration*", "registry-full")
        case .tax: deliver("registration", "*registration*", "tax-registration")
        case .enterprises: deliver("self-licence", "*self-licence*", "self-licence")
        case .maker, .relay:
            let licence = department.licencePreset ?? ""
            let penalty = department.penaltyPreset ?? ""
            deliver("licence", "*licence*", licence, constants(licence, department))
            deliver("penalty", "*penalty*", penalty, constants(penalty, department))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// What a layout does not say and the department does.
    private func constants(_ preset: String, _ department: SampleDepartment) -> String? {
        switch preset {
        case "gsxt-licence": "licence_type: 其他"
        case "gsxt-penalty":
            "violation_facts: 详见行政处罚决定书, legal_basis: 详见行政处罚决定书, penalty_content: 详见行政处罚决定书"
        case "double-publicity-2016-licence", "double-publicity-2016-penalty": "authority_code: \(department.code)"
        default: nil
        }
    }
}
