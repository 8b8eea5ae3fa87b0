import Foundation
internal import Model

/// What the catalogue's fingerprint is a digest of: everything that decides an outcome.
enum Fingerprint {
    /// Path, length and bytes of every file under `Mappings/`, by path; then the settings that rules and extractors obey.
    static func content(of source: MappingsFolder, settings: Settings) -> [UInt8] {
        var content = files(of: source) { _ in true }
        content += settingsText(settings)
        return content
    }

    /// The settings that rules and extractors obey.
    static func settingsText(_ settings: Settings) -> [UInt8] {
        var content: [UInt8] = []
        func append(_ text: String) { content.append(contentsOf: text.utf8) }
        append("\ntime_zone \(settings.timeZone.identifier)\n")
        append("row_bytes \(settings.rowBytes)\nxml_depth \(settings.xmlDepth)\n")
        for (rule, severity) in settings.validation.severities.sorted(by: { $0.key < $1.key }) {
            append("severity \(rule) \(severity?.name ?? "off")\n")
        }
        append("code_candidates \(settings.validation.appliesCodeCandidates ? "apply" : "suggest")\n")
        return content
    }

    /// Path, length and bytes of the files whose folder is wanted, by path.
    static func files(of source: MappingsFolder, in isWanted: (_ folder: Substring) -> Bool) -> [UInt8] {
        var content: [UInt8] = []
        for (path, file) in source.files where isWanted(path.prefix { $0 != "/" }) {
            content.append(contentsOf: "\(path) \(file.bytes.count)\n".utf8)
            content.append(contentsOf: file.bytes)
        }
        return content
    }
}
