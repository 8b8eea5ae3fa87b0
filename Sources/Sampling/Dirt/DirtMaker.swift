import Bytes
import Model

/// Makes a clean row dirty. Damage is the file writer's to do.
struct DirtMaker {
    let layout: SampleLayout
    let fields: RowFields
    let seed: UInt64

    /// - Parameter subject: whom the row is about, as loaded.
    func apply(_ dirt: Dirt, to row: SampleRow, subject: Subjects, key: Int) {
        var dice = Dice(seed, .dirt, key, dirt.rawValue)
        switch dirt {
        case .wrongCheck, .swapped, .wrongLetter, .shortCode, .citizenNumber, .scientificCode, .wrongAuthorityCode,
            .lowerCase, .fullWidth, .innerSpace, .numberInCode, .organisationInCode, .taxpayerInCode:
            spoilCode(dirt, row, subject, &dice)
        case .impossibleDate, .futureDate, .dateOrder, .twoDigitYear, .excelSerial, .otherDateForm:
            spoilDate(dirt, row, &dice)
        case .fineWithoutAmount, .negativeAmount, .amountInWords, .unitSuspicion: spoilAmount(dirt, row)
        case .placeholderInRequired: row.set(fields.content, ["无", "-", "待补充", "NULL"][dice.below(4)])
        case .noName: row.clear(fields.name)
        case .noIdentifier:
            clearIdentifiers(row)
            row.clear(fields.documentID)
        case .noDocumentNumber:
            row.clear(fields.documentNumber)
            row.clear(fields.licenceNumber)
        case .notInList: row.set(layout.has(fields.kind) ? fields.kind : fields.status, "甲类甲等")
        case .tooLong: row.set(fields.name) { for _ in 0..<26 { $0.append("示例市超长名称公司") } }
        case .overlong: row.set(fields.content, String(repeating: "1234567890", count: 110_000))
        case .personWithCode:
            row.set(fields.partyType, "自然人")
            row.set(fields.documentID) { Identifiers.appendCitizenNumber(&dice, to: $0) }
        case .placeholder: row.set(fields.registrationNumber, ["无", "/", "000000000000000", "N/A"][dice.below(4)])
        case .mojibake: row.set(fields.content, "锟斤拷锟斤拷经营")
        // With other quotes in the row it would be a stray one.
        case .unclosedQuote: row.set(fields.content, "见附件")
        case .tooManyCells, .tooFewCells, .strayQuote, .nul, .undecodable: break
        }
    }

    private func clearIdentifiers(_ row: SampleRow) {
        for field in [fields.code, fields.registrationNumber, fields.organisationCode, fields.taxpayerNumber] {
            row.clear(field)
        }
    }

    private func spoilCode(_ dirt: Dirt, _ row: SampleRow, _ subject: Subjects, _ dice: inout Dice) {
        guard let code = fields.code else { return }
        switch dirt {
        case .wrongCheck: row.edit(code) { $0[17] = Identifiers.other(than: $0[17], &dice) }
        case .wrongAuthorityCode:
            guard let field = fields.authorityCode else { return }
            row.edit(field) { $0[17] = Identifiers.other(than: $0[17], &dice) }
        case .swapped:
            row.edit(code) { bytes in
                for left in 10..<16 where bytes[left] != bytes[left + 1] {
                    bytes.swapAt(left, left + 1)
                    return
                }
                bytes[12] = Identifiers.other(than: bytes[12], &dice)
            }
        case .wrongLetter: row.edit(code) { $0[10 + dice.below(6)] = Array("IOSVZ".utf8)[dice.below(5)] }
        case .shortCode: row.edit(code) { $0.removeLast() }
        case .citizenNumber:
            clearIdentifiers(row)
            row.set(code) { Identifiers.appendCitizenNumber(&dice, to: $0) }
        case .scientificCode: row.set(code, "9.13301E+17")
        case .lowerCase: row.edit(code) { bytes in bytes = bytes.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 } }
        case .fullWidth:
            row.edit(code) { bytes in bytes = bytes.flatMap { [0xEF, 0xBC + ($0 >= 0x60 ? 1 : 0), $0 + 0x60] } }
        case .innerSpace: row.edit(code) { $0.insert(0x20, at: 8) }
        case .numberInCode: replaceCode(code, subject.registrationNumber, row)
        case .organisationInCode: replaceCode(code, subject.organisationCode, row)
        case .taxpayerInCode: replaceCode(code, subject.oldTaxpayerNumber, row)
        default: break
        }
    }

    private func replaceCode(_ code: Int, _ identifier: ByteBuffer, _ row: SampleRow) {
        clearIdentifiers(row)
        row.set(code, identifier)
    }

    private func spoilDate(_ dirt: Dirt, _ row: SampleRow, _ dice: inout Dice) {
        switch dirt {
        case .impossibleDate: row.set(fields.event, ["2025-02-30", "2024-13-05", "20250431"][dice.below(3)])
        case .futureDate: row.set(fields.updated, "2088-05-01")
        case .dateOrder: row.set(fields.validTo, "1998-07-01")
        case .twoDigitYear: row.set(fields.event, "25/3/1")
        case .excelSerial:
            row.set(fields.event, "\(45_300 + dice.below(200))")
            row.clear(fields.updated)
        case .otherDateForm:
            row.set(fields.event, ["2024年5月6日", "2024.5.6", "2024/5/6 0:00:00", "２０２４-05-06"][dice.below(4)])
            row.clear(fields.updated)
        default: break
        }
    }

    private func spoilAmount(_ dirt: Dirt, _ row: SampleRow) {
        switch dirt {
        case .fineWithoutAmount:
            row.set(fields.kind, "罚款")
            row.clear(fields.fine)
        case .negativeAmount: row.set(fields.fine, "-5")
        case .amountInWords: row.set(fields.fine, "伍万元整")
        case .unitSuspicion:
            let isYuan = layout.mapping.units[fields.fine ?? 0] == .yuan
            row.set(fields.fine, isYuan ? "3" : "30000")
            row.set(fields.content, isYuan ? "罚款人民币3万元" : "罚款人民币30000元")
        default: break
        }
    }
}
