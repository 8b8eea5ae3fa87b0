package import Bytes
package import Model

/// Takes out of a value what may not be disclosed: masked fields whole, citizen and mobile numbers wherever they stand in a text.
package final class PrivacyMask {
    private let masked = ByteBuffer()
    private let upper = ByteBuffer(capacity: 64)

    package init() {}

    /// How a field's values are masked.
    package enum Kind: Sendable {
        /// Dates and amounts: nothing to hide.
        case plain
        /// Codes: nothing to hide in a good one; what stands there instead may hold anything.
        case code
        /// Texts, in which numbers of persons may stand.
        case text
        /// The whole value.
        case hidden

        package init(_ field: Field) {
            if field.disclosure == .masked || (field.disclosure == .no && field.sensitivity == .personal) {
                self = .hidden
            } else {
                switch field.type {
                case .text, .name, .documentNumber: self = field.list == nil ? .text : .plain
                case .date, .money, .decimal, .integer, .year: self = .plain
                default: self = .code
                }
            }
        }
    }

    /// The value as it may be shown: valid until the next call.
    package func disclosed(_ value: ByteSlice, _ kind: Kind) -> ByteSlice {
        switch kind {
        case .plain: value
        case .code: CreditCode.isValid(value) ? value : numbersHidden(value)
        case .text: numbersHidden(value)
        case .hidden: hidden(value)
        }
    }

    /// First six characters of a citizen number, else the first character, then asterisks (domain §3).
    private func hidden(_ value: ByteSlice) -> ByteSlice {
        masked.removeAll()
        if CitizenNumber.isValid(value) {
            masked.append(value[0..<6])
            masked.append("************")
        } else {
            var length = 1
            while length < value.count, value[length] & 0xC0 == 0x80 { length += 1 }
            masked.append(value[0..<length])
            masked.append("**")
        }
        return masked.all
    }

    /// Hides runs of digits that are a citizen number or a mobile number; the value itself where there are none.
    private func numbersHidden(_ value: ByteSlice) -> ByteSlice {
        // Nearly every text has fewer digits than a mobile number.
        var (digits, leads) = (0, 0)
        for byte in value.buffer {
            digits &+= byte &- 0x30 < 10 ? 1 : 0
            leads &+= byte == 0xEF ? 1 : 0
        }
        let isWide = leads > 0 && holdsWideDigit(value)
        guard digits >= 11 || isWide else { return value }
        return isWide || holdsSeparatedDigits(value) ? slowlyHidden(value) : runsHidden(value)
    }

    private func holdsWideDigit(_ value: ByteSlice) -> Bool {
        var index = 0
        while index + 3 <= value.count {
            if value.base[index] == 0xEF, value.base[index + 1] == 0xBC, value.base[index + 2] &- 0x90 < 10 {
                return true
            }
            index += 1
        }
        return false
    }

    /// Whether digits stand on both sides of a space or hyphen of any kind.
    private func holdsSeparatedDigits(_ value: ByteSlice) -> Bool {
        var last = -8
        for index in 0..<value.count where value.base[index] &- 0x30 < 10 {
            if (2...4).contains(index - last) { return true }
            last = index
        }
        return false
    }

    /// Full width, spaces and hyphens: seldom enough to go by characters.
    private func slowlyHidden(_ value: ByteSlice) -> ByteSlice {
        let scalars = Array(value.string.unicodeScalars)
        let numbers = PersonalNumbers.find(in: scalars, isStrict: true)
        guard !numbers.isEmpty else { return value }
        masked.removeAll()
        var kept = 0
        func keep(until end: Int) {
            masked.append(String(String.UnicodeScalarView(scalars[kept..<end])))
        }
        for number in numbers {
            let visible = number.isMobile ? 3 : 6
            keep(until: number.range.lowerBound + visible)
            for _ in visible..<number.range.count { masked.append(UInt8(ascii: "*")) }
            kept = number.range.upperBound
        }
        keep(until: scalars.count)
        return masked.all
    }

    /// Runs of ASCII digits, by bytes.
    private func runsHidden(_ value: ByteSlice) -> ByteSlice {
        var isChanged = false
        var start = 0
        var kept = 0
        let bytes = value.base
        while start + 11 <= value.count {
            // A run of eleven digits from here on would reach this byte.
            guard bytes[start + 10] &- 0x30 < 10 else {
                start += 11
                continue
            }
            guard bytes[start] &- 0x30 < 10 else {
                start += 1
                continue
            }
            var end = start + 1
            while end < value.count, bytes[end] &- 0x30 < 10 { end += 1 }
            var citizenEnd = end
            if end - start == 17, end < value.count, bytes[end] | 0x20 == 0x78 { citizenEnd = end + 1 }
            var visible = -1
            if citizenEnd - start == 18, isCitizenNumber(value[start..<citizenEnd]) {
                end = citizenEnd
                visible = 6
            } else if end - start == 11, bytes[start] == 0x31, bytes[start + 1] >= 0x33 {
                visible = 3
            } else if end - start == 13, bytes[start] == 0x38, bytes[start + 1] == 0x36, bytes[start + 2] == 0x31,
                bytes[start + 3] >= 0x33
            {
                // Behind the country's code.
                visible = 5
            }
            if visible >= 0 {
                if !isChanged { masked.removeAll() }
                isChanged = true
                masked.append(value[kept..<(start + visible)])
                for _ in (start + visible)..<end { masked.append(0x2A) }
                kept = end
            }
            start = end
        }
        guard isChanged else { return value }
        masked.append(value[kept..<value.count])
        return masked.all
    }

    /// Whether 18 characters are a citizen number, its check character X in either case.
    private func isCitizenNumber(_ number: ByteSlice) -> Bool {
        guard number[17] == 0x78 else { return CitizenNumber.isValid(number) }
        upper.removeAll()
        upper.append(number[0..<17])
        upper.append(UInt8(ascii: "X"))
        return CitizenNumber.isValid(upper.all)
    }
}
