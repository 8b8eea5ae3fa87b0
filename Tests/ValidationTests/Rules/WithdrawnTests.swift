import Model
import Testing

struct WithdrawnTests {
    @Test func rowsThatTakeSomethingBackAreTombstones() {
        let result = Fixture().run([["status": "撤销"], [:], ["status": ""]])
        #expect((0..<3).map { result.flags(row: $0).contains(.withdrawn) } == [true, false, false])
        #expect(result.findings.isEmpty)
    }
}
