/// What each figure counts, exactly: what a department reads before it objects.
extension Figure {
    package var definition: (chinese: String, english: String) {
        switch self {
        case .received:
            ("本月收到的各批次的行，等于九种结果之和", "rows of deliveries received in the month; the sum of the nine outcomes")
        case .published: ("该记录第一次有人报送的行", "rows that are the first statement of their record")
        case .updated: ("取代了当前陈述的行", "rows that took the place of the current statement")
        case .unchanged: ("同一来源以前报过、内容相同的行", "rows whose source had said the same before")
        case .duplicate: ("同一文件中重复，或其他来源内容相同的行", "rows that repeat one of the same file, or what another source says")
        case .stale: ("比已有内容旧的行", "rows older than what is held")
        case .overruled: ("与更有权威的来源不一致而让位的行，保留备查", "rows that lost to a source with more authority; kept")
        case .unattributed: ("合格但登记簿中没有该主体的行，登记簿变化后再试", "valid rows whose subject is not in the register yet")
        case .withheld: ("自然人的，或声明不公示的行", "rows about natural persons, or not for disclosure")
        case .rejected: ("有错误而退回的行，见返修文件", "rows sent back because of an error; see the repair file")
        case .accepted: ("首次发布、更新、无变化、重复四种结果之和", "published, updated, unchanged and duplicate together")
        case .withdrawn: ("入库行中声明记录已撤销、注销的", "accepted rows that say that their record was revoked or cancelled")
        case .dated:
            (
                "首次报送且有事件日期的记录，及时率的分母；在第一次有行未被退回的月份计一次，迟早按首次到达计",
                "first reports with an event date, counted once, in the month of the first row that was not sent back; measured by the first arrival"
            )
        case .onTime: ("其中首次到达在期限内的，以工作日历计", "of those, what first arrived within the deadline in working days")
        case .late: ("其中首次到达超过期限的", "of those, what first arrived after the deadline")
        case .undated: ("首次报送而没有事件日期的记录，单列，不进及时率", "first reports without an event date; in no rate")
        case .again: ("该来源以前报送过的记录的行，不再计时", "rows of records that their source had reported before; not measured again")
        case .mended: ("曾被退回、本月改正后报来的首次报送", "first reports that were sent back before and came back mended")
        case .onTimeRestarted:
            (
                "假如退回的行从改正件到达时重新计时，会有多少按时；只作对照",
                "what would be on time had the clock restarted at the mended row's arrival; for comparison only"
            )
        case .outstanding:
            ("历月退回、到月末仍未改正报来的行", "rejected rows of any month that had not come back mended by the month's end")
        case .completenessChecked: ("适用的完整性检查次数", "completeness checks that applied")
        case .completenessFailed: ("其中不通过的", "of those, failed")
        case .conformityChecked: ("适用的规范性检查次数", "conformity checks that applied")
        case .conformityFailed: ("其中不通过的", "of those, failed")
        case .accuracyChecked: ("适用的准确性检查次数", "accuracy checks that applied")
        case .accuracyFailed: ("其中不通过的", "of those, failed")
        case .due:
            (
                "应报日在本月的期数；期末最后一天属于该期，逢休息日顺延",
                "periods whose due date lies in the month; a period's last day belongs to it and rolls forward on a day off"
            )
        case .dueOnTime: ("按期收到且至少一行未被退回的", "periods with a delivery in time of which a row was not sent back")
        case .dueLate:
            (
                "逾期收到且至少一行未被退回的，包括全部退回后改正报来的",
                "periods with a delivery after the due date of which a row was not sent back, mended ones included"
            )
        case .dueNil: ("经确认的零报送", "periods with a confirmed nil return")
        case .dueAllRejected:
            (
                "有报送但全部行被退回、也没有改正报来的，不算已报",
                "periods whose deliveries had every row rejected and none came back mended; not counted as delivered"
            )
        case .missed: ("没有报送的；同一文件再次送达不算报送", "periods without any delivery; the same file again is none")
        case .deliveries: ("本月收到的文件", "files received in the month")
        case .refused: ("整个无法读取而拒收的文件", "files refused because they could not be read as a whole")
        case .mismatchesOpen:
            ("月末未决的比对差异，按应处理的部门计", "mismatches open at the month's end, by the department that is to act")
        case .mismatchesOpened: ("本月新增的比对差异", "mismatches opened in the month")
        case .mismatchesClosed: ("本月办结的比对差异", "mismatches resolved or waived in the month")
        case .conflictsOpen:
            (
                "月末未决的来源冲突，按应处理的部门计",
                "conflicts between sources open at the month's end, by the department that is to act"
            )
        case .conflictsOpened: ("本月新增的来源冲突", "conflicts opened in the month")
        case .conflictsClosed: ("本月消除的来源冲突", "conflicts closed in the month")
        }
    }
}
