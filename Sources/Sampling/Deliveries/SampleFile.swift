import Model

/// One file of a department with the truth about its rows.
final class SampleFile {
    let layout: SampleLayout
    private let file: EncodedFile
    private let format: any RowFormat
    private let truth: TruthWriter
    private(set) var rows = 0

    /// - Parameters:
    ///   - folder: the instance.
    ///   - name: the file's name without its extension.
    init(folder: String, department: SampleDepartment, name: String, layout: SampleLayout, truth: TruthWriter) throws {
        self.layout = layout
        self.truth = truth
        let path = "inbox/\(department.id)/\(name).\(layout.isXML ? "xml" : "csv")"
        file = try EncodedFile(path: "\(folder)/\(path)", style: layout.style)
        format = layout.isXML ? XMLFormat(layout: layout) : DelimitedFormat(layout: layout)
        truth.beginFile(path: path, source: department.id, item: layout.item.id)
        format.begin(title: department.title, file: file)
    }

    func add(_ row: SampleRow, _ outcome: Outcome, dirt: Dirt? = nil) throws {
        format.write(row, damage: dirt.flatMap { $0.isDamage ? $0 : nil }, to: file)
        rows += 1
        try truth.add(outcome, outcome == .rejected ? dirt?.errors ?? [] : [])
        try file.flushIfLarge()
    }

    func close() throws {
        format.end(rows: rows, file: file)
        try file.close()
        truth.endFile()
    }
}
