/// How a text is folded before two spellings of it are compared; shared by the keys of names, texts and document numbers.
///
/// Always: half width, white space and zero-width characters dropped, brackets of all kinds unified to `(` and `)`.
struct KeyFolding {
    /// ASCII letters become upper case.
    var upperCases = false
    /// 。 and ｡ become `.`; ，；： become ASCII by half width already.
    var foldsFullStop = false

    /// Writes the folded `slice` to `target`, which has room for as many bytes; returns how many it wrote, never more.
    @inline(__always)
    func write(_ slice: ByteSlice, to target: UnsafeMutablePointer<UInt8>) -> Int {
        let base = slice.base
        let count = slice.count
        var written = 0
        var index = 0
        while index < count {
            let lead = base[index]
            if lead < 0x80 {
                index += 1
                if isASCIISpace(lead) { continue }
                target[written] = unified(lead)
                written += 1
                continue
            }
            let left = count - index
            if lead &- 0xE4 <= 0xED - 0xE4, left >= 3 {
                target[written] = lead
                target[written + 1] = base[index + 1]
                target[written + 2] = base[index + 2]
                written += 3
                index += 3
                continue
            }
            let fold = widthFold(base + index, left)
            if fold.length > 0 {
                index += fold.length
                if fold.isBlank { continue }
                target[written] = unified(fold.byte)
                written += 1
            } else if left >= 3, let byte = wideForm(base + index) {
                index += 3
                target[written] = byte
                written += 1
            } else {
                index += 1
                target[written] = lead
                written += 1
            }
        }
        return written
    }

    @inline(__always)
    private func unified(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "<"): UInt8(ascii: "(")
        case UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ">"): UInt8(ascii: ")")
        default: upperCases ? upperCased(byte) : byte
        }
    }

    /// The ASCII form of a bracket or full stop of three bytes that half width leaves alone.
    @inline(__always)
    private func wideForm(_ start: UnsafePointer<UInt8>) -> UInt8? {
        let third = start[2]
        switch (start[0], start[1]) {
        case (0xE3, 0x80):
            // U+3008…3011 〈〉《》「」『』【】, U+3014…301B 〔〕〖〗〘〙〚〛: opening ones are even.
            if third >= 0x88 && third <= 0x91 || third >= 0x94 && third <= 0x9B {
                return UInt8(ascii: "(") + (third & 1)
            }
            if foldsFullStop && third == 0x82 { return UInt8(ascii: ".") }
        case (0xEF, 0xBD):
            if foldsFullStop && third == 0xA1 { return UInt8(ascii: ".") }
        case (0xEF, 0xB9):
            // U+FE59…FE5E ﹙﹚﹛﹜﹝﹞: opening ones are odd.
            if third >= 0x99 && third <= 0x9E { return UInt8(ascii: ")") - (third & 1) }
        default: break
        }
        return nil
    }
}
