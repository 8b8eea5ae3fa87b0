import Bytes
import Model

/// How a department writes its files.
struct FileStyle: Equatable {
    var encoding = TextEncoding.utf8
    var hasByteOrderMark = false
    var delimiter = UInt8(ascii: ",")
    /// Title rows above the header and remarks below the data.
    var isDecorated = false
    var dates = DateStyle.iso
    /// Codes of code lists rather than their labels.
    var usesCodes = false
    var lineBreak = "\n"
}

enum DateStyle: Equatable, CaseIterable { case iso, slashes, compact, chinese, withTime }

/// A source of the sample.
struct SampleDepartment {
    enum Role: Equatable { case maker, relay, register, tax, enterprises }

    var id: String
    var role: Role
    var title: String
    var short = ""
    var certificate = ""
    var code: String
    var licencePreset: String?
    var penaltyPreset: String?
    var style = FileStyle()

    /// Place among the departments in order of id, which with the file's name is the order of receipt.
    var place = 0
    /// Number among the makers.
    var number = 0

    /// 市文化广电和旅游局 beside 示例市文化广电和旅游局.
    var alias: String { String(title.dropFirst(2)) }
}

extension SampleDepartment {
    /// The departments for these options, in order of id.
    static func all(_ options: SampleOptions) -> [SampleDepartment] {
        var departments: [SampleDepartment] = []
        func add(_ role: Role, _ id: String, _ title: String) -> Int {
            departments.append(
                SampleDepartment(id: id, role: role, title: "示例市\(title)", code: code(departments.count)))
            return departments.count - 1
        }
        for number in 0..<(options.departments - 1) {
            let entry = DepartmentTable.maker(number)
            let index = add(.maker, entry.id, entry.title)
            departments[index].short = entry.short
            departments[index].certificate = entry.certificate
            departments[index].number = number
            departments[index].setLayout(number, options)
        }
        let relay = add(.relay, DepartmentTable.relay.id, DepartmentTable.relay.title)
        let isMixed = options.layout == .mixed
        departments[relay].short = "转"
        departments[relay].certificate = "营业执照"
        departments[relay].licencePreset = isMixed ? "row-xml-licence" : "double-publicity-2018-licence"
        departments[relay].penaltyPreset = isMixed ? "row-xml-penalty" : "double-publicity-2018-penalty"
        departments[relay].style = FileStyle(dates: isMixed ? .slashes : .iso, usesCodes: isMixed)
        departments[relay].number = options.departments - 1
        if !isMixed { departments[relay].setEncoding(options.departments - 1, options) }
        let register = add(.register, DepartmentTable.register.id, DepartmentTable.register.title)
        departments[register].setEncoding(0, options)
        if isMixed { _ = add(.tax, DepartmentTable.tax.id, DepartmentTable.tax.title) }
        let enterprises = add(.enterprises, DepartmentTable.enterprises.id, DepartmentTable.enterprises.title)
        departments[enterprises].setEncoding(0, options)
        departments.sort { $0.id < $1.id }
        for index in departments.indices { departments[index].place = index }
        return departments
    }

    private mutating func setLayout(_ number: Int, _ options: SampleOptions) {
        licencePreset = "double-publicity-2018-licence"
        penaltyPreset = "double-publicity-2018-penalty"
        setEncoding(number, options)
        guard options.layout == .mixed else { return }
        style.isDecorated = number % 3 == 1
        style.delimiter = [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09, UInt8(ascii: ",")][number % 4]
        style.dates = DateStyle.allCases[number % DateStyle.allCases.count]
        style.usesCodes = number % 5 == 2 && number % 9 != 3
        style.lineBreak = number % 3 == 0 ? "\r\n" : "\n"
        switch number % 9 {
        case 3: (licencePreset, penaltyPreset) = ("gsxt-licence", "gsxt-penalty")
        case 6: penaltyPreset = "law-enforcement-penalty"
        case 7: (licencePreset, penaltyPreset) = ("double-publicity-2016-licence", "double-publicity-2016-penalty")
        case 8: setXML("row-xml-licence", "row-xml-penalty")
        case 0 where number > 0: setXML("exchange-message-licence", "exchange-message-penalty")
        default: break
        }
    }

    private mutating func setXML(_ licence: String, _ penalty: String) {
        (licencePreset, penaltyPreset) = (licence, penalty)
        style.encoding = .utf8
        style.hasByteOrderMark = false
        style.isDecorated = false
    }

    private mutating func setEncoding(_ number: Int, _ options: SampleOptions) {
        switch options.encoding {
        case .utf8: style.encoding = .utf8
        case .gb18030: style.encoding = .gb18030
        case .mixed:
            style.encoding = [.gb18030, .utf8, .utf8, .gb18030, .utf8, .utf16LittleEndian][number % 6]
            style.hasByteOrderMark = number % 6 == 2 || number % 6 == 5
        }
    }

    /// A department's own credit code: 机关 of region 330100.
    private static func code(_ number: Int) -> String {
        let buffer = ByteBuffer(capacity: 64)
        Identifiers.appendOrganisationCode(700_000 + number * 97, lead: "MB", to: buffer)
        let organisation = buffer.all.bytes
        buffer.removeAll()
        organisation.withSlice { organisation in
            "330100".withSlice {
                Identifiers.appendCreditCode(kind: "11", region: $0, organisation: organisation, to: buffer)
            }
        }
        return buffer.all.string
    }
}
