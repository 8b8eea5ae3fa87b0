/// Appends the match key of an organisation's name: half width, white space and zero-width characters dropped, brackets of all
/// kinds unified to `(` and `)`, ASCII letters in upper case, 有限责任公司 as 有限公司.
///
/// Two names with one key are candidates for one subject, never an attribution by themselves.
package func appendNameKey(_ slice: ByteSlice, to buffer: ByteBuffer) {
    buffer.reserve(slice.count)
    let target = buffer.base + buffer.count
    let length = KeyFolding(upperCases: true).write(slice, to: target)
    buffer.advance(by: shortenCompanyForm(target, length))
}

/// SipHash of the match key of a name; `scratch` is used for names that are not their own key.
package func nameKeyHash(_ slice: ByteSlice, scratch: ByteBuffer) -> UInt64 {
    if isOwnKey(slice) { return sipHash64(slice) }
    scratch.removeAll()
    appendNameKey(slice, to: scratch)
    return sipHash64(scratch.all)
}

/// Whether a name is its own key: nothing but common Chinese characters, and no 责 that 有限责任公司 would lose. Most names are.
private func isOwnKey(_ slice: ByteSlice) -> Bool {
    let bytes = slice.base
    var index = 0
    while index + 3 <= slice.count {
        // Leads E4–E9 are U+4000–U+9FFF, three bytes each.
        guard bytes[index] &- 0xE4 <= 0xE9 - 0xE4 else { return false }
        if bytes[index] == 0xE8, bytes[index + 1] == 0xB4, bytes[index + 2] == 0xA3 { return false }
        index += 3
    }
    return index == slice.count
}

/// Takes 责任 out of every 有限责任公司, in place; returns the new length.
private func shortenCompanyForm(_ text: UnsafeMutablePointer<UInt8>, _ length: Int) -> Int {
    var length = length
    var index = 6
    while index + 12 <= length {
        let lead = text[index]
        if lead == 0xE8 {
            let slice = ByteSlice(base: UnsafePointer(text), count: length)
            if slice.matches("责任公司", at: index), slice.matches("有限", at: index - 6) {
                (text + index).update(from: text + index + 6, count: length - index - 6)
                length -= 6
            }
        }
        index += lead &- 0xE4 <= 0xED - 0xE4 ? 3 : 1
    }
    return length
}
