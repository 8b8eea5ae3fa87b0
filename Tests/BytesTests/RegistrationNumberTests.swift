import Testing

@testable import Bytes

@Suite("Registration number")
struct RegistrationNumberTests {
    @Test(arguments: [
        "110108000000016", "330184000094093", "331021620043077", "330203000030639", "320404000005886",
        "320113000001439",
        "320204000004468",
    ])
    func acceptsRealNumbers(number: String) {
        #expect(number.withSlice { RegistrationNumber.isValid15($0) })
        var bytes = Array(number.utf8)
        for position in bytes.indices {
            let kept = bytes[position]
            bytes[position] = kept == 0x39 ? 0x30 : kept + 1
            #expect(!bytes.withSlice { RegistrationNumber.isValid15($0) })
            bytes[position] = kept
        }
    }

    @Test(arguments: ["", "11010800000001", "11010800000001X", "1101080000000160"])
    func rejectsOtherForms(number: String) {
        #expect(!number.withSlice { RegistrationNumber.isValid15($0) })
    }

    @Test func knowsTheOlderForms() {
        #expect("3203212101484".withSlice { RegistrationNumber.looksLike13($0) })
        #expect(!"320321210148".withSlice { RegistrationNumber.looksLike13($0) })
        #expect("32032121014841".withSlice { RegistrationNumber.looksLike14($0) })
        #expect("320722NA000069X".withSlice { RegistrationNumber.isOldForm($0) })
        #expect("320722NA0000691".withSlice { RegistrationNumber.isOldForm($0) })
        #expect("429006NA000000022X".withSlice { RegistrationNumber.isOldForm($0) })
        #expect(!"320722NB000069X".withSlice { RegistrationNumber.isOldForm($0) })
        #expect(!"32072NA000069X".withSlice { RegistrationNumber.isOldForm($0) })
        #expect("企合浙绍总字第000123号".withSlice { RegistrationNumber.isTextForm($0) })
        #expect("企独苏镇总字第2021".withSlice { RegistrationNumber.isTextForm($0) })
        #expect(!"企业".withSlice { RegistrationNumber.isTextForm($0) })
    }
}
