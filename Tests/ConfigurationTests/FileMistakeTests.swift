import Testing

@testable import GuijiConfiguration

/// Mistakes of whole files: missing, misplaced, unreadable, hostile.
@Suite struct FileMistakeTests {
    private func error(_ change: (inout InstanceFolder) -> Void) throws -> ConfigurationError? {
        var instance = InstanceFolder()
        change(&instance)
        let errors = try instance.errors()
        #expect(errors.count == 1, "\(errors)")
        return errors.first
    }

    private let culture = "Mappings/departments/culture.yml"
    private let calendar = "Mappings/calendar/2025.yml"

    @Test func missingFiles() throws {
        #expect(try error { $0["pipeline.yml"] = nil }?.description == "pipeline.yml: 缺少文件 / file missing")
        #expect(try error { $0["Mappings/authority.yml"] = nil }?.problem == .missingFile)
        #expect(try error { $0[calendar] = nil }?.problem == .missingFolder)
    }

    @Test func filesThatWouldBePassedOver() throws {
        let wrongKind = try error { $0["Mappings/departments/health.yaml"] = "department: health\n" }
        #expect(wrongKind?.problem == .unexpectedFile)
        #expect(wrongKind?.nearest == "health.yml")
        let wrongFolder = try error { $0["Mappings/preset/a.yml"] = "preset: a\n" }
        #expect(wrongFolder?.file == "Mappings/preset")
        #expect(wrongFolder?.nearest == "presets")
    }

    @Test(arguments: ["", "\n \n", "# 只有注释\n"])
    func emptyFiles(text: String) throws {
        #expect(try error { $0[calendar] = text }?.problem == .empty)
    }

    @Test func notUTF8() throws {
        let error = try error {
            $0.set(calendar, bytes: Array("year: 2025\nsource: ".utf8) + [0xB9, 0xFA, 0xCE, 0xF1])
        }
        #expect(error?.problem == .notUTF8)
        #expect(error?.line == 2)
    }

    @Test func aByteOrderMarkIsNoMistake() throws {
        var instance = InstanceFolder()
        for path in instance.files.keys {
            instance.set(path, bytes: [0xEF, 0xBB, 0xBF] + (instance.files[path] ?? []))
        }
        #expect(try instance.errors() == [])
    }

    @Test func windowsLineBreaksAreNoMistake() throws {
        var instance = InstanceFolder()
        for path in instance.files.keys { instance[path] = instance[path]?.replacing("\n", with: "\r\n") }
        #expect(try instance.errors() == [])
    }

    @Test func syntax() throws {
        let unclosed = try error { $0.replace(calendar, "source: ", "source: [") }
        #expect(unclosed?.line == 3)
        let tab = try error { $0.replace(calendar, "  - 2025-10-01", "\t- 2025-10-01") }
        #expect(tab?.line == 5)
        let control = try error { $0.replace(calendar, "source: ", "source: \u{1}") }
        #expect(control?.line == 2)
        let twoDocuments = try error { $0.replace(calendar, "working:", "---\nworking:") }
        #expect(twoDocuments?.line == 6)
        let alias = try error { $0.replace(calendar, "source: ", "source: *") }
        #expect(alias?.line == 2)
        for error in [unclosed, tab, control, twoDocuments, alias] {
            guard case .syntax = error?.problem else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
    }

    @Test func anchorsAreRefusedBeforeTheyGrow() throws {
        var bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n"
        for (last, next) in zip("abcdefghijklmnopqrstuv", "bcdefghijklmnopqrstuvw") {
            bomb += "\(next): &\(next) [\(Array(repeating: "*\(last)", count: 9).joined(separator: ", "))]\n"
        }
        let error = try error { $0[calendar] = "year: 2025\n" + bomb }
        #expect(error?.problem == .anchor)
        #expect(error?.line == 2)
    }

    @Test func deepNestingAndLargeFilesAreRefused() throws {
        let deep = try error { $0[calendar] = String(repeating: "[", count: 100_000) }
        guard case .syntax = deep?.problem else {
            Issue.record("\(String(describing: deep))")
            return
        }
        let large = try error { $0[calendar] = "year: 2025 #" + String(repeating: "x", count: 1 << 20) }
        #expect(large?.problem == .tooLarge(limit: 1 << 20))
    }

    @Test func twoDepartmentsOfOneID() throws {
        var instance = InstanceFolder()
        instance["Mappings/departments/health.yml"] = "department: culture\ntitle: 卫健委\ndeliveries: []\n"
        let errors = try instance.errors()
        #expect(errors.map(\.problem) == [.notFileName(expected: "health"), .duplicate(first: "\(culture):1")])
        #expect(errors.allSatisfy { $0.file == "Mappings/departments/health.yml" && $0.line == 1 })
    }

    @Test func twoItemsOfOneID() throws {
        var instance = InstanceFolder()
        instance["Mappings/catalogue/permit.yml"] = instance["Mappings/catalogue/licence.yml"]
        let errors = try instance.errors()
        #expect(errors.contains { $0.problem == .notFileName(expected: "permit") && $0.nearest == "permit" })
        #expect(errors.contains { $0.problem == .duplicate(first: "Mappings/catalogue/licence.yml") })
    }
}
