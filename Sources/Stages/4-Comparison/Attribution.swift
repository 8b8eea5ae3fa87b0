/// Whose doing a mismatch is (domain §8), as the rule beside it says.
package enum Attribution: String, Sendable, CaseIterable {
    case enterpriseWrong = "enterprise_wrong"
    case departmentWrong = "department_wrong"
    case departmentLate = "department_late"
    case undecided

    package var chinese: String {
        switch self {
        case .enterpriseWrong: "企业有误"
        case .departmentWrong: "部门有误"
        case .departmentLate: "部门迟报"
        case .undecided: "待定"
        }
    }
}

/// Why a mismatch is attributed as it is. One rule a case, the first that holds.
package enum AttributionRule: String, Sendable, CaseIterable {
    case registryAuthority = "registry-authority"
    case registrySidesWithEnterprise = "registry-sides-with-enterprise"
    case makerAuthority = "maker-authority"
    case relayedRecord = "relayed-record"
    case withdrawnByDepartment = "withdrawn-by-department"
    case changedByDepartment = "changed-by-department"
    case enterpriseNewer = "enterprise-newer"
    case departmentWindow = "department-window"
    case unpaidByDueDate = "unpaid-by-due-date"
    case ownDisclosures = "own-disclosures-differ"
    case noKey = "no-key"
    case noCommonField = "no-common-field"
    case withheldRecord = "withheld-record"
    case unknownOnDay = "unknown-on-day"

    package var attribution: Attribution {
        switch self {
        case .registryAuthority, .makerAuthority, .withdrawnByDepartment, .changedByDepartment, .unpaidByDueDate,
            .ownDisclosures:
            .enterpriseWrong
        case .registrySidesWithEnterprise: .departmentWrong
        case .enterpriseNewer, .departmentWindow: .departmentLate
        case .relayedRecord, .noKey, .noCommonField, .withheldRecord, .unknownOnDay: .undecided
        }
    }

    /// What the rule says, for the department or enterprise that objects.
    package var wording: (chinese: String, english: String) {
        switch self {
        case .registryAuthority:
            ("主体身份事项以登记机关为准", "the register is the authority for what identifies a subject")
        case .registrySidesWithEnterprise:
            ("登记与企业一致，与部门记录不同", "the register agrees with the enterprise, not with the department's record")
        case .makerAuthority:
            ("记录由作出机关报送，以其为准", "the record comes from the department that made it, which is its authority")
        case .relayedRecord:
            ("部门记录为转送件，须向作出机关核实", "the government record was relayed; its maker must be asked")
        case .withdrawnByDepartment:
            ("部门已撤销、注销，企业未更新公示", "the department withdrew the record, the enterprise still shows it")
        case .changedByDepartment:
            ("部门记录已变更，企业仍公示变更前内容", "the department changed the record, the enterprise shows what was before")
        case .enterpriseNewer:
            (
                "企业公示晚于部门记录，部门应在期限内报送变更",
                "the enterprise's statement is newer; the department's change is due within its window"
            )
        case .departmentWindow:
            ("企业已公示，部门应在期限内报送", "the enterprise disclosed it; the department's record is due within its window")
        case .unpaidByDueDate:
            ("认缴出资到期未足额实缴", "a subscribed contribution is due and not paid in full")
        case .ownDisclosures:
            ("企业年报与其即时信息不一致", "the enterprise's annual report and its own disclosures differ")
        case .noKey: ("缺少配对所需的编号或机关", "what pairs the records is missing")
        case .noCommonField: ("双方没有同时填写的比对事项", "no compared field is filled in on both sides")
        case .withheldRecord: ("部门记录不予公示", "the department's record is not for disclosure")
        case .unknownOnDay:
            ("其中有该日之后终止的，该日是否已有无从得知", "some of it ended after that day, and nothing says whether it was there on it")
        }
    }
}
