package import Model

/// What the register says of a subject's name: its present name and its former ones.
package struct RegistryName {
    let view: RoleView
    let slot: Int

    /// - Parameter slot: the name's slot in the register's part.
    package init(_ view: RoleView, slot: Int) {
        self.view = view
        self.slot = slot
    }

    func has(_ hash: Int64) -> Bool {
        let (count, at) = view.slot(slot)
        return (0..<count).contains { view.hash(at, $0) == hash }
    }
}

/// Says whose doing a difference is, and until when the other side may still come.
struct AttributionRules {
    private let plan: ComparisonPlan
    private let calendar: WorkingCalendar

    init(_ plan: ComparisonPlan, calendar: WorkingCalendar) {
        self.plan = plan
        self.calendar = calendar
    }

    /// - Parameter isEnded: one side withdrew the record, the other shows it.
    func attribute(
        _ result: inout ComparisonResult, _ enterprise: ComparedStatement, _ government: ComparedStatement,
        _ registry: RegistryName?, isEnded: Bool
    ) {
        result.kind = .mismatch
        if isEnded {
            result.kind = .notReflected
            if government.flags.contains(.withdrawn) {
                result.rule = .withdrawnByDepartment
                result.due = selfDue(government.version, enterprise, government)
            } else {
                result.rule = .enterpriseNewer
                result.due = counterpartDue(enterprise.version, enterprise)
            }
        } else if let side = registrySide(result, enterprise, government, registry) {
            result.rule = side
        } else if government.hasChanged(unlike: enterprise) {
            result.kind = .notReflected
            result.rule = .changedByDepartment
            result.due = selfDue(government.version, enterprise, government)
        } else if result.differences.contains(where: { plan.fields[$0.field].isIdentity }) {
            result.rule = .registryAuthority
        } else if enterprise.hasChanged(unlike: government) {
            result.kind = .notReflected
            result.rule = .enterpriseNewer
            result.due = counterpartDue(enterprise.version, enterprise)
        } else {
            result.rule = government.rank == 0 ? .makerAuthority : .relayedRecord
        }
    }

    /// Of two names that differ the register may know one: the other side is wrong.
    private func registrySide(
        _ result: ComparisonResult, _ enterprise: ComparedStatement, _ government: ComparedStatement,
        _ registry: RegistryName?
    ) -> AttributionRule? {
        guard let registry,
            let name = result.differences.first(where: { plan.fields[$0.field].comparator == .name })?.field,
            !plan.fields[name].isIdentity
        else { return nil }
        func isRegistered(_ view: RoleView) -> Bool {
            let (count, at) = view.slot(name)
            return count > 0 && registry.has(view.hash(at, 0))
        }
        switch (isRegistered(enterprise.view), isRegistered(government.view)) {
        case (true, false): return .registrySidesWithEnterprise
        case (false, true): return .registryAuthority
        default: return nil
        }
    }

    /// Until when the enterprise may bring what began on `day`.
    func selfDue(_ day: Int32, _ one: ComparedStatement, _ other: ComparedStatement) -> Int32? {
        due(day, plan.selfWindow, received: max(one.received, other.received))
    }

    /// Until when the department may.
    func counterpartDue(_ day: Int32, _ statement: ComparedStatement) -> Int32? {
        due(day, plan.counterpartWindow, received: statement.received)
    }

    /// nil where there is no window, no day, or it was long over on receipt: so the calendar is not asked for years of long ago. An
    /// ``OpenWindow`` where it reaches into a year without a calendar: a run loses nothing by that.
    private func due(_ day: Int32, _ window: Int?, received: Int) -> Int32? {
        let today = received / 86_400
        // A day to come, which no record may have, opens no window.
        guard let window, day != Int32.min, Int(day) <= today + 1, Int(day) + 3 * window + 30 >= today else {
            return nil
        }
        return Int32(clamping: calendar.dueOrOpen(from: Int(day), workingDays: window))
    }
}

extension ComparedStatement {
    /// Whether it changed after what the other side says: it took the place of another statement, or it says so itself and the other side does
    /// not. A newer date alone is no sign of it.
    fileprivate func hasChanged(unlike other: ComparedStatement) -> Bool {
        let isToldOnce = flags.contains(.changed) && !other.flags.contains(.changed)
        return (isChange || isToldOnce) && version > other.version && other.version != Int32.min
    }
}
