import Testing

@testable import Bytes

@Suite("Matching of byte slices")
struct ByteSliceMatchingTests {
    @Test(arguments: [
        ("慈税罚〔2018〕40号", true), ("40号", true), ("4O号", false), ("", false), ("号", false), ("0号40", false),
        ("440号", true),
    ])
    func containsFindsBytesAnywhere(text: String, isFound: Bool) {
        #expect(text.withSlice { contains($0, bytes: "40号") } == isFound)
    }

    @Test func shortAndEmptyLiterals() {
        #expect("abc".withSlice { contains($0, bytes: "c") })
        #expect(!"abc".withSlice { contains($0, bytes: "d") })
        #expect("".withSlice { contains($0, bytes: "") })
        #expect("ab".withSlice { contains($0, bytes: "ab") })
        #expect("aab".withSlice { contains($0, bytes: "ab") })
    }

    @Test func matchesAtAnOffset() {
        "企业公司".withSlice { slice in
            #expect(slice.matches("企业"))
            #expect(slice.matches("公司", at: 6))
            #expect(!slice.matches("公司", at: 9))
            #expect(!slice.matches("公司", at: -1))
            #expect(slice.ends(with: "公司"))
        }
    }
}
