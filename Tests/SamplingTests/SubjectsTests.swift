import Bytes
import Testing

@testable import Sampling

@Suite struct SubjectsTests {
    let subjects = Subjects(seed: 1, count: 5000, regions: ["330102", "330106", "331081"])

    @Test func identifiersCheck() {
        for number in 0..<5000 {
            subjects.load(number)
            #expect(CreditCode.isValid(subjects.code.all))
            #expect(RegistrationNumber.isValid15(subjects.registrationNumber.all))
            #expect(OrganisationCode.isValid(subjects.organisationCode.all) == (subjects.kind != .wrongInner))
            #expect(CreditCode.hasValidOrganisationCode(subjects.code.all) == (subjects.kind != .wrongInner))
            #expect(IdentifierKind.classify(subjects.code.all) == .creditCode)
            if subjects.kind != .wrongInner {
                #expect(IdentifierKind.classify(subjects.oldTaxpayerNumber.all) == .taxpayerNumber)
            }
        }
    }

    @Test func codesNumbersAndNamesAreUnique() {
        var codes: Set<String> = []
        var numbers: Set<String> = []
        var names: Set<String> = []
        var shared = 0
        for number in 0..<5000 {
            subjects.load(number)
            codes.insert(subjects.code.all.string)
            numbers.insert(subjects.registrationNumber.all.string)
            names.insert(subjects.name.all.string)
            if subjects.kind == .sharedName { shared += 1 }
        }
        #expect(codes.count == 5000)
        #expect(numbers.count == 5000)
        #expect(names.count + shared == 5000)
    }

    @Test func citizenNumbersCheck() {
        let buffer = ByteBuffer()
        for number in 0..<200 {
            var dice = Dice(1, .person, number)
            buffer.removeAll()
            Identifiers.appendCitizenNumber(&dice, to: buffer)
            #expect(CitizenNumber.isValid(buffer.all))
        }
    }

    @Test(arguments: SampleOptions.LayoutChoice.allCases) func departmentsHaveCodesThatCheck(
        layout: SampleOptions.LayoutChoice
    ) {
        let departments = SampleDepartment.all(SampleOptions(rows: 1, seed: 1, layout: layout))
        #expect(Set(departments.map(\.code)).count == departments.count)
        #expect(Set(departments.map(\.title)).count == departments.count)
        #expect(departments.allSatisfy { $0.code.withSlice { CreditCode.isValid($0) } })
        #expect(departments.map(\.id) == departments.map(\.id).sorted())
    }
}
