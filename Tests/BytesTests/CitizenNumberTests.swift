import Testing

@testable import Bytes

@Suite("Citizen number")
struct CitizenNumberTests {
    /// The two examples of GB 11643-1999, and an example of the 2023 residence permit.
    @Test(arguments: ["11010519491231002X", "440524188001010014", "911124198108030024"])
    func knowsThePublishedExamples(number: String) {
        // 1880 is not plausible any more.
        #expect(number.withSlice { CitizenNumber.isValid($0) } == !number.contains("1880"))
    }

    @Test(arguments: [
        "", "11010519491231002x", "110105194912310021", "11010519491331002X", "1101051949123100", "A1010519491231002X",
        "01010519491231002X",
    ])
    func rejectsTheRest(number: String) {
        #expect(!number.withSlice { CitizenNumber.isValid($0) })
    }

    @Test(arguments: [
        ("110105491231002", true), ("110105490230002", false), ("110105491331002", false), ("11010549123100X", false),
        ("11010549123100", false),
    ])
    func looksAtTheDateOfTheOldForm(number: String, isPlausible: Bool) {
        #expect(number.withSlice { CitizenNumber.looksLike15($0) } == isPlausible)
    }
}
