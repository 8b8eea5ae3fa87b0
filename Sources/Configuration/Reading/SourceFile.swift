import Foundation

/// A file of the configuration as it stands on disk.
struct SourceFile {
    /// Path as messages show it.
    let name: String
    let bytes: [UInt8]

    /// The file's name without folder and extension: `licence` of `Mappings/catalogue/licence.yml`.
    var stem: String {
        let last = name.split(separator: "/").last.map(String.init) ?? name
        return last.lastIndex(of: ".").map { String(last[..<$0]) } ?? last
    }

    /// Reads a file of at most `limit` bytes; a larger one is refused without being read whole.
    static func read(path: String, name: String, limit: Int, errors: ErrorList) -> SourceFile? {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            errors.add(file: name, .missingFile)
            return nil
        }
        guard !isFolder.boolValue, let handle = FileHandle(forReadingAtPath: path) else {
            errors.add(file: name, .unreadable)
            return nil
        }
        defer { try? handle.close() }
        guard let bytes = try? handle.read(upToCount: limit + 1) ?? Data() else {
            errors.add(file: name, .unreadable)
            return nil
        }
        guard bytes.count <= limit else {
            errors.add(file: name, .tooLarge(limit: limit))
            return nil
        }
        return SourceFile(name: name, bytes: Array(bytes))
    }

    /// The text without a byte order mark; nil, with the line of the first wrong byte noted, where it is not UTF-8.
    func text(errors: ErrorList) -> String? {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            errors.add(file: name, line: lineOfFirstWrongByte, .notUTF8)
            return nil
        }
        let content = text.hasPrefix("\u{FEFF}") ? String(text.unicodeScalars.dropFirst()) : text
        guard content.contains(where: { !$0.isWhitespace }) else {
            errors.add(file: name, .empty)
            return nil
        }
        return content
    }

    private var lineOfFirstWrongByte: Int {
        var line = 1
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue("\n"): line += 1
            case .scalarValue: continue
            case .emptyInput, .error: return line
            }
        }
    }
}
