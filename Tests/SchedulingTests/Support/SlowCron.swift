import Foundation

/// A cron expression read and matched in the plainest way, against which the fast one is held. Takes only what is well formed.
struct SlowCron {
    private let sets: [Set<Int>]
    private let isEither: Bool
    private var calendar = Calendar(identifier: .gregorian)

    init(_ text: String, in zone: TimeZone) {
        let fields = text.split(separator: " ").map(String.init)
        let ranges = [0...59, 0...23, 1...31, 1...12, 0...6]
        sets = zip(fields, ranges).map { field, range in
            var numbers: Set<Int> = []
            for part in field.split(separator: ",") {
                let halves = part.split(separator: "/")
                let step = halves.count == 2 ? Int(halves[1]) ?? 1 : 1
                var ends = halves[0].split(separator: "-").compactMap { Int($0) }
                if halves[0] == "*" { ends = [range.lowerBound, range.upperBound] }
                if ends.count == 1 { ends.append(halves.count == 2 ? range.upperBound : ends[0]) }
                for number in ends[0]...ends[1] where (number - ends[0]) % step == 0 {
                    numbers.insert(range == 0...6 ? number % 7 : number)
                }
            }
            return numbers
        }
        isEither = !fields[2].hasPrefix("*") && !fields[4].hasPrefix("*")
        calendar.timeZone = zone
    }

    /// Whether it fires in the minute that begins at a moment.
    func matches(_ moment: Int) -> Bool {
        let parts = calendar.dateComponents(
            [.second, .minute, .hour, .day, .month, .weekday], from: Date(timeIntervalSince1970: Double(moment)))
        guard let second = parts.second, let minute = parts.minute, let hour = parts.hour, let day = parts.day,
            let month = parts.month, let weekday = parts.weekday
        else { return false }
        let inMonth = sets[2].contains(day)
        let inWeek = sets[4].contains(weekday - 1)
        return second == 0 && sets[0].contains(minute) && sets[1].contains(hour) && sets[3].contains(month)
            && (isEither ? inMonth || inWeek : inMonth && inWeek)
    }
}

/// The same numbers on every machine (SplitMix64).
struct Chance: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
