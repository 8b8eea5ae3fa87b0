import Testing

@testable import GuijiConfiguration

@Suite struct NearestNameTests {
    @Test(arguments: [
        ("licnce_number", "licence_number"), ("licence-number", "licence_number"), ("Licence_Number", "licence_number"),
        ("authroity", "authority"), ("许可机构", "许可机关"), ("csv ", "csv"),
    ])
    func findsTheIntendedName(wrong: String, right: String) {
        #expect(NearestName.find(wrong, in: ["authority", "csv", "licence_number", "许可机关"]) == right)
    }

    @Test func staysSilentWithoutALikelyName() {
        #expect(NearestName.find("weather", in: ["authority", "licence_number"]) == nil)
        #expect(NearestName.find("", in: ["a"]) == nil)
        #expect(NearestName.find("x", in: ["y"]) == nil)
        #expect(NearestName.find(String(repeating: "x", count: 10_000), in: ["y"]) == nil)
    }
}
