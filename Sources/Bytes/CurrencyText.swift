/// The currencies that capital amounts are stated in. Source of the codes: ISO 4217 (and its list of historic codes).
package enum CurrencyText: UInt8, CaseIterable, Sendable {
    case cny, usd, hkd, jpy, eur, gbp, sgd, aud, cad, chf, krw, twd, mop, nzd, sek, nok, dkk, dem, frf, itl, nlg, bef

    /// The three letters of ISO 4217.
    package var code: StaticString {
        switch self {
        case .cny: "CNY"
        case .usd: "USD"
        case .hkd: "HKD"
        case .jpy: "JPY"
        case .eur: "EUR"
        case .gbp: "GBP"
        case .sgd: "SGD"
        case .aud: "AUD"
        case .cad: "CAD"
        case .chf: "CHF"
        case .krw: "KRW"
        case .twd: "TWD"
        case .mop: "MOP"
        case .nzd: "NZD"
        case .sek: "SEK"
        case .nok: "NOK"
        case .dkk: "DKK"
        case .dem: "DEM"
        case .frf: "FRF"
        case .itl: "ITL"
        case .nlg: "NLG"
        case .bef: "BEF"
        }
    }

    /// The currency whose name or code stands at `offset`, and the length of that name in bytes. A 元 behind it is not taken.
    static func match(_ text: ByteSlice, at offset: Int) -> (currency: CurrencyText, length: Int)? {
        // What nearly every row says comes first, then longer names before those that they begin with.
        if text.matches("人民币", at: offset) { return (.cny, 9) }
        if text.matches("美", at: offset) { return (.usd, text.matches("美金", at: offset) ? 6 : 3) }
        if text.matches("香港", at: offset) { return (.hkd, 6) }
        if text.matches("港", at: offset) { return (.hkd, text.matches("港币", at: offset) ? 6 : 3) }
        if text.matches("日元", at: offset) || text.matches("日圆", at: offset) { return (.jpy, 6) }
        for (name, currency) in otherNames where text.matches(name, at: offset) {
            return (currency, name.utf8CodeUnitCount)
        }
        guard text.count - offset >= 3 else { return nil }
        let letters = text[offset..<offset + 3]
        if letters.equalsIgnoringCase("RMB") { return (.cny, 3) }
        guard upperCased(letters.base[0]) &- 0x41 <= 25 else { return nil }
        for currency in allCases where letters.equalsIgnoringCase(currency.code) { return (currency, 3) }
        return nil
    }

    private static let otherNames: [(StaticString, CurrencyText)] = [
        ("日币", .jpy), ("欧元", .eur), ("英镑", .gbp), ("新加坡", .sgd), ("澳大利亚", .aud), ("澳元", .aud),
        ("加拿大", .cad), ("加元", .cad), ("瑞士法郎", .chf), ("韩国", .krw), ("韩元", .krw), ("新台币", .twd),
        ("台币", .twd), ("澳门", .mop), ("新西兰", .nzd), ("瑞典克朗", .sek), ("挪威克朗", .nok),
        ("丹麦克朗", .dkk), ("丹麦克郎", .dkk), ("德国马克", .dem), ("法国法郎", .frf), ("意大利里拉", .itl),
        ("荷兰盾", .nlg), ("比利时法郎", .bef), ("￥", .cny), ("¥", .cny),
    ]
}
