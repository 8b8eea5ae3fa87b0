import Testing

@testable import GuijiConfiguration

@Suite struct ReadingTests {
    @Test(arguments: [
        ("0", 0), ("12.5", 12_500_000), ("-0.000001", -1), ("2100", 2_100_000_000), ("007", 7_000_000),
    ])
    func millionths(text: String, number: Int64) {
        #expect(Millionths.parse(text) == number)
    }

    @Test(arguments: ["", "-", ".5", "5.", "1.2.3", "1e3", "1.0000001", "+1", "１", "99999999999999999999", "0x10"])
    func noMillionths(text: String) {
        #expect(Millionths.parse(text) == nil)
    }

    @Test func csvRows() {
        let errors = ErrorList()
        let text = "code,label\r\n01,\"a,\"\"b\"\"\nc\"\n\n02,\n\"\"\n03,x"
        let rows = CSVText.rows(of: text, file: "x.csv", errors: errors)
        #expect(rows.map(\.fields) == [["code", "label"], ["01", "a,\"b\"\nc"], ["02", ""], [""], ["03", "x"]])
        #expect(rows.map(\.line) == [1, 2, 5, 6, 7])
        #expect(errors.errors.isEmpty)
    }

    @Test(arguments: ["x", "licence-2018"]) func kebab(name: String) { #expect(NameForm.kebab.matches(name)) }

    @Test(arguments: ["", "2018", "a_b", "A", "许可", "a b", String(repeating: "a", count: 64)])
    func noKebab(name: String) { #expect(!NameForm.kebab.matches(name)) }

    @Test func everyProblemHasBothLanguages() {
        for problem: ConfigurationProblem in [
            .missingFile, .tooLarge(limit: 1), .nothingToDo(what: .item), .syntax("x"),
            .wrongShape(expected: .choice(["a"])),
            .unknown(.region), .wrongFieldType(field: "a", expected: ["b"]), .wrongCount(expected: 1, found: 2),
            .notWeekend,
        ] {
            #expect(!problem.chinese.isEmpty && !problem.english.isEmpty)
        }
    }
}
