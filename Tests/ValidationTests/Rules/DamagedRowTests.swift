import Model
import Testing

struct DamagedRowTests {
    @Test(arguments: [
        (Damage.ragged, "ragged-row"), (.strayQuote, "stray-quote"), (.unclosedQuote, "unclosed-quote"),
        (.tooLong, "row-too-long"), (.nul, "nul-byte"), (.undecodable, "undecodable"),
    ])
    func damageIsTheOnlyFinding(damage: Damage, id: String) {
        let result = Fixture().run([[:], ["party_name": "", "decision_date": "x"], [:]], damages: [1: damage])
        #expect(result.ids == [id])
        #expect(result.count(id) == RuleCount(applicable: 3, failed: 1))
        #expect(result.batch.flags.map { $0.contains(.error) } == [false, true, false])
        #expect(result.count("required").applicable == 6)
    }

    @Test func raggedRowsTellTheirCells() {
        #expect(Fixture().run([[:]], damages: [0: .ragged]).findings[0].value == "7")
    }

    @Test(arguments: [
        ("xml", Damage.malformed, "malformed-xml"), ("xml", .repeated, "repeated-name"),
        ("json", .malformed, "malformed-json"), ("json", .repeated, "repeated-name"),
        ("xlsx", .malformed, "malformed-workbook"), ("xls", .ragged, "ragged-row"),
    ])
    func eachFormatHasItsOwn(format: String, damage: Damage, id: String) {
        let result = Fixture(format: format).run([[:]], damages: [0: damage])
        #expect(result.ids == [id])
        #expect(!result.wasAsked("unclosed-quote"))
    }

    @Test("What a damaged row had so far is not data")
    func cellsAreEmptied() {
        let result = Fixture().run([[:]], damages: [0: .strayQuote])
        #expect(result.text("party_name") == "")
    }
}
