import Bytes
import Model

/// Writes the register: what the registering authority says of every enterprise, and what the tax office says of some.
final class RegisterDeliveries {
    private let folder: String
    private let options: SampleOptions
    private let subjects: Subjects
    private let layout: SampleLayout
    private let truth: TruthWriter
    private let fields: RowFields
    private let row: SampleRow
    private let second = ByteBuffer()
    private let formerNames, type, established, address, scope, region: Int?
    /// Contradictions within and between registers: one code with two names, one name with two codes, other addresses.
    private(set) var conflicts = 0

    private static let registered = CivilDate.day(year: 2023, month: 6, day: 1)

    init(folder: String, options: SampleOptions, subjects: Subjects, layout: SampleLayout, truth: TruthWriter) {
        self.folder = folder
        self.options = options
        self.subjects = subjects
        self.layout = layout
        self.truth = truth
        let item = layout.item
        fields = RowFields(item)
        row = SampleRow(fieldCount: item.fields.count)
        formerNames = item.field(named: "former_names")
        type = item.field(named: "enterprise_type")
        established = item.field(named: "established_on")
        address = item.field(named: "address")
        scope = item.field(named: "business_scope")
        region = item.field(named: "region")
    }

    func write(_ department: SampleDepartment) throws {
        if department.role == .tax { return try writeTax(department) }
        let first = SampleFile(
            folder: folder, department: department, name: "2025-03-03-registration", layout: layout, truth: truth)
        let dirt = Dirt.possible(in: layout, fields)
        for number in 0..<subjects.count {
            try writeFirst(number, to: first)
            var dice = Dice(options.seed, .registerDirt, number)
            guard dice.chance(options.dirt) else { continue }
            // About enterprises that nobody else speaks of.
            try writeDirty(2 * subjects.count + number, dirt[dice.below(dirt.count)], to: first)
        }
        try first.close()
        let file = SampleFile(
            folder: folder, department: department, name: "2025-03-17-registration", layout: layout, truth: truth)
        for number in 0..<subjects.count { try writeSecond(number, to: file) }
        try file.close()
    }

    private func writeFirst(_ number: Int, to file: SampleFile) throws {
        make(number)
        switch subjects.kind {
        case .numberOnly, .crosswalk: row.clear(fields.code)
        default: break
        }
        try file.add(row, .published)
        // One name with two codes.
        if subjects.kind == .sharedName { conflicts += 1 }
        guard subjects.kind == .twoNames else { return }
        subjects.writeSecondName(to: second)
        row.set(fields.name, second)
        conflicts += 1
        try file.add(row, .updated)
    }

    private func writeSecond(_ number: Int, to file: SampleFile) throws {
        let kind = subjects.kind(of: number)
        switch kind {
        case .crosswalk:
            make(number)
            row.set(fields.event, day: RegisterDeliveries.registered + 300, layout.style.dates)
            try file.add(row, .updated)
        case .renamed:
            make(number)
            subjects.writeSecondName(to: second)
            row.set(formerNames, subjects.name)
            row.set(fields.name, second)
            row.set(fields.event, day: RegisterDeliveries.registered + 400, layout.style.dates)
            try file.add(row, .updated)
        case .normal where number % 200 == 9:
            make(number)
            try file.add(row, .unchanged)
        default: break
        }
    }

    private func writeDirty(_ number: Int, _ dirt: Dirt, to file: SampleFile) throws {
        make(number)
        DirtMaker(layout: layout, fields: fields, seed: options.seed).apply(
            dirt, to: row, subject: subjects, key: number)
        try file.add(row, dirt.isRejected ? .rejected : .published, dirt: dirt)
    }

    /// Makes ``row`` of an enterprise.
    private func make(_ number: Int) {
        subjects.load(number)
        let style = layout.style
        row.begin()
        row.set(fields.code, subjects.code)
        if subjects.hasRegistrationNumber { row.set(fields.registrationNumber, subjects.registrationNumber) }
        row.set(fields.name, subjects.name)
        row.set(type, number % 5 == 0 ? "股份有限公司" : "有限责任公司（自然人投资或控股）")
        row.set(fields.legalRepresentative, subjects.legalRepresentative)
        row.set(fields.fine, "\(50 + number % 19 * 50)")
        row.set(established, day: subjects.established, style.dates)
        row.set(fields.event, day: RegisterDeliveries.registered + number % 200, style.dates)
        row.set(fields.validFrom, day: subjects.established, style.dates)
        row.set(fields.validTo, "长期")
        row.set(fields.authority, "示例市市场监督管理局")
        row.set(fields.status, "存续")
        row.set(address) { text in
            text.append("示例市")
            text.append(NameTables.roads[number % NameTables.roads.count])
            text.append("\(1 + number % 1200)号")
        }
        row.set(scope, NameTables.trading[number % NameTables.trading.count] + "；" + "技术服务、技术咨询")
        row.set(region) { text in subjects.region.withSlice { text.append($0) } }
    }

    /// The tax office confirms enterprises, brings the taxpayer number of some, and contradicts the address of a few.
    private func writeTax(_ department: SampleDepartment) throws {
        let file = SampleFile(
            folder: folder, department: department, name: "2025-03-06-registration", layout: layout, truth: truth)
        for number in stride(from: 10, to: subjects.count, by: 20) where subjects.kind(of: number) == .normal {
            make(number)
            for field in [fields.registrationNumber, type, fields.authority, scope, fields.fine] { row.clear(field) }
            var outcome = Outcome.duplicate
            if number % 40 == 10 {
                row.set(fields.taxpayerNumber, subjects.oldTaxpayerNumber)
                outcome = .updated
            } else if number % 120 == 30 {
                row.set(address, "示例市工业园区东路无号")
                outcome = .overruled
                conflicts += 1
            }
            try file.add(row, outcome)
        }
        try file.close()
    }
}
