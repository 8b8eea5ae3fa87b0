import Foundation
import GuijiConfiguration
import Model

/// The official calendar is there for every year that deadlines may reach into.
enum CalendarCheck {
    static let check = DoctorCheck("calendar", "日历 calendar") { patient in
        let day = patient.settings.day(of: patient.now)
        let year = CivilDate.year(of: day)
        let known = patient.configuration.catalogue.calendar.knownYears
        var found: [Diagnosis] = []
        if !known.contains(year) {
            found.append(
                Diagnosis(
                    .problem, "缺少今年 \(year) 年的日历，行的及时性无法判定", "the calendar lacks this year, \(year)",
                    mend: "添加 add Mappings/calendar/\(year).yml"))
        }
        // The next year's holidays are announced in November.
        if day >= CivilDate.day(year: year, month: 11, day: 1), !known.contains(year + 1) {
            found.append(
                Diagnosis(
                    .warning, "缺少明年 \(year + 1) 年的日历，年底的期限会伸入明年",
                    "the calendar lacks \(year + 1), which deadlines of December reach into",
                    mend: "国务院公布放假安排后添加 add Mappings/calendar/\(year + 1).yml"))
        }
        let years = known.map(String.init).joined(separator: "、")
        return found.isEmpty ? [Diagnosis(.well, "有 \(years) 年", "it has \(years)")] : found
    }
}
