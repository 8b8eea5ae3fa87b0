import GRDB
import Loading
import Model

/// A subject in the register.
struct RegisterEntry {
    /// The register's item.
    var item: Item
    /// By the names of its fields.
    var values: [String: String]

    /// What another item calls the same, by the numbers of its fields; these are never typed.
    static func fields(of target: Item, filledFrom register: Item) -> [Int: String] {
        guard !target.isRegister, target.subject.code != nil else { return [:] }
        let pairs = [
            (target.subject.name, register.subject.name),
            (target.subject.registrationNumber, register.subject.registrationNumber),
            (target.subject.organisationCode, register.subject.organisationCode),
            (target.subject.taxpayerNumber, register.subject.taxpayerNumber),
        ]
        var fields: [Int: String] = [:]
        for case (let own?, let other?) in pairs { fields[own] = register.fields[other].name }
        for own in target.subject.agree where register.field(named: target.fields[own].name) != nil {
            fields[own] = target.fields[own].name
        }
        return fields
    }
}

/// What the register says of a subject, as it is disclosed.
struct RegisterLookup: Sendable {
    private let store: DisclosureReader
    /// Each register's item, and what finds a subject in its table.
    let registers: [Register]

    struct Register: Sendable {
        var item: Item
        var entry: String
        var fields: Set<String>
        /// The codes of the subjects that have a value, by what the value is; absent where the register has no such field.
        var codes: [Number: String]
    }

    /// What identifies a subject besides its code.
    enum Number: CaseIterable { case registration, organisation, taxpayer, name }

    init(_ store: DisclosureReader, items: [Item]) {
        self.store = store
        registers = items.filter(\.isRegister).map { item in
            let conditions: [Number: String?] = [
                .registration: item.subject.registrationNumber.map { "\(item.fields[$0].name) = ?" },
                // As in the ledger: what a credit code holds (GB 32100-2015, places 9 to 17).
                .organisation: "substr(credit_code, 9, 9) = ? AND length(credit_code) = 18",
                .taxpayer: item.subject.taxpayerNumber.map { "\(item.fields[$0].name) = ?" },
                .name: item.subject.name.map { "\(item.fields[$0].name) = ?" },
            ]
            let shown = Set(item.fields.filter { $0.disclosure != .no }.map(\.name))
            let numbers: [(Number, Int?)] = [
                (.registration, item.subject.registrationNumber), (.taxpayer, item.subject.taxpayerNumber),
                (.name, item.subject.name),
            ]
            let hidden = Set(numbers.filter { $1.map { !shown.contains(item.fields[$0].name) } ?? false }.map(\.0))
            return Register(
                item: item, entry: "SELECT * FROM \(item.table) WHERE credit_code = ? ORDER BY record LIMIT 1",
                fields: Set(item.fields.map(\.name)),
                codes: conditions.compactMapValues(\.self).filter { !hidden.contains($0.key) }.mapValues {
                    "SELECT DISTINCT credit_code FROM \(item.table) WHERE \($0) LIMIT 3"
                })
        }
    }

    /// - Returns: nil for an unknown code.
    /// - Throws: ``StoreBusy`` while a run is writing to a store that is not shared.
    func find(_ code: String) throws -> RegisterEntry? {
        try store.read { db in
            for register in registers {
                let row = try Row.fetchOne(try db.cachedStatement(sql: register.entry), arguments: [code])
                guard let row else { continue }
                var values: [String: String] = [:]
                for (name, value) in row where !value.isNull && register.fields.contains(name) {
                    values[name] = SQLiteLoader.text(value)
                }
                return RegisterEntry(item: register.item, values: values)
            }
            return nil
        } ?? nil
    }

    /// The numbers by which a form without a credit code names its subject, as they are normalised.
    struct Numbers {
        var registration = ""
        var organisation = ""
        var taxpayer = ""
        var name = ""
        /// By the names of the register's fields, what has to agree where the name alone is known.
        var agreeing: [String: String] = [:]
    }

    /// The code of the subject that attribution will find (``Resolution``): by registration number, organisation code, taxpayer number, or the
    /// name with one more field that agrees. Several that fit are none.
    func code(_ numbers: Numbers) throws -> String? {
        if !numbers.registration.isEmpty {
            let codes = try codes(.registration, numbers.registration).subtracting([numbers.registration])
            if codes.count == 1 { return codes.first }
            if try find(numbers.registration) != nil { return numbers.registration }
        }
        if let code = try only(.organisation, numbers.organisation.replacing("-", with: "")) { return code }
        if numbers.taxpayer.utf8.count == 18, try find(numbers.taxpayer) != nil { return numbers.taxpayer }
        if let code = try only(.taxpayer, numbers.taxpayer) { return code }
        if numbers.taxpayer.utf8.count == 15, let code = try only(.organisation, String(numbers.taxpayer.suffix(9))) {
            return code
        }
        let named = try codes(.name, numbers.name).filter { code in
            guard let entry = try find(code) else { return false }
            return numbers.agreeing.contains { !$0.value.isEmpty && entry.values[$0.key] == $0.value }
        }
        return named.count == 1 ? named.first : nil
    }

    private func only(_ number: Number, _ value: String) throws -> String? {
        let codes = try codes(number, value)
        return codes.count == 1 ? codes.first : nil
    }

    private func codes(_ number: Number, _ value: String) throws -> Set<String> {
        guard !value.isEmpty else { return [] }
        return try store.read { db in
            try registers.compactMap { $0.codes[number] }.reduce(into: []) { found, sql in
                found.formUnion(try String.fetchAll(try db.cachedStatement(sql: sql), arguments: [value]))
            }
        } ?? []
    }
}
