import Foundation

/// The counts of a published document, summed by department and item: what later figures are held against.
package struct FrozenFigures: Sendable, Equatable {
    package struct Key: Hashable, Sendable, Comparable {
        package var source: String
        package var item: String
        package var figure: String

        package init(source: String, item: String, figure: String) {
            self.source = source
            self.item = item
            self.figure = figure
        }

        package static func < (left: Key, right: Key) -> Bool {
            (left.source, left.item, left.figure) < (right.source, right.item, right.figure)
        }
    }

    package private(set) var counts: [Key: Int] = [:]

    /// - Throws: where the text is no document of published figures.
    package init(document: String) throws {
        struct Document: Decodable {
            struct Entry: Decodable {
                var source: String
                var item: String
                var figures: [String: Int]
            }
            var entries: [Entry]
        }
        for entry in try JSONDecoder().decode(Document.self, from: Data(document.utf8)).entries {
            for (figure, count) in entry.figures {
                counts[Key(source: entry.source, item: entry.item, figure: figure), default: 0] += count
            }
        }
    }

    package init(_ report: MonthlyReport) {
        for entry in report.entries {
            for figure in Figure.allCases where entry.counts[figure] != 0 {
                counts[Key(source: entry.source, item: entry.item, figure: figure.rawValue), default: 0] +=
                    entry.counts[figure]
            }
        }
    }

    /// The same with what restatements said since.
    package func told(_ restated: [Key: Int]) -> FrozenFigures {
        var figures = self
        figures.counts.merge(restated) { _, new in new }
        return figures
    }

    /// What differs, in order: the old count and the new one.
    package func differences(from new: FrozenFigures) -> [(key: Key, old: Int, new: Int)] {
        Set(counts.keys).union(new.counts.keys).sorted().compactMap { key in
            let (before, after) = (counts[key] ?? 0, new.counts[key] ?? 0)
            return before == after ? nil : (key, before, after)
        }
    }
}

/// What was published and under which circumstances; its own digest stands at its end.
package struct FrozenManifest: Sendable {
    package struct File: Sendable, Equatable {
        package var name: String
        package var sha: String
        package var size: Int

        package init(name: String, sha: String, size: Int) {
            self.name = name
            self.sha = sha
            self.size = size
        }
    }

    package var instance: String
    package var month: String
    /// As the instance's people read it.
    package var asOf: String
    package var versions: ReportVersions
    package var files: [File]

    package init(report: MonthlyReport, files: [File]) {
        instance = report.instance
        month = report.month.text
        asOf = report.clock.iso(report.asOf)
        versions = report.versions
        self.files = files
    }

    /// - Parameter digest: SHA-256 in hexadecimal digits.
    /// - Returns: the manifest as JSON with its digest, which is over the same JSON without it.
    package func text(digest: ([UInt8]) -> String) -> (text: String, sha: String) {
        var members: [(key: String, value: JSONValue)] = [
            ("format", .string("guiji-frozen-month/1")), ("instance", .string(instance)), ("month", .string(month)),
            ("as_of", .string(asOf)), ("versions", versions.json),
            (
                "files",
                .array(
                    files.map {
                        .object([("name", .string($0.name)), ("sha256", .string($0.sha)), ("size", .int($0.size))])
                    })
            ),
        ]
        let sha = digest(Array(JSONValue.object(members).text.utf8))
        members.append(("sha256", .string(sha)))
        return (JSONValue.object(members).text, sha)
    }

    /// The versions that a manifest names.
    package static func versions(of text: String) throws -> ReportVersions {
        struct Document: Decodable {
            struct Versions: Decodable {
                var program: String
                var catalogue: String
                var mappings: String
                var calendar: String
                var run: Int
                var nilReturn: Int
                var rows: String

                enum CodingKeys: String, CodingKey {
                    case program, catalogue, mappings, calendar, run, rows
                    case nilReturn = "nil_return"
                }
            }
            var versions: Versions
        }
        let found = try JSONDecoder().decode(Document.self, from: Data(text.utf8)).versions
        var versions = ReportVersions()
        versions.program = found.program
        versions.catalogue = found.catalogue
        versions.mappings = found.mappings
        versions.calendar = found.calendar
        versions.run = found.run
        versions.nilReturn = found.nilReturn
        versions.rows = found.rows
        return versions
    }

    /// The files that a manifest names.
    package static func files(of text: String) throws -> [File] {
        struct Document: Decodable {
            struct Entry: Decodable {
                var name: String
                var sha256: String
                var size: Int
            }
            var files: [Entry]
        }
        return try JSONDecoder().decode(Document.self, from: Data(text.utf8)).files.map {
            File(name: $0.name, sha: $0.sha256, size: $0.size)
        }
    }
}

/// Restatements as they lie beside a published month.
package func restatementDocument(_ restatements: [Restatement], clock: ReportClock) -> String {
    JSONValue.array(
        restatements.map {
            .object([
                ("month", .string($0.month)), ("source", .string($0.source)), ("item", .string($0.item)),
                ("figure", .string($0.figure)), ("old", .int($0.old)), ("new", .int($0.new)),
                ("reason", .string($0.reason)), ("at", .string(clock.iso($0.at))),
            ])
        }
    ).text
}
