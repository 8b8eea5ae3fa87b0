import Foundation
import Model

/// The forms of a month.
package enum MonthlyForm: String, Sendable, CaseIterable {
    case html, xlsx, csv, json
    /// The 通报, as a page and for Word.
    case bulletin, docx
}

extension MonthlyReport {
    /// One form, as a file holds it.
    /// - Throws: as ``files(_:)``.
    package func bytes(of form: MonthlyForm, _ publicity: DoublePublicity = DoublePublicity()) throws -> [UInt8] {
        switch form {
        case .html: [UInt8](html.utf8)
        case .xlsx: try xlsx(publicity)
        case .csv: [UInt8](csv.utf8)
        case .json: [UInt8](json.utf8)
        case .bulletin: [UInt8](bulletin.html.utf8)
        case .docx: try bulletin.docx()
        }
    }

    /// `monthly-2025-07`
    package var fileName: String { "monthly-\(month.text)" }
    package var bulletinName: String { "bulletin-\(month.text)" }

    /// All forms of the month: the report as HTML, XLSX, CSV and JSON, the bulletin as HTML and Word. All but the Word document are functions of the value alone;
    /// that one is of pandoc's version too.
    /// - Throws: ``SystemError`` where the temporary folder cannot be written or pandoc is absent.
    package func files(_ form: DoublePublicity = DoublePublicity()) throws -> [(name: String, bytes: [UInt8])] {
        try MonthlyForm.allCases.map { (name(of: $0), try bytes(of: $0, form)) }
    }

    /// What the file of a form is called.
    package func name(of form: MonthlyForm) -> String {
        switch form {
        case .bulletin: "\(bulletinName).html"
        case .docx: "\(bulletinName).docx"
        case .html, .xlsx, .csv, .json: "\(fileName).\(form)"
        }
    }

    /// Writes all forms to a folder, which is made where it is absent; each file is whole or not there.
    /// - Returns: their paths.
    @discardableResult
    package func write(to folder: String, _ form: DoublePublicity = DoublePublicity()) throws -> [String] {
        let files = try files(form)
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            return try files.map { name, bytes in
                try DurableFile.write(Data(bytes), to: "\(folder)/\(name)")
                return "\(folder)/\(name)"
            }
        } catch {
            throw SystemError(
                chinese: "无法把月报写到 \(folder)：\(error.localizedDescription)。请检查路径、权限和磁盘空间。",
                english:
                    "Cannot write the monthly report to \(folder): \(error.localizedDescription). Check path, permissions and space."
            )
        }
    }
}
