import Bytes
import Extraction
import GuijiConfiguration
import Model
import Validation

/// A form as it is delivered.
package struct FilledForm: Sendable {
    /// All fields of the item.
    package var fields: [(field: String, value: String?)]
    /// The code of its subject, where the register knows it.
    package var subject: String?
}

/// Filling in what the register, the department's configuration and the service know.
extension EntryDesk {
    /// What the register says of a subject, by the names of its fields; nil where it does not know it.
    /// - Throws: ``StoreBusy`` while a run is writing to a store that is not shared.
    package func subject(_ code: String) throws -> [String: String]? {
        try register.find(code)?.values
    }

    /// Why a form states what it states.
    package enum Purpose: Sendable, Equatable {
        /// A record, so far as its sender knows.
        case record
        /// Another version of a record, with the reason for it.
        case correction
        /// The version of a record that takes it back.
        case withdrawal
    }

    /// Fills in the register's values, the department's constants, and the version of a form that corrects or withdraws.
    ///
    /// The subject is the one that attribution will find, by whichever of its codes is typed: otherwise a number would bring what was typed to a
    /// subject of the register.
    /// - Parameters:
    ///   - values: by field names, as typed.
    ///   - received: seconds since 1970.
    /// - Throws: ``Mistake`` for a field that is not the item's, a value that the register has otherwise, or a credit code that it does not know.
    package func filled(
        _ values: [String: String], item id: String, department: String, received: Int, purpose: Purpose
    ) throws -> FilledForm {
        guard let item = context.catalogue.item(id) else { return FilledForm(fields: []) }
        for name in values.keys.sorted() where item.field(named: name) == nil {
            throw Mistake(chinese: "事项“\(item.title)”没有字段“\(name)”", english: "The item \(id) has no field “\(name)”")
        }
        var values = values.filter { !$0.value.isEmpty }
        for (field, value) in constants(item, department) where values[item.fields[field].name] == nil {
            values[item.fields[field].name] = value
        }
        if purpose != .record, let field = item.restatedOn {
            values[item.fields[field].name] = CivilDate.iso(context.settings.day(of: received))
        }
        var form = FilledForm(fields: [])
        if !item.isRegister, let subject = try registered(&values, item, department, received) {
            form.subject = subject.code
            if let field = item.subject.code, subject.code.withSlice({ CreditCode.isValid($0) }) {
                values[item.fields[field].name] = subject.code
            }
            try fill(&values, subject.values, item, isWithdrawal: purpose == .withdrawal)
        }
        form.fields = item.fields.map { ($0.name, values[$0.name]) }
        return form
    }

    /// The register's subject that a form is about; nil where it knows none.
    /// - Parameter values: what is typed; numbers that were read are replaced by what they were read as.
    private func registered(
        _ values: inout [String: String], _ item: Item, _ department: String, _ received: Int
    ) throws -> (code: String, values: [String: String])? {
        if let typed = item.subject.code.flatMap({ values[item.fields[$0].name] }) {
            let code = typed.uppercased()
            guard let known = try subject(code) else {
                throw Mistake(
                    chinese: "登记簿里没有统一社会信用代码 \(PersonalNumbers.hidden(in: code))，请核对",
                    english: "The register does not know the credit code \(PersonalNumbers.hidden(in: code))")
            }
            return (code, known)
        }
        let fields = item.subject
        let numbers = [fields.registrationNumber, fields.organisationCode, fields.taxpayerNumber].compactMap(\.self)
        guard numbers.contains(where: { values[item.fields[$0].name] != nil }),
            let judge = judge(item, department, received)
        else { return nil }
        let form = Array(
            JSONValue.object(item.fields.map { ($0.name, .optional(values[$0.name])) }).text.utf8)
        guard let batch = try judge.read(form, item) else { return nil }
        judge.stage.process(batch, FindingReport(item: item, settings: context.settings.validation))
        func read(_ field: Int?) -> String { field.map { batch.value($0, 0).string } ?? "" }
        for field in numbers where !batch.isAbsent(field, 0) { values[item.fields[field].name] = read(field) }
        let code = try register.code(
            RegisterLookup.Numbers(
                registration: read(fields.registrationNumber), organisation: read(fields.organisationCode),
                taxpayer: read(fields.taxpayerNumber), name: read(fields.name),
                agreeing: Dictionary(fields.agree.map { (item.fields[$0].name, read($0)) }) { first, _ in first }))
        guard let code, let known = try subject(code) else { return nil }
        return (code, known)
    }

    /// - Parameter isWithdrawal: what was filled in when the record was made gives way to what the register says now.
    private func fill(
        _ values: inout [String: String], _ known: [String: String], _ item: Item, isWithdrawal: Bool
    ) throws {
        for (field, registered) in filledIn(item).sorted(by: { $0.key < $1.key }) {
            let name = item.fields[field].name
            guard let own = known[registered] else { continue }
            if let typed = values[name], typed != own, !isWithdrawal {
                throw Mistake(
                    chinese: "“\(item.fields[field].title)”由登记簿填写，不能改；如登记有误，请由登记机关更正",
                    english: "“\(name)” is filled in from the register and cannot be typed")
            }
            values[name] = own
        }
    }

    func judge(_ item: Item, _ department: String, _ received: Int) -> EntryJudge? {
        context.department(department).map {
            judges.judge(item, $0, day: context.settings.day(of: received), context)
        }
    }
}

extension EntryJudge {
    /// The one row of a form; nil where it cannot be read.
    func read(_ form: [UInt8], _ item: Item) throws -> Batch? {
        let batch = Batch(fieldCount: item.fields.count, capacity: 1)
        return try JSONExtractor.reread(form, layout: layout, plan: plan, into: batch) && batch.count == 1 ? batch : nil
    }
}

extension Item {
    /// The date by which a new version of a record is told from older ones and that says nothing else: a form that corrects or withdraws
    /// gets the day of its receipt there. nil where each date that tells versions is part of what is said.
    var restatedOn: Int? {
        version.first.flatMap { fields[$0].type == .date && !fields[$0].isContent && !fields[$0].isRequired ? $0 : nil }
    }
}
