import Testing

@testable import Bytes

@Suite("Match key of a name")
struct NameKeyTests {
    static func key(_ text: String) -> String {
        let buffer = ByteBuffer()
        text.withSlice { appendNameKey($0, to: buffer) }
        return buffer.all.string
    }

    @Test(arguments: [
        ("", ""), ("慈溪市某某有限责任公司", "慈溪市某某有限公司"), ("某某（上海）有限公司", "某某(上海)有限公司"), ("某某〔上海〕【北】《a》", "某某(上海)(北)(A)"),
        ("ＡＢＣ abc\u{3000}公\u{200B}司", "ABCABC公司"), ("甲有限责任公司乙有限责任公司丙分公司", "甲有限公司乙有限公司丙分公司"), ("某股份有限公司", "某股份有限公司"),
        ("某有限 责任公司", "某有限公司"), ("有限责任", "有限责任"), ("有限责任公", "有限责任公"), ("﹙a﹚〖b〗﹝c﹞「d」", "(A)(B)(C)(D)"),
        ("é😀㈠", "é😀㈠"),
    ])
    func foldsTheSpellings(name: String, expected: String) {
        #expect(Self.key(name) == expected)
    }

    @Test func equalKeysHaveEqualHashes() {
        let scratch = ByteBuffer()
        let one = "某某（上海）有限责任公司".withSlice { nameKeyHash($0, scratch: scratch) }
        let two = "某某(上海)有限公司 ".withSlice { nameKeyHash($0, scratch: scratch) }
        let other = "某某(北京)有限公司".withSlice { nameKeyHash($0, scratch: scratch) }
        #expect(one == two)
        #expect(one != other)
        #expect(two == "某某(上海)有限公司".withSlice { sipHash64($0) })
    }
}
