import Bytes
import Consolidation
import Ledger
import Model

/// One name with two codes: nobody's register is free of it, so both are kept and a steward sees the conflict (domain §7).
extension Consolidator {
    func noteSharedNames() throws {
        try session.clearConflicts(ofKind: "codes")
        guard let register = rules.plans.first(where: { $0.item.isRegister }) else { return }
        for sharing in try session.subjectsSharingNames() {
            guard let first = sharing.first else { continue }
            for other in sharing.dropFirst() {
                guard let one = try session.currentStatement(of: first.code, item: register.item.number),
                    let two = try session.currentStatement(of: other.code, item: register.item.number)
                else { continue }
                try first.code.withSlice { subject in
                    try session.insertConflict(
                        kind: "codes", subject: subject, item: register.item.number, key: 0, otherSubject: other.code,
                        winner: one, loser: two,
                        fields: JSONText.of([["field": "credit_code", "first": first.code, "second": other.code]]))
                }
            }
        }
    }
}
