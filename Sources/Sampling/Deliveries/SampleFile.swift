import Model

/// One file of a department with the truth about its rows; a file without rows is not written.
final class SampleFile {
    let layout: SampleLayout
    private let folder: String
    private let path: String
    private let department: SampleDepartment
    private let format: any RowFormat
    private let truth: TruthWriter
    private var file: EncodedFile?
    private var rows = 0

    /// - Parameters:
    ///   - folder: the instance.
    ///   - name: the file's name without its extension.
    init(folder: String, department: SampleDepartment, name: String, layout: SampleLayout, truth: TruthWriter) {
        self.layout = layout
        self.folder = folder
        self.department = department
        self.truth = truth
        path = "inbox/\(department.id)/\(name).\(layout.isXML ? "xml" : "csv")"
        format = layout.isXML ? XMLFormat(layout: layout) : DelimitedFormat(layout: layout)
    }

    func add(_ row: SampleRow, _ outcome: Outcome, dirt: Dirt? = nil) throws {
        let file = try file ?? begin()
        format.write(row, damage: dirt.flatMap { $0.isDamage ? $0 : nil }, to: file)
        rows += 1
        try truth.add(outcome, outcome == .rejected ? dirt?.errors ?? [] : [])
        try file.flushIfLarge()
    }

    private func begin() throws -> EncodedFile {
        let file = try EncodedFile(path: "\(folder)/\(path)", style: layout.style)
        truth.beginFile(path: path, source: department.id, item: layout.item.id)
        format.begin(title: department.title, file: file)
        self.file = file
        return file
    }

    func close() throws {
        guard let file else { return }
        format.end(rows: rows, file: file)
        try file.close()
        truth.endFile()
    }
}
