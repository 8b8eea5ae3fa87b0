import Foundation
import Testing

@testable import Pipeline

/// The list of what was received, as runs leave it that end before their commit.
@Suite struct ArchiveIndexTests {
    private func entry(_ run: Int, _ file: String, claim: String? = nil) -> ArchiveIndex.Entry {
        ArchiveIndex.Entry(
            run: run, asOf: 0, digest: file, source: "culture", file: file, channel: "folder", received: 0, claim: claim
        )
    }

    private func kept(_ runs: [[ArchiveIndex.Entry]]) throws -> [String] {
        let folder = "\(NSTemporaryDirectory())guiji-index-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let index = ArchiveIndex(folder)
        for run in runs { try index.append(run) }
        return try index.entries().map { "\($0.run) \($0.file)" }
    }

    @Test func theLastAttemptOfARunCounts() throws {
        #expect(try kept([[entry(5, "a"), entry(5, "b")], [entry(5, "c")], [entry(6, "d")]]) == ["5 c", "6 d"])
        #expect(try kept([[entry(5, "a")], [entry(5, "a"), entry(5, "b")]]) == ["5 a", "5 b"])
    }

    /// A batch that failed as a whole was taken file by file.
    @Test func theLastEntryOfAClaimCounts() throws {
        let batch = [entry(5, "a", claim: "1"), entry(5, "b", claim: "2")]
        #expect(
            try kept([batch, [entry(5, "a", claim: "1")], [entry(6, "b", claim: "2")]]) == ["5 a", "6 b"])
        // What failed was followed by a run that entered nothing.
        #expect(try kept([batch, [entry(6, "a", claim: "1"), entry(6, "b", claim: "2")]]) == ["6 a", "6 b"])
    }

    /// The same bytes twice in one run are two arrivals.
    @Test func whatCameTwiceInOneRunCountsTwice() throws {
        #expect(try kept([[entry(5, "a", claim: "1"), entry(5, "a", claim: "2")]]) == ["5 a", "5 a"])
    }
}
