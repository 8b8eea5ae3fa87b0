import Bytes
import Consolidation
import Ledger
import Loading
import Model

/// The register's rows of a run, before all others: they make subjects known, so that every row of the same run finds its own.
struct RegisterPass {
    let session: LedgerSession
    let plans: [RecordPlan]
    /// Subjects that were known by an old registration number and now have a credit code.
    private(set) var merged: [(old: String, code: String)] = []

    init(session: LedgerSession, plans: [RecordPlan]) {
        self.session = session
        self.plans = plans
    }

    mutating func run(_ merge: RecordMerge) throws {
        var last: [UInt8] = []
        while let record = merge.current {
            let plan = plans[record.item]
            if plan.item.isRegister {
                let values = RegisterValues(record, plan)
                try session.ensureSubject(
                    code: record.subject, name: values.name, nameKey: values.nameKey,
                    registrationNumber: values.registrationNumber, taxpayerNumber: values.taxpayerNumber,
                    legalRepresentative: values.legalRepresentative)
                // What one row of the register lacks another may have; every name it gave stays good for attribution.
                if session.hasSubjects || last.withSlice({ $0 == record.subject }) {
                    try session.complete(
                        code: record.subject, nameKey: values.nameKey, registrationNumber: values.registrationNumber,
                        taxpayerNumber: values.taxpayerNumber, legalRepresentative: values.legalRepresentative)
                }
                last = record.subject.bytes
                if session.hasSubjects, !values.registrationNumber.isEmpty,
                    try session.isOwnSubject(values.registrationNumber)
                {
                    merged.append((values.registrationNumber.string, record.subject.string))
                }
            }
            try merge.advance()
        }
    }
}
