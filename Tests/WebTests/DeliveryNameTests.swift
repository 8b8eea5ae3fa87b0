import Testing

@testable import Web

@Suite struct DeliveryNameTests {
    @Test(arguments: [
        ("许可.csv", "许可.csv"), ("../../etc/passwd", "passwd"), ("a\\b\\许可.xlsx", "许可.xlsx"), ("/", nil), ("..", nil),
        (".hidden.csv", "hidden.csv"), ("a\u{0}b\n.csv", "ab.csv"), ("", nil), ("a/\u{301}b.csv", "\u{301}b.csv"),
        (" a.csv", "a.csv"),
    ])
    func aNameIsAFilesNameAndNothingElse(_ given: String, _ name: String?) {
        #expect(DeliveryName.clean(given) == name)
    }

    @Test func aLongNameIsCut() {
        #expect(DeliveryName.clean(String(repeating: "许", count: 100))?.utf8.count == 198)
    }

    /// RFC 6266 §5, and what browsers send.
    @Test(arguments: [
        ("attachment; filename=example.csv", "example.csv"), ("attachment; filename=\"a b.csv\"", "a b.csv"),
        ("attachment; filename=\"x.csv\"; filename*=UTF-8''%E8%AE%B8%E5%8F%AF.csv", "许可.csv"),
        ("inline", nil), ("attachment; filename*=ISO-8859-1''a.csv", nil),
    ])
    func theHeaderNamesTheFile(_ header: String, _ name: String?) {
        #expect(DeliveryName.disposition(header) == name)
    }
}
