import Bytes
import Foundation
import Model

/// Writes a cell's number as its reader sees it: dates as ISO 8601, amounts and codes without what binary fractions add.
///
/// Spreadsheets keep 15 significant digits; a longer code that was stored as a number has lost the rest, and is written with an exponent, which
/// the rule `scientific-notation` answers.
enum NumberText {
    /// - Parameters:
    ///   - digits: the number as the file has it, such as `43831`, `20.100000000000001`, `9.1350100123456781E+17`.
    ///   - is1904: whether days are counted from 1904-01-01.
    static func append(_ digits: ByteSlice, as format: NumberFormat, is1904: Bool, to text: ByteBuffer) {
        switch format {
        case .general where isPlain(digits): text.append(digits)
        case .general: append(number: digits, to: text)
        case .padded(let width):
            if isPlain(digits), digits.buffer.allSatisfy({ $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "-") }) {
                for _ in 0..<max(0, width - digits.count) { text.append(UInt8(ascii: "0")) }
                text.append(digits)
            } else {
                append(number: digits, to: text)
            }
        case .date(let hasDay, let hasTime):
            guard let serial = value(digits), let moment = moment(serial, is1904, hasDay: hasDay, hasTime: hasTime)
            else { return append(number: digits, to: text) }
            text.append(moment)
        case .elapsed:
            guard let serial = value(digits), serial >= 0, serial < lastDay else {
                return append(number: digits, to: text)
            }
            text.append(clock(Int((serial * 86_400).rounded())))
        }
    }

    /// A number as spreadsheets show it in the format General, wide enough.
    static func text(_ number: Double) -> String {
        let text = formatted("%.15g", number)
        guard let exponent = text.firstIndex(of: "e") else { return text }
        guard text[exponent...].hasPrefix("e-") else { return text.uppercased() }
        var fixed = formatted("%.15f", number)
        while fixed.hasSuffix("0") { fixed.removeLast() }
        return fixed.hasSuffix(".") ? "0" : fixed
    }

    /// At most 15 digits with at most one point: nothing was lost, nothing was added.
    private static func isPlain(_ digits: ByteSlice) -> Bool {
        guard digits.count > 0, digits.count <= 15 else { return false }
        var points = 0
        for index in 0..<digits.count {
            let byte = digits[index]
            if byte == UInt8(ascii: ".") {
                points += 1
            } else if byte == UInt8(ascii: "-") {
                if index > 0 { return false }
            } else if byte < 0x30 || byte > 0x39 {
                return false
            }
        }
        return points == 0 || points == 1 && digits[digits.count - 1] != 0x30 && digits[digits.count - 1] != 0x2E
    }

    private static func append(number digits: ByteSlice, to text: ByteBuffer) {
        // What is no number, or is none that a double can hold, stays as it stands.
        guard let number = value(digits), number.isFinite else { return text.append(digits) }
        text.append(self.text(number))
    }

    private static func value(_ digits: ByteSlice) -> Double? { digits.count <= 64 ? Double(digits.string) : nil }

    private static func formatted(_ format: String, _ number: Double) -> String {
        withVaList([number]) { arguments in
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: 400) { buffer in
                vsnprintf(buffer.baseAddress, buffer.count, format, arguments)
                return buffer.baseAddress.map { String(cString: $0) } ?? ""
            }
        }
    }

    /// A serial day as date, date and time, or time; nil beyond the days that spreadsheets have.
    ///
    /// Day 60 of the 1900 system is 1900-02-29, which never was (ECMA-376 part 1, §18.17.4.1): it becomes 1900-03-01's day before.
    static func moment(_ serial: Double, _ is1904: Bool, hasDay: Bool, hasTime: Bool) -> String? {
        guard serial >= 0, serial < lastDay else { return nil }
        var seconds = Int((serial * 86_400).rounded())
        if !hasTime { seconds = Int(serial) * 86_400 }
        let (day, time) = (seconds / 86_400, seconds % 86_400)
        if !hasDay || (day == 0 && !is1904) { return hasTime ? clock(time) : nil }
        let first = is1904 ? CivilDate.day(year: 1904, month: 1, day: 1) : CivilDate.day(year: 1899, month: 12, day: 31)
        let date = CivilDate.iso(first + day - (!is1904 && day > 59 ? 1 : 0))
        return hasTime && time > 0 ? "\(date) \(clock(time))" : date
    }

    /// The day behind 9999-12-31, spreadsheets' last.
    private static let lastDay = 2_958_466.0

    private static func clock(_ seconds: Int) -> String {
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    }
}

/// What a cell's number format makes of its number, as far as its value is concerned.
enum NumberFormat: Equatable {
    case general
    /// Zeros in front up to this many digits: `000000`.
    case padded(Int)
    case date(hasDay: Bool, hasTime: Bool)
    /// Hours that do not begin anew with each day: `[h]:mm`.
    case elapsed

    /// Excel's longest code, in characters; what is longer says nothing.
    private static let codeLimit = 255
    private static let widestPadding = 32

    /// A built-in format (ECMA-376 part 1, §18.8.30; 27–36 and 50–58 are dates of the Chinese, Japanese and Korean editions).
    init(builtIn id: Int) {
        switch id {
        case 14...17, 27...31, 36, 50...54, 57, 58: self = .date(hasDay: true, hasTime: false)
        case 22: self = .date(hasDay: true, hasTime: true)
        case 46: self = .elapsed
        case 18...21, 32...35, 45, 47, 55, 56: self = .date(hasDay: false, hasTime: true)
        default: self = .general
        }
    }

    /// A format code such as `yyyy"年"m"月"d"日"`; only its first section counts.
    init(code: String) {
        guard code.utf8.prefix(NumberFormat.codeLimit * 4 + 1).count <= NumberFormat.codeLimit * 4,
            code.unicodeScalars.count <= NumberFormat.codeLimit
        else {
            self = .general
            return
        }
        var letters = ""
        var isElapsed = false
        var rest = Substring(code)
        scan: while let next = rest.popFirst() {
            switch next {
            case ";": break scan
            case "\\", "_", "*": rest = rest.dropFirst()
            case "\"": rest = rest.drop { $0 != "\"" }.dropFirst()
            case "[":
                let content = rest.prefix { $0 != "]" }
                rest = rest.drop { $0 != "]" }.dropFirst()
                // [h], [mm], [ss] is elapsed time; other brackets are colours, conditions, locales.
                if !content.isEmpty, content.allSatisfy({ "hHmMsS".contains($0) }) {
                    letters += content
                    isElapsed = true
                }
            default: letters.append(next)
            }
        }
        // Fractions of a second: `hh:mm:ss.000`.
        if let place = letters.range(of: "s.0") {
            letters = String(letters[...place.lowerBound] + letters[place.upperBound...].drop { $0 == "0" })
        }
        let kinds = Set(letters.lowercased())
        if !kinds.isEmpty, kinds == ["0"], letters.count > 1 {
            self = .padded(min(letters.count, NumberFormat.widestPadding))
        } else if kinds.isDisjoint(with: ["0", "#", "?", "@"]), !letters.lowercased().hasPrefix("general"),
            !kinds.isDisjoint(with: ["y", "m", "d", "h", "s"])
        {
            let hasTime = kinds.contains("h") || kinds.contains("s")
            if isElapsed, kinds.isDisjoint(with: ["y", "d"]) {
                self = .elapsed
                return
            }
            self = .date(hasDay: kinds.contains("y") || kinds.contains("d") || !hasTime, hasTime: hasTime)
        } else {
            self = .general
        }
    }
}
