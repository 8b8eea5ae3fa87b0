import CXLSXWriter
import Foundation
import Model

/// What was published and under which circumstances; its own digest stands at its end.
package struct FrozenManifest: Sendable, Equatable {
    package struct File: Sendable, Equatable, Decodable {
        package var name: String
        /// SHA-256 in hexadecimal digits.
        package var sha: String
        /// In bytes.
        package var size: Int

        package init(name: String, sha: String, size: Int) {
            self.name = name
            self.sha = sha
            self.size = size
        }

        enum CodingKeys: String, CodingKey {
            case name, size
            case sha = "sha256"
        }

        fileprivate var json: JSONValue {
            .object([("name", .string(name)), ("sha256", .string(sha)), ("size", .int(size))])
        }
    }

    package var instance: String
    package var month: String
    /// As the instance's people read it.
    package var asOf: String
    package var versions: ReportVersions
    /// The library that wrote the workbook: its bytes are that version's.
    package var workbookLibrary: String
    package var files: [File]
    /// What the figures were counted with: the files of the instance's configuration, which the archive holds by their digests.
    package var configuration: [File]

    package static var workbookLibrary: String { "libxlsxwriter \(String(cString: lxw_version()))" }

    package init(report: MonthlyReport, files: [File], configuration: [File]) {
        instance = report.instance
        month = report.month.text
        asOf = report.clock.iso(report.asOf)
        versions = report.versions
        workbookLibrary = FrozenManifest.workbookLibrary
        self.files = files
        self.configuration = configuration
    }

    /// - Parameter digest: SHA-256 in hexadecimal digits.
    /// - Returns: the manifest as JSON with its digest, which is over the same JSON without it.
    package func text(digest: ([UInt8]) -> String) -> (text: String, sha: String) {
        var members: [(key: String, value: JSONValue)] = [
            ("format", .string(FrozenManifest.format)), ("instance", .string(instance)), ("month", .string(month)),
            ("as_of", .string(asOf)), ("versions", versions.json), ("workbook_library", .string(workbookLibrary)),
            ("files", .array(files.map(\.json))), ("configuration", .array(configuration.map(\.json))),
        ]
        let sha = digest(Array(JSONValue.object(members).text.utf8))
        members.append(("sha256", .string(sha)))
        return (JSONValue.object(members).text, sha)
    }

    private static let format = "guiji-frozen-month/1"
}

extension FrozenManifest: Decodable {
    enum CodingKeys: String, CodingKey {
        case instance, month, versions, files, configuration
        case asOf = "as_of"
        case workbookLibrary = "workbook_library"
    }

    /// - Throws: where the text is no manifest.
    package init(text: String) throws {
        self = try JSONDecoder().decode(FrozenManifest.self, from: Data(text.utf8))
    }
}
