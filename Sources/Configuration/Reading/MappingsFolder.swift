import Foundation

/// The files under `Mappings/`, read once: what the readers parse is what the fingerprint covers.
struct MappingsFolder {
    /// Folders and the extension of the files in them.
    static let folders = [
        ("calendar", "yml"), ("catalogue", "yml"), ("codes", "csv"), ("departments", "yml"), ("presets", "yml"),
    ]
    static let authority = "authority.yml"
    /// Bytes: a YAML file (anchors aside, nothing honest is larger), a code list.
    static let yamlLimit = 1 << 20
    static let listLimit = 16 << 20

    /// By path relative to `Mappings/`, in the order of the paths.
    let name: String
    private(set) var files: [(path: String, file: SourceFile)] = []

    /// - Parameters:
    ///   - path: the folder on disk.
    ///   - name: the folder as messages show it.
    init(path: String, name: String, errors: ErrorList) {
        self.name = name
        guard let entries = Self.entries(of: path) else {
            errors.add(file: name, .missingFolder)
            return
        }
        let known = Self.folders.map(\.0) + [Self.authority]
        for entry in entries where !known.contains(entry) && !entry.lowercased().hasPrefix("readme") {
            errors.add(file: "\(name)/\(entry)", .unexpectedFile, nearest: NearestName.find(entry, in: known))
        }
        for (folder, kind) in Self.folders {
            guard let entries = Self.entries(of: "\(path)/\(folder)") else {
                // Presets and departments may still have to be written; what is there must be readable.
                if FileManager.default.fileExists(atPath: "\(path)/\(folder)") {
                    errors.add(file: "\(name)/\(folder)", .unreadable)
                } else if folder != "presets", folder != "departments" {
                    errors.add(file: "\(name)/\(folder)", .missingFolder)
                }
                continue
            }
            for entry in entries where !entry.lowercased().hasPrefix("readme") {
                guard entry.hasSuffix(".\(kind)"), entry.count > kind.count + 1 else {
                    let stem = entry.lastIndex(of: ".").map { entry[..<$0] } ?? entry[...]
                    errors.add(file: "\(name)/\(folder)/\(entry)", .unexpectedFile, nearest: "\(stem).\(kind)")
                    continue
                }
                read(
                    "\(folder)/\(entry)", path: path, name: name,
                    limit: kind == "csv" ? Self.listLimit : Self.yamlLimit, errors)
            }
        }
        read(Self.authority, path: path, name: name, limit: Self.yamlLimit, errors)
        files.sort { $0.path < $1.path }
    }

    /// The files of one folder, by name.
    func files(in folder: String) -> [SourceFile] {
        files.filter { $0.path.hasPrefix("\(folder)/") }.map(\.file)
    }

    var authority: SourceFile? { files.first { $0.path == Self.authority }?.file }

    private mutating func read(_ relative: String, path: String, name: String, limit: Int, _ errors: ErrorList) {
        if let file = SourceFile.read(
            path: "\(path)/\(relative)", name: "\(name)/\(relative)", limit: limit, errors: errors)
        {
            files.append((relative, file))
        }
    }

    /// Names in a folder, sorted, without hidden ones; nil where there is no such folder.
    private static func entries(of path: String) -> [String]? {
        guard let entries = try? FileManager.default.contentsOfDirectory(atPath: path) else { return nil }
        return entries.filter { !$0.hasPrefix(".") }.sorted()
    }
}
