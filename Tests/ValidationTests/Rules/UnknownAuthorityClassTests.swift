import Model
import Testing

struct UnknownAuthorityClassTests {
    @Test func anUnknownPairIsAWarning() {
        let result = Fixture().run([
            ["code": Fixture.creditCode("98350100")], ["code": Fixture.creditCode("N1350100")], [:],
        ])
        #expect(result.ids == ["unknown-authority-class"])
        #expect(result.findings[0].severity == .warning)
        #expect(result.count("unknown-authority-class") == RuleCount(applicable: 3, failed: 1))
    }
}
