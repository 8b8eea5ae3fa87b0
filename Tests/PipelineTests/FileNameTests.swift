import Model
import Testing

@Suite struct FileNameTests {
    @Test(arguments: [
        ("许可.csv", "许可.csv"), ("12345678901.csv", "12345678.csv"), ("许可许可许可.csv", "许可.csv"),
        ("123456789012345", "123456789012"), ("x.12345678901234567890123456", "x.1234567890"),
    ])
    func theStemIsCut(_ name: String, _ expected: String) {
        #expect(FileName.shortened(name, to: 12) == expected)
    }

    /// As a member of an archive may be called: an ending that fits in no name is none.
    @Test func anEndlessEndingIsCutToo() {
        let name = "a.zip-x." + String(repeating: "许", count: 300)
        let short = FileName.shortened(name, to: 200)
        #expect(short.utf8.count <= 200 && short.hasPrefix("a.zip-x."))
    }
}
