import Model

extension Frequency {
    var chinese: String {
        switch self {
        case .day: "每日"
        case .week: "每周"
        case .month: "每月"
        case .quarter: "每季"
        case .halfYear: "每半年"
        case .year: "每年"
        case .asItHappens: "即时"
        }
    }
}
