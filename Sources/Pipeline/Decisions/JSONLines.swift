import Foundation
import Model

/// A file of JSON objects, one a line, that is only appended to.
struct JSONLines {
    let path: String

    func append(_ entries: [some Encodable]) throws {
        guard !entries.isEmpty else { return }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var text = Data()
        for entry in entries {
            text.append(try encoder.encode(entry))
            text.append(0x0A)
        }
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw SystemError.file("创建", "create", path) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        let end = try handle.seekToEnd()
        // A line that a kill has torn ends here, so that the next one is whole.
        if end > 0 {
            try handle.seek(toOffset: end - 1)
            if try handle.read(upToCount: 1) != Data([0x0A]) { text.insert(0x0A, at: 0) }
        }
        try handle.write(contentsOf: text)
        try handle.synchronize()
    }

    /// In order; a line that a kill has torn is left out.
    /// - Throws: where the file cannot be read, or a whole line is no entry: neither is the same as nothing.
    func entries<Entry: Decodable>(_ type: Entry.Type) throws -> [Entry] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw SystemError.file("读取", "read", path)
        }
        let decoder = JSONDecoder()
        return try data.split(separator: 0x0A).compactMap { line in
            do {
                return try decoder.decode(Entry.self, from: Data(line))
            } catch {
                let isTorn = (try? JSONSerialization.jsonObject(with: Data(line))) == nil
                if isTorn { return nil }
                throw error
            }
        }
    }
}
