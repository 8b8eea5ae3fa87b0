/// Appends the form in which free texts (addresses, scopes, reasons) are compared: half width, white space and zero-width
/// characters dropped, brackets of all kinds unified to `(` and `)`, ，。；： as `,` `.` `;` `:`. Letters keep their case.
package func appendTextKey(_ slice: ByteSlice, to buffer: ByteBuffer) {
    buffer.reserve(slice.count)
    buffer.advance(by: KeyFolding(foldsFullStop: true).write(slice, to: buffer.base + buffer.count))
}
