import GRDB
import GuijiConfiguration
import Loading
import Model
import Testing

@testable import Pipeline

/// Forms find their subject beside everything else that is answered: never by reading the register through.
@Suite struct RegisterLookupTests {
    @Test func aSharedRegisterIsLookedUpByIndexes() throws {
        let month = try SampleMonth.fresh()
        let instance = try month.open()
        let store = try #require(instance.disclosure as? SQLiteLoader)
        try store.beginSharing()
        defer { withExtendedLifetime(month) { try? store.endSharing() } }
        let lookup = RegisterLookup(
            DisclosureReader(path: store.path), items: instance.configuration.catalogue.items)
        let register = try #require(lookup.registers.first)
        #expect(Set(register.codes.keys) == Set(RegisterLookup.Number.allCases))
        for statement in [register.entry] + register.codes.values {
            let plan = try store.queue.read { db in
                try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(statement)", arguments: ["x"]).map {
                    $0["detail"] as String
                }
            }
            #expect(
                plan.contains { $0.hasPrefix("SEARCH d USING") } && !plan.contains { $0.hasPrefix("SCAN d") }, "\(plan)"
            )
        }
    }
}
