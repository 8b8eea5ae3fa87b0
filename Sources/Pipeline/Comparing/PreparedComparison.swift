import Bytes
import Comparison
import Consolidation
import Model

/// One comparison of the catalogue with all that running it needs. Belongs to one thread.
final class PreparedComparison {
    let comparison: SubjectComparison
    let item: Item
    let counterpart: Item
    /// Its id, as the ledger writes it.
    let name: ByteBuffer

    init(_ number: Int, of catalogue: Catalogue) {
        comparison = SubjectComparison(number, of: catalogue)
        item = catalogue.items[comparison.plan.item]
        counterpart = catalogue.items[comparison.plan.counterpart]
        name = ByteBuffer(capacity: 64)
        name.append(comparison.plan.id)
    }

    /// What the government holds of subjects that disclose nothing is counted where records meet one by one.
    var countsWithoutDisclosure: Bool {
        comparison.plan.meeting == .pairs && !comparison.own.roles[comparison.own.place].key.isEmpty
    }
}

/// Where the register says a subject's name: the slot by which names that differ are judged.
struct RegistrySlot {
    let item: Int
    let roles: [ComparisonRole]
    let place: Int
    let slot: Int

    /// nil where no comparison has the register's name.
    init?(_ catalogue: Catalogue) {
        for item in catalogue.items where item.isRegister {
            let roles = catalogue.roles(of: item)
            for (place, role) in roles.enumerated() where !role.isSelf {
                guard let slot = role.slots.firstIndex(where: { $0.field == item.subject.name }) else { continue }
                (self.item, self.roles, self.place, self.slot) = (item.number, roles, place, slot)
                return
            }
        }
        return nil
    }

    func name(_ comparables: ByteSlice) -> RegistryName {
        RegistryName(RoleView(comparables, roles: roles, place: place), slot: slot)
    }
}

/// Which department a name in a record means.
struct DepartmentNames {
    private var ids: [Int64: String] = [:]

    init(_ departments: [Department]) {
        let scratch = ByteBuffer()
        for department in departments {
            for name in department.aliases + [department.title] {
                ids[name.withSlice { Int64(bitPattern: nameKeyHash($0, scratch: scratch)) }] = department.id
            }
        }
    }

    func id(of name: String) -> String? {
        name.isEmpty
            ? nil : ids[name.withSlice { Int64(bitPattern: nameKeyHash($0, scratch: ByteBuffer(capacity: 64))) }]
    }
}
