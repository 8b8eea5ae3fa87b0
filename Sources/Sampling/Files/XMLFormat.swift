import Bytes
import Model

/// `<ROWS><ROW>…` and `<ExchangeMessage><Body><fields>…`: a row is an element, a field is an element in it.
struct XMLFormat: RowFormat {
    let layout: SampleLayout

    private var path: [String] { layout.mapping.rowPath }

    func begin(title: String, file: EncodedFile) {
        file.text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        for element in path.dropLast() {
            file.text.append("<\(element)>\n")
            if element == "ExchangeMessage" {
                file.text.append("<Header><sender>\(title)</sender><createTime>2025-03-31</createTime></Header>\n")
            }
        }
    }

    func write(_ row: SampleRow, damage: Dirt?, to file: EncodedFile) {
        let element = path.last ?? "ROW"
        let text = file.text
        text.append("<\(element)>")
        for column in layout.columns where !row.isAbsent(column.field) {
            text.append("<\(column.label)>")
            for byte in row.value(column.field).buffer {
                switch byte {
                case UInt8(ascii: "&"): text.append("&amp;")
                case UInt8(ascii: "<"): text.append("&lt;")
                case UInt8(ascii: ">"): text.append("&gt;")
                default: text.append(byte)
                }
            }
            text.append("</\(column.label)>")
        }
        text.append("</\(element)>\n")
    }

    func end(rows: Int, file: EncodedFile) {
        for element in path.dropLast().reversed() { file.text.append("</\(element)>\n") }
    }
}
