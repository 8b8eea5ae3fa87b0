import Model
import Testing

@testable import Extraction

@Suite struct PeekTests {
    private func read(_ bytes: [UInt8]) throws -> (file: PeekedFile, rows: [PeekedRow]) {
        try withFile(bytes) { path in
            let file = try peek(path: path)
            var rows: [PeekedRow] = []
            try file.rows {
                rows.append($0)
                return true
            }
            return (file, rows)
        }
    }

    @Test(arguments: TextEncoding.allCases) func showsACSVFileWithoutAMapping(_ encoding: TextEncoding) throws {
        let text = "某局报送表,,\n名称,代码,金额\n甲,1,2.5\n\n乙,2\n丙\"x,3,4\n\"丁\n4\",5,6\n"
        let read = try read(Encoded.bytes(text, encoding))
        #expect(read.file.nature.format == .csv && read.file.nature.encoding == encoding)
        #expect(read.file.headerLine == 2)
        #expect(read.file.labels == ["名称", "代码", "金额"])
        #expect(read.rows.map(\.cells) == [["甲", "1", "2.5"], ["乙", "2"], ["丙\"x,3,4"], ["丁\n4", "5", "6"]])
        #expect(read.rows.map(\.damage) == [.none, .ragged, .strayQuote, .none])
        #expect(read.rows.map(\.position.line) == [3, 5, 6, 7])
        #expect(read.rows.map(\.position.row) == [1, 2, 3, 4])
    }

    @Test func showsAnXMLFileWithoutAMapping() throws {
        let text = "<r><head><a>x</a></head><行><名>甲</名><号>1</号></行><行><号>2</号><新>y</新></行><行><名>坏"
        let read = try read(Array(text.utf8))
        #expect(read.file.rowPath == ["r", "行"])
        #expect(read.file.labels == ["名", "号", "新"])
        #expect(read.rows.map(\.cells) == [["甲", "1", ""], ["", "2", "y"], []])
        #expect(read.rows.map(\.damage) == [.none, .none, .malformed])
    }

    @Test func stopsWhenTold() throws {
        try withFile(Array("a,b\nx,y\nz,w\n".utf8)) { path in
            var count = 0
            try peek(path: path).rows { _ in
                count += 1
                return false
            }
            #expect(count == 1)
        }
    }

    @Test func saysWhatOtherFilesAre() throws {
        #expect(try read([]).file.nature.format == .empty)
        #expect(try read(Array("%PDF-1.7".utf8)).file.nature.format == .pdf)
        #expect(try read(Array("%PDF-1.7".utf8)).rows.isEmpty)
    }
}

@Suite struct XMLTagsTests {
    @Test func namesThePathsThatHaveChildren() {
        let tags = XMLTags(
            "<?xml version=\"1.0\"?><r:Root><Row id=\"1\"><Name>甲</Name><Code/></Row><Row><Name>乙</Name></Row></r:Root>"
        )
        #expect(tags.elements.map(\.path) == [["root"], ["root", "row"]])
        #expect(tags.elements.map(\.names) == [["Row"], ["id", "Name", "Code"]])
    }

    @Test("Elements without an end cost no more than their own text")
    func deepNestingIsCut() {
        let tags = XMLTags(String(repeating: "<a>", count: 20_000))
        #expect(tags.elements.count == 64)
    }
}
