import Bytes
import Consolidation
import Ledger
import Loading
import Model

/// The register's rows of a run, before all others: they make subjects known, so that every row of the same run finds its own.
///
/// Runs on the ledger's thread in steps, between which the ledger takes what the record stage finds in other submissions.
final class RegisterPass: @unchecked Sendable {
    private let session: LedgerSession
    private let plans: [RecordPlan]
    private let merge: RecordMerge
    private var last: [UInt8] = []
    /// Subjects that were known by an old registration number and now have a credit code.
    private(set) var merged: [MergedSubject] = []

    private static let rowsInStep = 20_000

    private init(session: LedgerSession, plans: [RecordPlan], merge: RecordMerge) {
        self.session = session
        self.plans = plans
        self.merge = merge
    }

    /// - Returns: subjects that were known by an old registration number and now have a credit code.
    static func run(
        _ runs: [SortedRun], plans: [RecordPlan], on ledger: Owner<LedgerSession>
    ) throws -> [MergedSubject] {
        let pass = try ledger.call { RegisterPass(session: $0, plans: plans, merge: try RecordMerge(runs)) }
        while try ledger.call({ _ in try pass.step() }) {}
        for number in 0..<LedgerSession.registerIndexes { try ledger.call { try $0.buildRegisterIndex(number) } }
        return pass.merged
    }

    /// - Returns: whether there is more to do.
    private func step() throws -> Bool {
        for _ in 0..<RegisterPass.rowsInStep {
            guard let record = merge.current else { return false }
            if plans[record.item].item.isRegister { try take(record) }
            try merge.advance()
        }
        return true
    }

    private func take(_ record: RecordView) throws {
        let values = RegisterValues(record, plans[record.item])
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
        if session.hasSubjects, !values.registrationNumber.isEmpty, try session.isOwnSubject(values.registrationNumber)
        {
            merged.append(
                MergedSubject(
                    old: values.registrationNumber.string, code: record.subject.string, submission: record.submission,
                    received: record.received))
        }
    }
}
