import Model
import Testing

struct ChangedTests {
    @Test func rowsThatSayThatTheirRecordChangedAreMarked() {
        let result = Fixture().run([["status": "变更"], [:], ["status": ""], ["status": "撤销"]])
        #expect((0..<4).map { result.flags(row: $0).contains(.changed) } == [true, false, false, false])
        #expect(result.findings.isEmpty)
    }
}
