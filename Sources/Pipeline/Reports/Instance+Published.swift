import Foundation
import GuijiConfiguration
import Ledger
import Model
import Reporting

/// The configuration that a month was published with: kept in the archive, file by file, so that the month can be counted again after a change.
extension Instance {
    private var configurationFiles: [FrozenManifest.File] {
        configuration.files.map {
            FrozenManifest.File(name: $0.path, sha: Archive.digest(of: $0.bytes), size: $0.bytes.count)
        }
    }

    /// Puts the configuration's files into the archive; those that are there already stay.
    func keepConfiguration() throws -> [FrozenManifest.File] {
        for file in configuration.files { _ = try archive.store(file.bytes) }
        return configurationFiles
    }

    /// The instance with the configuration that these files are; itself where they are its own. Its stores are only read: it has no disclosure store.
    /// - Throws: where the archive lacks a file, or this program cannot read the configuration.
    func configured(by files: [FrozenManifest.File]) throws -> Instance {
        guard files != configurationFiles else { return self }
        let folder = try PrivateFolder("guiji-published")
        defer { folder.remove() }
        for file in files {
            guard !file.name.split(separator: "/").contains("..") else { throw Instance.damaged(file.name) }
            let path = "\(folder.path)/\(file.name)"
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try archive.reader(of: file.sha).unpack(to: path)
            guard try Archive.digest(ofFile: path).digest == file.sha else { throw Instance.damaged(file.name) }
        }
        var then = try Instance.configuration(in: folder.path, mappings: "\(folder.path)/Mappings")
        then.settings.paths = settings.paths
        return try Instance(then, disclosing: NoDisclosure.self)
    }

    private static func damaged(_ name: String) -> SystemError {
        SystemError(
            chinese: "归档中的配置文件 \(name) 已损坏。请从备份恢复归档。",
            english: "The configuration's file \(name) in the archive is damaged. Restore the archive from a backup.")
    }
}
