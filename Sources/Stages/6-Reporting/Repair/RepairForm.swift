import Model

/// How rows are written in one format; all bytes are in the file's encoding.
protocol RepairForm {
    /// The format's name, as the extractor's type gives it.
    static var type: String { get }
    init(_ layout: Layout, _ codec: TextCodec)
    var start: [UInt8] { get }
    func row(_ raw: [UInt8], isDamaged: Bool, isCut: Bool, reasons: String, suggestions: String) -> [UInt8]
    var end: [UInt8] { get }
}

/// The forms there are: one for each format whose rows stand in the file as bytes.
private var forms: [any RepairForm.Type] {
    [
        CSVRepair.self,
        XMLRepair.self,
        JSONRepair.self,
    ]
}

func repairForm(for type: String) -> (any RepairForm.Type)? { forms.first { $0.type == type } }

/// Formats that have a repair form.
package var repairFormats: [String] { forms.map { $0.type } + WorkbookRepair.formats.sorted() }
