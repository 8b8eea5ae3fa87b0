import Foundation
import Model

extension MonthlyReport {
    /// `monthly-2025-07`
    package var fileName: String { "monthly-\(month.text)" }
    package var bulletinName: String { "bulletin-\(month.text)" }

    /// All forms of the month: the report as HTML, XLSX, CSV and JSON, the bulletin as HTML and Word. All but the Word document are functions of the value alone;
    /// that one is of pandoc's version too.
    /// - Throws: ``SystemError`` where the temporary folder cannot be written or pandoc is absent.
    package func files(_ form: DoublePublicity = DoublePublicity()) throws -> [(name: String, bytes: [UInt8])] {
        let bulletin = bulletin
        return [
            ("\(fileName).html", [UInt8](html.utf8)), ("\(fileName).xlsx", try xlsx(form)),
            ("\(fileName).csv", [UInt8](csv.utf8)), ("\(fileName).json", [UInt8](json.utf8)),
            ("\(bulletinName).html", [UInt8](bulletin.html.utf8)), ("\(bulletinName).docx", try bulletin.docx()),
        ]
    }

    /// Writes all forms to a folder, which is made where it is absent; each file is whole or not there.
    package func write(to folder: String, _ form: DoublePublicity = DoublePublicity()) throws {
        let files = try files(form)
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            for (name, bytes) in files {
                try Data(bytes).write(to: URL(fileURLWithPath: folder).appendingPathComponent(name), options: .atomic)
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
