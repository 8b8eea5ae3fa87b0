import Foundation
import Model
import Testing

@testable import Validation

struct RuleCatalogueTests {
    /// The folder with one rule a file.
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Sources/Stages/2-Validation/Rules").resolvingSymlinksInPath()

    @Test("A file in Rules/ that is not in the list is a rule that never runs")
    func everyFileIsListed() throws {
        guard FileManager.default.fileExists(atPath: Self.folder.path()) else { return }
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path())
            .filter { $0.hasSuffix(".swift") }.map { String($0.dropLast(6)) }
        let listed = ruleTypes.map { String(describing: $0) }
        #expect(Set(files) == Set(listed), "add the line to RuleCatalogue.swift, or the file to Rules/")
        #expect(Set(listed).count == listed.count)
    }

    @Test("Every rule with a finding has a test of its name")
    func everyRuleIsTested() throws {
        let tests = try FileManager.default.contentsOfDirectory(
            atPath: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Rules").path())
        for rule in ruleTypes { #expect(tests.contains("\(rule)Tests.swift")) }
    }

    @Test func idsAreUniqueAndKebabCase() {
        let ids = RuleCatalogue.facts.map(\.id)
        #expect(Set(ids).count == ids.count)
        for id in ids { #expect(id.wholeMatch(of: /[a-z]+(-[a-z]+)*/) != nil, "\(id)") }
    }

    @Test func factsAreComplete() {
        for rule in RuleCatalogue.facts {
            let texts = [rule.chinese, rule.english, rule.mendChinese, rule.mendEnglish, rule.source]
            #expect(texts.allSatisfy { !$0.isEmpty && !$0.hasSuffix("。") && !$0.hasSuffix(".") }, "\(rule.id)")
        }
    }

    @Test func severitiesCanBeChangedAndSwitchedOff() {
        let facts = FileRules.unknownColumn
        #expect(RuleCatalogue.severity(of: facts, ValidationSettings()) == .warning)
        #expect(RuleCatalogue.severity(of: facts, ValidationSettings(severities: [facts.id: .notice])) == .notice)
        let off: [String: Severity?] = [facts.id: nil]
        #expect(RuleCatalogue.severity(of: facts, ValidationSettings(severities: off)) == nil)
    }
}
