import Testing

@testable import Bytes

@Suite("Amounts of money")
struct MoneyTests {
    static func parse(_ text: String) -> MoneyVerdict { text.withSlice { NumberText.parseMoney($0) } }

    /// The forms of 2.98 million real rows that hold an amount, the frequent ones first.
    @Test(
        arguments: [
            ("1,000(万元人民币)", 1000, MoneyUnit.tenThousand, CurrencyText.cny), ("3.1000(万元)", 3.1, .tenThousand, nil),
            ("27,850.0875(万)", 27850.0875, .tenThousand, nil), ("60万人民币", 60, .tenThousand, .cny),
            ("50万元人民币", 50, .tenThousand, .cny), ("183.8000(万人民币元)", 183.8, .tenThousand, .cny),
            ("5,405(万美元)", 5405, .tenThousand, .usd), ("600（万元）", 600, .tenThousand, nil),
            ("26万元", 26, .tenThousand, nil),
            ("5()", 5, nil, nil), ("3,700(万元(人民币))", 3700, .tenThousand, .cny), ("30万人民币元", 30, .tenThousand, .cny),
            ("25,220(万香港元)", 25220, .tenThousand, .hkd), ("1,000(万港币)", 1000, .tenThousand, .hkd),
            ("300( 万人民币元)", 300, .tenThousand, .cny), ("6,000,000(人民币元)", 6_000_000, .yuan, .cny),
            ("300,000(万日元)", 300_000, .tenThousand, .jpy), ("32000万", 32000, .tenThousand, nil),
            ("1,065(万元(港币))", 1065, .tenThousand, .hkd), ("200(万元美元)", 200, .tenThousand, .usd),
            ("619(万欧元)", 619, .tenThousand, .eur), ("400(万人民币 )", 400, .tenThousand, .cny), ("6", 6, nil, nil),
            ("8,866.1000(万元（人民币）)", 8866.1, .tenThousand, .cny), ("18.2人民币元", 18.2, .yuan, .cny),
            ("2,124(万德国马克)", 2124, .tenThousand, .dem), ("1,002(万新加坡元)", 1002, .tenThousand, .sgd),
            ("520(万澳大利亚元)", 520, .tenThousand, .aud), ("500,000(元人民币)", 500_000, .yuan, .cny),
            ("2,156(万瑞士法郎)", 2156, .tenThousand, .chf), ("1,000((万美元))", 1000, .tenThousand, .usd),
            ("10(元/万元)", 10, nil, nil), ("3200000人民币", 3_200_000, nil, .cny),
            ("3,350(万丹麦克郎)", 3350, .tenThousand, .dkk),
            ("3,000(万美)", 3000, .tenThousand, .usd), ("33000元", 33000, .yuan, nil), ("0万澳大利亚元", 0, .tenThousand, .aud),
            ("人民币50万元整", 50, .tenThousand, .cny), ("￥100元", 100, .yuan, .cny), ("500万USD", 500, .tenThousand, .usd),
            ("１００万元", 100, .tenThousand, nil), ("1.5亿元", 15000, .tenThousand, nil), ("100RMB", 100, nil, .cny),
        ] as [(String, Double, MoneyUnit?, CurrencyText?)])
    func readsTheFormsOfTheRegistry(text: String, amount: Double, unit: MoneyUnit?, currency: CurrencyText?) {
        let millionths = Int64((amount * 1_000_000).rounded())
        #expect(Self.parse(text) == .value(millionths: millionths, unit: unit, currency: currency))
    }

    @Test(arguments: [
        ("N/A", MoneyVerdict.notANumber), ("-", .notANumber), ("", .notANumber), ("万人民币", .notANumber),
        ("Jean", .notANumber),
        ("梁祝贵", .notANumber), ("凭相关有效证件经营)**", .notANumber), ("1E-06万人民币", .scientific), ("5亿万元", .notANumber),
        ("5(美元/人民币)", .notANumber), ("5万美元人民币", .notANumber), ("5万元左右", .notANumber),
        ("99999999999999万元", .tooBig), ("9,000,000,000亿元", .tooBig),
    ])
    func leavesTheRestAlone(text: String, verdict: MoneyVerdict) {
        #expect(Self.parse(text) == verdict)
    }
}
