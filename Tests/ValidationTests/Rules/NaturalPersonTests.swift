import Model
import Testing

struct NaturalPersonTests {
    private let person = ["party_type": "自然人", "code": "", "document_id": "11010519491231002X", "party_name": "张三丰"]

    @Test func rowsAreWithheldWithoutAFinding() {
        let result = Fixture().run(person)
        #expect(result.findings.isEmpty)
        #expect(result.flags() == [.naturalPerson, .withheld])
    }

    @Test("The code of the list does as well")
    func afterTheList() {
        #expect(Fixture().run(person.merging(["party_type": "01"]) { $1 }).flags().contains(.naturalPerson))
    }

    @Test("Without a kind of party, a document and no code mean a natural person")
    func orOnly() {
        let changes: [[String: String]] = [
            person.merging(["party_type": ""]) { $1 }, ["party_type": "", "document_id": "11010519491231002X"],
            ["party_type": ""],
        ]
        let result = Fixture().run(changes)
        #expect((0..<3).map { result.flags(row: $0).contains(.naturalPerson) } == [true, false, false])
    }

    @Test("A natural person's name is masked in findings")
    func namesAreMasked() {
        let result = Fixture().run(person.merging(["party_name": String(repeating: "张", count: 30)]) { $1 })
        #expect(result.findings("too-long").map(\.value) == ["张**"])
    }
}
