import Testing

@testable import Bytes

@Suite struct PersonalNumbersTests {
    private func found(_ text: String, isStrict: Bool) -> [String] {
        let scalars = Array(text.unicodeScalars)
        return PersonalNumbers.find(in: scalars, isStrict: isStrict).map {
            String(String.UnicodeScalarView(scalars[$0.range]))
        }
    }

    /// The citizen number is the standard's own example (GB 11643), the mobile number is made up.
    @Test(arguments: [
        "11010519491231002X", "11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ", "110105 19491231 002X",
        "110105-19491231-002X",
        "13812345678", "138 1234 5678", "138-1234-5678", "138－1234－5678", "138–1234–5678", "１３８１２３４５６７８",
        "1\u{3000}38\u{A0}12345678",
    ])
    func findsNumbersInEveryDress(_ number: String) {
        for isStrict in [false, true] {
            #expect(found("负责人\(number)，见附件", isStrict: isStrict) == [number])
            #expect(found(number, isStrict: isStrict) == [number])
        }
    }

    @Test(arguments: [false, true]) func neighboursDoNotHideThem(isStrict: Bool) {
        let citizen = "110105194912310054"
        #expect(found("2025-03-05 13812345678", isStrict: isStrict) == ["13812345678"])
        #expect(found("\(citizen) 13812345678", isStrict: true) == [citizen, "13812345678"])
        #expect(found("13812345678 13987654321", isStrict: isStrict) == ["13812345678", "13987654321"])
        #expect(found("\(citizen) \(citizen)", isStrict: isStrict) == [citizen, citizen])
    }

    @Test func hidesThemInATextForPeople() {
        #expect(
            PersonalNumbers.hidden(in: "表头：甲、11010519491231002X、138 1234 5678、乙")
                == "表头：甲、110105************、1************、乙")
        #expect(PersonalNumbers.hidden(in: "名称、代码") == "名称、代码")
    }

    @Test func countryCodesStayVisible() {
        #expect(found("8613812345678", isStrict: true) == ["13812345678"])
    }

    @Test(arguments: [
        "JY13301020012345", "2025-03-05 12:00", "91350100M000100Y43", "110105194912310021", "010-12345678",
        "12812345678",
        "示文许〔2025〕115号", "138123456789", "110108000000016",
    ])
    func leavesOtherNumbers(_ text: String) { #expect(found(text, isStrict: true) == []) }

    @Test(
        "A number among more digits may be a licence's: it is hidden in findings, which are only read, and not in what is published"
    )
    func strictnessIsForWhatIsPublished() {
        let text = "0011010519491231002X"
        #expect(found(text, isStrict: false) == ["11010519491231002X"])
        #expect(found(text, isStrict: true) == [])
    }
}
