import Bytes
import Extraction
import Foundation
package import GuijiConfiguration
package import Model
import Validation

/// Takes forms of manual entry as they are filled in: what each item asks for, what the register knows already, and whether a row would pass.
package struct EntryDesk: Sendable {
    private let context: RecordContext
    private let register: RegisterLookup
    private let judges = EntryJudges()

    package static let channel = EntryForm.name
    /// Members of a form that are no fields: the reason, and the form's own id.
    package static let notes = EntryForm.notes

    package init(_ configuration: Configuration) {
        context = RecordContext(configuration)
        register = RegisterLookup(
            path: configuration.settings.paths.disclosure, items: configuration.catalogue.items)
    }

    /// A form that cannot be taken as it is.
    package struct Mistake: Error, Sendable {
        package var chinese: String
        package var english: String
    }

    // MARK: Definition

    /// What a form of an item asks for.
    /// - Returns: nil where there is no such item.
    package func definition(_ item: String, department: String) -> JSONValue? {
        guard let item = context.catalogue.item(item) else { return nil }
        let constants = constants(item, department)
        return .object([
            ("item", .string(item.id)), ("title", .string(item.title)),
            ("subject_code", .optional(item.subject.code.map { item.fields[$0].name })),
            (
                "fields",
                .array(item.fields.enumerated().map { field($1, number: $0, of: item, default: constants[$0]) })
            ),
        ])
    }

    private func field(_ field: Field, number: Int, of item: Item, default constant: String?) -> JSONValue {
        let list = field.list.flatMap { context.catalogue.lists[$0] }
        let entries = (list?.entries ?? []).filter { $0.to == nil }
        var members: [(key: String, value: JSONValue)] = [
            ("name", .string(field.name)), ("title", .string(field.title)), ("type", .string(field.type.rawValue)),
            ("required", .bool(field.isRequired)), ("filled_in", .bool(filledIn(item)[number] != nil)),
        ]
        if let length = field.maxLength { members.append(("max_length", .int(length))) }
        if field.type == .money { members.append(("unit", .string(field.unit.rawValue))) }
        if let constant { members.append(("default", .string(constant))) }
        // Long lists, such as all regions, are looked up by whoever shows the form.
        if !entries.isEmpty, entries.count <= 100 {
            members.append(("choices", .array(entries.map { .string($0.label) })))
        }
        return .object(members)
    }

    /// What all the department's files of an item say, without saying it in their rows.
    private func constants(_ item: Item, _ department: String) -> [Int: String] {
        let mapping = context.department(department)?.deliveries.first { $0.item == item.number }
        return Dictionary((mapping?.constants ?? []).map { ($0.field, $0.value) }) { first, _ in first }
    }

    /// Fields that the register fills in by the credit code, with its names of them.
    private func filledIn(_ item: Item) -> [Int: String] {
        context.catalogue.items.first(where: \.isRegister).map {
            RegisterEntry.fields(of: item, filledFrom: $0)
        } ?? [:]
    }

    // MARK: Filling in

    /// What the register says of a subject, by the names of its fields; nil where it does not know it.
    /// - Throws: ``StoreBusy`` while a run is writing.
    package func subject(_ code: String) throws -> [String: String]? {
        try register.find(code)?.values
    }

    /// The form as it is delivered: all fields of the item, with the register's values and the department's constants; nil for none.
    /// - Parameter values: by field names, as typed.
    /// - Throws: ``Mistake`` for a field that is not the item's, a value that the register has otherwise, or a code that it does not know.
    package func filled(
        _ values: [String: String], item id: String, department: String
    ) throws -> [(field: String, value: String?)] {
        guard let item = context.catalogue.item(id) else { return [] }
        for name in values.keys.sorted() where item.field(named: name) == nil {
            throw Mistake(chinese: "事项“\(item.title)”没有字段“\(name)”", english: "The item \(id) has no field “\(name)”")
        }
        var values = values.filter { !$0.value.isEmpty }
        for (field, value) in constants(item, department) where values[item.fields[field].name] == nil {
            values[item.fields[field].name] = value
        }
        if let code = item.subject.code.flatMap({ values[item.fields[$0].name] }), !item.isRegister {
            guard let known = try subject(code.uppercased()) else {
                throw Mistake(
                    chinese: "登记簿里没有统一社会信用代码 \(PersonalNumbers.hidden(in: code))，请核对",
                    english: "The register does not know the credit code \(PersonalNumbers.hidden(in: code))")
            }
            for (field, registered) in filledIn(item).sorted(by: { $0.key < $1.key }) {
                let name = item.fields[field].name
                guard let own = known[registered] else { continue }
                if let typed = values[name], typed != own {
                    throw Mistake(
                        chinese: "“\(item.fields[field].title)”由登记簿填写，不能改；如登记有误，请由登记机关更正",
                        english: "“\(name)” is filled in from the register and cannot be typed")
                }
                values[name] = own
            }
        }
        return item.fields.map { ($0.name, values[$0.name]) }
    }

    // MARK: Checking

    /// What the rules say of a form, by the very stage that judges every file's rows.
    /// - Parameter form: as it is delivered.
    /// - Returns: the findings, and whether the row would be sent back.
    package func check(
        _ form: [UInt8], item id: String, department: String, received: Int
    ) throws -> (findings: [JSONValue], isRejected: Bool) {
        guard let item = context.catalogue.item(id), let department = context.department(department) else {
            return ([], true)
        }
        let judge = judges.judge(item, department, day: context.settings.day(of: received), context)
        let report = FindingReport(item: item, settings: context.settings.validation)
        let batch = Batch(fieldCount: item.fields.count, capacity: 1)
        guard try JSONExtractor.reread(form, layout: judge.layout, plan: judge.plan, into: batch) else {
            return ([], true)
        }
        judge.stage.process(batch, report)
        var findings = report.findings
        // It is the delivery's first row.
        for place in findings.indices { findings[place].position.row = 1 }
        return (findings.map { SubmissionFindings.value($0, item: item) }, findings.contains { $0.severity == .error })
    }

    // MARK: Withdrawing

    /// The form that takes a record back, as a new version of it: what it said, with the state that means so.
    /// - Throws: ``Mistake`` where records of the item cannot be withdrawn.
    package func withdrawn(_ values: [String: String], item id: String) throws -> [String: String] {
        guard let item = context.catalogue.item(id), let test = item.withdrawn, let state = test.values.first else {
            throw Mistake(
                chinese: "该事项没有表示撤回的状态，不能撤回", english: "Records of this item have no state that takes them back")
        }
        var values = values
        values[item.fields[test.field].name] = state
        return values
    }
}
