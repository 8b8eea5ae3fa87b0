import Foundation
import Sampling
import Testing

@Suite struct SampleInstanceTests {
    @Test func sameOptionsGiveTheSameBytes() throws {
        let (first, second) = (try SampleFolder(), try SampleFolder())
        #expect(try first.contents() == second.contents())
    }

    @Test func anotherSeedGivesOtherRows() throws {
        let first = try SampleFolder { $0.departments = 3 }
        let second = try SampleFolder {
            $0.departments = 3
            $0.seed = 8
        }
        let name = "inbox/culture/2025-03-05-licence.csv"
        #expect(try first.contents()[name] != second.contents()[name])
    }

    @Test(arguments: [2, 8, 55, 70]) func rowsAddUp(departments: Int) throws {
        let truth = try SampleFolder { $0.departments = departments }.truth()
        func received(_ item: String) -> Int { truth.files.filter { $0.item == item }.reduce(0) { $0 + $1.received } }
        #expect(received("licence") == 3000)
        #expect(received("penalty") == 300)
        #expect(received("self-licence") == 600)
        #expect(truth.files.reduce(0) { $0 + $1.received } == truth.totals.received)
    }

    @Test func outcomesAddUpToWhatWasReceived() throws {
        let truth = try SampleFolder().truth()
        for file in truth.files {
            #expect(file.outcomes.values.reduce(0, +) == file.received, "\(file.path)")
            let listed = Dictionary(grouping: file.rows, by: \.outcome).mapValues(\.count)
            #expect(listed == file.outcomes.filter { $0.key != "published" && $0.value > 0 }, "\(file.path)")
            #expect(file.rows.allSatisfy { $0.number >= 1 && $0.number <= file.received })
            #expect(file.rows.allSatisfy { ($0.outcome == "rejected") == !$0.errors.isEmpty })
        }
        #expect(truth.totals.outcomes.values.reduce(0, +) == truth.totals.received)
    }

    /// One row is one line in these files: what the truth counts is there.
    @Test func truthCountsTheLinesOfTheFiles() throws {
        let folder = try SampleFolder {
            $0.layout = .csv
            $0.encoding = .utf8
            $0.departments = 8
        }
        let contents = try folder.contents()
        for file in try folder.truth().files {
            let lines = try #require(contents[file.path]).count { $0 == 0x0A }
            #expect(lines == file.received + 1, "\(file.path)")
        }
    }

    @Test func everyOutcomeAppears() throws {
        let outcomes = try SampleFolder().truth().totals.outcomes
        #expect(outcomes.count == 9)
        #expect(outcomes.allSatisfy { $0.value > 0 }, "\(outcomes)")
    }

    /// All rules whose errors reject a row, but `malformed-xml` and its like, which end a file, `repeated-name`, and `forbidden-field`, which the
    /// catalogue has no use for.
    @Test func everyErrorAppears() throws {
        let truth = try SampleFolder {
            $0.rows = 20_000
            $0.penalties = 4000
            $0.dirt = 0.2
        }.truth()
        let found = Set(truth.files.flatMap { $0.rows.flatMap(\.errors) })
        #expect(
            found == [
                "ragged-row", "stray-quote", "unclosed-quote", "row-too-long", "nul-byte", "undecodable", "not-in-list",
                "scientific-notation", "citizen-number-in-code-field", "credit-code-form", "credit-code-check",
                "date-format", "impossible-date", "number-format", "number-range", "required", "one-of",
                "conditional-requirement", "natural-person-with-organisation-code", "too-long", "future-date",
                "date-order",
            ])
    }

    @Test func withoutDirtNothingIsRejected() throws {
        let truth = try SampleFolder { $0.dirt = 0 }.truth()
        #expect(truth.totals.outcomes["rejected"] == 0)
    }

    @Test func aFolderInUseIsRefused() throws {
        let folder = try SampleFolder { $0.departments = 2 }
        let options = SampleOptions(rows: 10, seed: 1, mappings: SampleFolder.mappings)
        #expect(throws: (any Error).self) {
            try SampleInstance(options: options, folder: folder.path, known: .ofMappings).write()
        }
    }
}
