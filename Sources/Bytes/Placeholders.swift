/// Whether the value says that there is none: 无, dashes or slashes alone, 暂无, NULL, \N, N/A, zeros, a broken Excel reference, or
/// nothing but white space.
///
/// The value is trimmed first; ASCII letters count in either case. Whether 无 is a value after all (备注) is for the field to say.
package func isPlaceholder(_ slice: ByteSlice) -> Bool {
    if slice.count > 64 { return false }
    let text = trimmed(slice)
    guard text.count > 0 else { return true }
    switch text.base[0] {
    case UInt8(ascii: "-"), UInt8(ascii: "/"), 0xEF: return isStrokes(text)
    case 0xE2: return isStrokes(text)
    case UInt8(ascii: "0"): return isZeros(text)
    case UInt8(ascii: "N"), UInt8(ascii: "n"):
        return text.equalsIgnoringCase("NULL") || text.equalsIgnoringCase("N/A") || text.equalsIgnoringCase("NA")
            || text.equalsIgnoringCase("NONE") || text.equalsIgnoringCase("NIL")
    case UInt8(ascii: "\\"): return text.equalsIgnoringCase("\\N")
    case UInt8(ascii: "#"): return text.equalsIgnoringCase("#N/A") || text.equalsIgnoringCase("#REF!")
    case UInt8(ascii: "("): return text.equalsIgnoringCase("(NULL)")
    case UInt8(ascii: "<"): return text.equalsIgnoringCase("<NULL>")
    case 0xE4: return text.equals("不详")
    case 0xE5: return text.equals("待补充")
    case 0xE6: return text.equals("无") || text.equals("暂无") || text.equals("无信息")
    case 0xE7: return text.equals("空")
    default: return false
    }
}

/// Only `-` and `/`, in half or full width, and the dashes U+2010…2015.
private func isStrokes(_ text: ByteSlice) -> Bool {
    var index = 0
    while index < text.count {
        let byte = text.base[index]
        if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/") {
            index += 1
        } else if text.matches("－", at: index) || text.matches("／", at: index) || isDash(text, index) {
            index += 3
        } else {
            return false
        }
    }
    return true
}

@inline(__always)
private func isDash(_ text: ByteSlice, _ index: Int) -> Bool {
    guard text.count - index >= 3, text.base[index] == 0xE2, text.base[index + 1] == 0x80 else { return false }
    return text.base[index + 2] >= 0x90 && text.base[index + 2] <= 0x95
}

/// At least four zeros and nothing else, but for the separators of MySQL's zero date `0000-00-00 00:00:00`.
private func isZeros(_ text: ByteSlice) -> Bool {
    guard text.matches("0000") else { return false }
    var index = 4
    while index < text.count {
        switch text.base[index] {
        case UInt8(ascii: "0"), UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: " "): index += 1
        default: return false
        }
    }
    return true
}
