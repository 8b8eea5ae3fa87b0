/// Finds numbers of persons in free text: citizen numbers (GB 11643) and mobile numbers, also in full width and with single spaces or hyphens
/// between the digits. They are private: whoever shows a text hides them (domain §3, 脱敏).
package enum PersonalNumbers {
    package struct Run {
        /// Places among the scalars.
        package var range: Range<Int>
        package var isMobile: Bool
    }

    /// A text in which each number keeps its first digits and has asterisks for the others.
    package static func hidden(in text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        let numbers = find(in: scalars)
        guard !numbers.isEmpty else { return text }
        var result = String.UnicodeScalarView()
        var kept = 0
        for number in numbers {
            let visible = number.range.lowerBound + (number.isMobile ? 1 : 6)
            result.append(contentsOf: scalars[kept..<visible])
            result.append(contentsOf: repeatElement("*", count: number.range.upperBound - visible))
            kept = number.range.upperBound
        }
        result.append(contentsOf: scalars[kept...])
        return String(result)
    }

    /// Where citizen numbers (18 digits that check, 15 with a plausible birth date) and mobile numbers stand, from left to right.
    /// - Parameter isStrict: only whole groups of digits, and no 15 digits: what is published must not suffer
    ///   for what may be the number of a licence.
    package static func find(in scalars: [Unicode.Scalar], isStrict: Bool = false) -> [Run] {
        var found: [Run] = []
        var index = 0
        while index < scalars.count {
            guard digit(scalars[index]) != nil else {
                index += 1
                continue
            }
            let run = digitRun(scalars, from: index)
            found += isStrict ? groups(of: run, isCitizen: CitizenNumber.isValid) : numbers(in: run)
            index = run.places.last.map { $0 + 1 } ?? index + 1
        }
        return found
    }

    /// Digits, and an X at the end, with single spaces or hyphens between them left out.
    private struct DigitRun {
        var bytes: [UInt8] = []
        var places: [Int] = []
        /// Whether an ASCII letter stands right before or behind: then it is part of a code.
        var isBoundByLetters = false

        func part(_ range: Range<Int>, isMobile: Bool) -> Run {
            Run(range: places[range.lowerBound]..<places[range.upperBound - 1] + 1, isMobile: isMobile)
        }
    }

    private static func digitRun(_ scalars: [Unicode.Scalar], from start: Int) -> DigitRun {
        var run = DigitRun()
        var index = start
        while index < scalars.count {
            if let byte = digit(scalars[index]) {
                run.bytes.append(byte)
                run.places.append(index)
            } else if !isSeparator(scalars[index]) || index + 1 >= scalars.count
                || digit(scalars[index + 1]) == nil && !isX(scalars[index + 1])
            {
                break
            }
            index += 1
        }
        if index < scalars.count, isX(scalars[index]) {
            run.bytes.append(UInt8(ascii: "X"))
            run.places.append(index)
        }
        let next = (run.places.last ?? start) + 1
        run.isBoundByLetters =
            start > 0 && isLetter(scalars[start - 1]) || next < scalars.count && isLetter(scalars[next])
        return run
    }

    private static func numbers(in run: DigitRun) -> [Run] {
        var found: [Run] = []
        var start = 0
        let count = run.bytes.count
        while start < count {
            if start + 18 <= count, Array(run.bytes[start..<start + 18]).withSlice(isCitizen) {
                found.append(run.part(start..<start + 18, isMobile: false))
                start += 18
            } else if start == 0, count == 15, run.bytes.withSlice(looksLikeOldCitizen) {
                found.append(run.part(0..<15, isMobile: false))
                start += 15
            } else {
                start += 1
            }
        }
        if found.isEmpty, !run.isBoundByLetters { found = groups(of: run) { _ in false } }
        return found
    }

    /// Numbers that are made of whole groups of adjacent digits: a date before a number, or two numbers behind each other, do not hide them.
    private static func groups(of run: DigitRun, isCitizen: (ByteSlice) -> Bool) -> [Run] {
        var found: [Run] = []
        let starts = run.places.indices.filter { $0 == 0 || run.places[$0] != run.places[$0 - 1] + 1 }
        var taken = 0
        for start in starts where start >= taken {
            for end in starts.dropFirst() + [run.places.count] where end > start {
                let digits = Array(run.bytes[start..<end])
                if digits.count > 18 { break }
                if digits.withSlice(isCitizen) {
                    found.append(run.part(start..<end, isMobile: false))
                } else if let mobile = mobileStart(digits) {
                    found.append(run.part(start + mobile..<end, isMobile: true))
                } else {
                    continue
                }
                taken = end
                break
            }
        }
        return found
    }

    /// A number that is surely a credit code is none of a person's.
    private static func isCitizen(_ slice: ByteSlice) -> Bool { IdentifierKind.classify(slice) == .citizenNumber }

    private static func looksLikeOldCitizen(_ slice: ByteSlice) -> Bool {
        CitizenNumber.looksLike15(slice) && !RegistrationNumber.isValid15(slice)
    }

    /// Where the 11 digits of a mobile number begin, also behind 86.
    private static func mobileStart(_ digits: [UInt8]) -> Int? {
        let start = digits.count == 13 && digits.starts(with: "86".utf8) ? 2 : 0
        guard digits.count - start == 11, digits[start] == UInt8(ascii: "1"), digits[start + 1] >= UInt8(ascii: "3")
        else { return nil }
        return start
    }

    private static func digit(_ scalar: Unicode.Scalar) -> UInt8? {
        switch scalar {
        case "0"..."9": UInt8(truncatingIfNeeded: scalar.value)
        case "\u{FF10}"..."\u{FF19}": UInt8(truncatingIfNeeded: scalar.value - 0xFEE0)
        default: nil
        }
    }

    private static func isX(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "X" || scalar == "x" || scalar == "\u{FF38}" || scalar == "\u{FF58}"
    }

    private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case " ", "\u{A0}", "\u{3000}", "-", "\u{2010}"..."\u{2014}", "\u{FF0D}": true
        default: false
        }
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && scalar.properties.isAlphabetic
    }
}
