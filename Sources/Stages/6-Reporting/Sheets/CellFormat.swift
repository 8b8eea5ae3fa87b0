import CXLSXWriter

/// How a cell looks; one of each in a workbook.
struct CellFormat: Hashable {
    enum Number: String {
        case general = "General"
        case count = "#,##0"
        case rate = "0.00%"
        case day = "yyyy-mm-dd"
        /// Kept as text, should somebody edit it.
        case text = "@"
    }

    enum Alignment {
        case left, right, centre
    }

    var number = Number.general
    var alignment = Alignment.left
    var isBold = false
    var isWrapped = false
    var isHeader = false
    var hasBorder = false
    /// In points.
    var size = 10

    static let text = CellFormat(number: .text, isWrapped: true)
    static let count = CellFormat(number: .count, alignment: .right)
    static let rate = CellFormat(number: .rate, alignment: .right)
    static let day = CellFormat(number: .day, alignment: .centre)
    static let header = CellFormat(alignment: .centre, isBold: true, isWrapped: true, isHeader: true, hasBorder: true)
    static let title = CellFormat(isBold: true, size: 16)
    static let note = CellFormat(isWrapped: true)

    var bold: CellFormat {
        var result = self
        result.isBold = true
        return result
    }

    var bordered: CellFormat {
        var result = self
        result.hasBorder = true
        return result
    }

    func apply(to format: UnsafeMutablePointer<lxw_format>) {
        format_set_font_name(format, "Microsoft YaHei")
        format_set_font_size(format, Double(size))
        format_set_num_format(format, number.rawValue)
        let place: lxw_format_alignments =
            switch alignment {
            case .left: LXW_ALIGN_LEFT
            case .right: LXW_ALIGN_RIGHT
            case .centre: LXW_ALIGN_CENTER
            }
        format_set_align(format, UInt8(place.rawValue))
        format_set_align(format, UInt8((isHeader ? LXW_ALIGN_VERTICAL_CENTER : LXW_ALIGN_VERTICAL_TOP).rawValue))
        // Off the edge, so that no text touches the number beside it.
        if alignment == .left, number == .text { format_set_indent(format, 1) }
        if isBold { format_set_bold(format) }
        if isWrapped { format_set_text_wrap(format) }
        if isHeader { format_set_bg_color(format, 0xE8EEF4) }
        if hasBorder { format_set_border(format, UInt8(LXW_BORDER_THIN.rawValue)) }
    }
}
