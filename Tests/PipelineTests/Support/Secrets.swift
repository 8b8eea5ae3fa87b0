import Bytes
import Extraction
import Foundation
import GuijiConfiguration
import Model
import Pipeline

/// The private values of the sample month's files, read without the pipeline's own masking.
struct Secrets: Sendable {
    /// Numbers that are a citizen number by form, date of birth and check, wherever they stand.
    private(set) var citizenNumbers: Set<String> = []
    /// Mobile numbers, wherever they stand.
    private(set) var phones: Set<String> = []
    /// Values of the fields that the catalogue calls personal, unless they stand in a public field too.
    private(set) var personal: Set<String> = []
    /// Names in rows about natural persons, unless they stand in a row about somebody else too.
    private(set) var persons: Set<String> = []

    var all: [String] { citizenNumbers.union(phones).union(personal).union(persons).sorted() }

    init(_ month: SampleMonth) throws {
        var open: Set<String> = []
        for delivery in Project.deliveries {
            let file = try peek(path: Project.path(of: delivery))
            let columns = try self.columns(of: delivery, month, file.labels)
            try file.rows { row in
                for cell in row.cells { findNumbers(in: cell) }
                for (index, cell) in row.cells.enumerated() where cell.count >= 2 {
                    let kind = index < columns.kinds.count ? columns.kinds[index] : .open
                    switch kind {
                    case .personal: personal.insert(cell)
                    case .name where columns.isPersons: persons.insert(cell)
                    case .name, .open: open.insert(cell)
                    }
                }
                return true
            }
        }
        // A dash, a company's former name: what anybody may read elsewhere is no secret.
        personal.subtract(open)
        persons.subtract(open)
        personal = personal.filter { secret in !["N/A", "暂无", "--"].contains(secret) }
    }

    private enum Kind { case personal, name, open }

    private func columns(
        of delivery: String, _ month: SampleMonth, _ labels: [String]
    ) throws -> (kinds: [Kind], isPersons: Bool) {
        let configuration = month.instance.configuration
        guard let line = month.line(delivery), let item = configuration.catalogue.item(line.item),
            let department = configuration.departments.first(where: { $0.id == line.source })
        else { return ([], false) }
        let mappings = department.deliveries.filter { $0.item == item.number }
        let kinds = labels.map { label -> Kind in
            for mapping in mappings {
                guard let column = mapping.columns.first(where: { $0.labels.contains(label) }) else { continue }
                if item.fields[column.field].sensitivity == .personal { return .personal }
                if column.field == item.subject.name { return .name }
            }
            return .open
        }
        return (kinds, delivery.contains("persons"))
    }

    /// Runs of digits, with X as a last one.
    private mutating func findNumbers(in text: String) {
        var run: [UInt8] = []
        func isCitizen(_ bytes: [UInt8]) -> Bool { bytes.withSlice { CitizenNumber.isValid($0) } }
        func take() {
            let number = String(decoding: run, as: UTF8.self)
            if run.count == 18, isCitizen(run) { citizenNumbers.insert(number) }
            if run.count == 11, run[0] == 0x31, run[1] >= 0x33 { phones.insert(number) }
            run = []
        }
        for byte in text.utf8 {
            if byte >= 0x30 && byte <= 0x39 {
                run.append(byte)
            } else if byte | 0x20 == 0x78, run.count == 17 {
                run.append(0x58)
                take()
            } else {
                take()
            }
        }
        take()
    }
}
