import CXLSXWriter
import Foundation
import Model

/// A workbook being written by libxlsxwriter: real numbers, real dates, texts that are never formulas. The same calls give the same bytes: the time of
/// creation is the caller's, and the library dates the parts of the file 1980-01-01.
final class Workbook {
    /// Where the library writes; the file goes with the workbook.
    let path: String
    private var book: UnsafeMutablePointer<lxw_workbook>?
    /// Where the file is to be in the end; nil where only its bytes are wanted.
    private let target: String?
    private var names: Set<String> = []
    private var formats: [CellFormat: UnsafeMutablePointer<lxw_format>] = [:]

    /// - Parameters:
    ///   - created: seconds since 1970.
    ///   - isRowByRow: rows are written in their order, each once, and go to disk at once.
    ///   - target: where ``place()`` puts the file; it is written beside it, for the owner and its group alone.
    init(title: String, created: Int, isRowByRow: Bool = false, target: String? = nil) throws {
        path = target.map { "\($0).tmp" } ?? NSTemporaryDirectory() + "guiji-\(UUID().uuidString).xlsx"
        self.target = target
        // The library takes the file as it finds it, rights included.
        unlink(path)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, target == nil ? 0o600 : 0o640)
        guard descriptor >= 0 else { throw SystemError.file("创建", "create", path) }
        Foundation.close(descriptor)
        var options = lxw_workbook_options()
        options.constant_memory = isRowByRow ? 1 : 0
        guard let book = workbook_new_opt(path, &options) else {
            throw SystemError(chinese: "无法新建工作簿：内存不足。", english: "Cannot make a workbook: out of memory.")
        }
        self.book = book
        title.withCString { title in
            var properties = lxw_doc_properties()
            properties.title = UnsafeMutablePointer(mutating: title)
            // Nought would mean now.
            properties.created = max(1, created)
            _ = workbook_set_properties(book, &properties)
        }
    }

    deinit {
        if let book { lxw_workbook_free(book) }
        unlink(path)
    }

    /// A new sheet behind the others. What no sheet's name may hold is replaced, what is too long is cut, a name that is taken gets a number.
    func sheet(_ name: String) throws -> Sheet {
        var legal = SheetText.sheetName(name)
        var number = 1
        while names.contains(legal.lowercased()) {
            number += 1
            legal = SheetText.sheetName(name, suffix: "（\(number)）")
        }
        names.insert(legal.lowercased())
        guard let book, let sheet = workbook_add_worksheet(book, legal) else {
            throw SystemError(
                chinese: "工作簿不接受工作表名称“\(legal)”。", english: "The workbook does not take the sheet name '\(legal)'.")
        }
        return Sheet(sheet: sheet, book: self)
    }

    /// The library's format; the same for the same looks.
    func format(_ looks: CellFormat) -> UnsafeMutablePointer<lxw_format>? {
        if let known = formats[looks] { return known }
        guard let book, let format = workbook_add_format(book) else { return nil }
        looks.apply(to: format)
        formats[looks] = format
        return format
    }

    /// The file's bytes; the workbook can no longer be written to.
    func finish() throws -> [UInt8] {
        try close()
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw SystemError.file("读取", "read", path)
        }
        return [UInt8](bytes)
    }

    /// Puts the file where it belongs; the workbook can no longer be written to.
    func place() throws {
        try close()
        guard let target, rename(path, target) == 0 else { throw SystemError.file("写入", "write", path) }
    }

    private func close() throws {
        guard let open = book else { return }
        book = nil
        let error = workbook_close(open)
        guard error == LXW_NO_ERROR else {
            let folder = (path as NSString).deletingLastPathComponent
            let reason = lxw_strerror(error).map { String(cString: $0) } ?? "\(error.rawValue)"
            throw SystemError(
                chinese: "无法写工作簿：\(reason)。请检查 \(folder) 的权限和空间。",
                english:
                    "Cannot write the workbook: \(reason). Check permissions and space of \(folder).")
        }
    }
}
