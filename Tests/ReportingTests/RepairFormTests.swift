import Extraction
import Model
import Testing

@testable import Reporting

@Suite struct RepairFormTests {
    @Test("A format without a repair form is one whose bad rows cannot go back")
    func everyFormatHasOne() {
        #expect(Set(repairFormats) == Set(extractors.map { $0.type }), "add the line to RepairForm.swift")
    }
}
