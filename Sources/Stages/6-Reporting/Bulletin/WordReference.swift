/// The document from which pandoc takes styles and page: GB/T 9704-2012's margins (37, 26, 35, 28 mm), 仿宋 16 pt, a page number at the foot.
/// What is not in it pandoc takes from its own.
enum WordReference {
    static var document: [UInt8] {
        var archive = StoredArchive()
        archive.add("[Content_Types].xml", contentTypes)
        archive.add("_rels/.rels", relations)
        archive.add("word/_rels/document.xml.rels", documentRelations)
        archive.add("word/document.xml", body)
        archive.add("word/footer1.xml", footer)
        archive.add("word/styles.xml", styles)
        return archive.bytes
    }

    private static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    private static let package = "http://schemas.openxmlformats.org/package/2006"
    private static let types = "application/vnd.openxmlformats-officedocument.wordprocessingml"

    private static let contentTypes =
        head + """
            <Types xmlns="\(package)/content-types">\
            <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
            <Default Extension="xml" ContentType="application/xml"/>\
            <Override PartName="/word/document.xml" ContentType="\(types).document.main+xml"/>\
            <Override PartName="/word/styles.xml" ContentType="\(types).styles+xml"/>\
            <Override PartName="/word/footer1.xml" ContentType="\(types).footer+xml"/></Types>
            """

    private static let relations =
        head + """
            <Relationships xmlns="\(package)/relationships">\
            <Relationship Id="rId1" Type="\(office)/officeDocument" Target="word/document.xml"/></Relationships>
            """

    private static let documentRelations =
        head + """
            <Relationships xmlns="\(package)/relationships">\
            <Relationship Id="rId1" Type="\(office)/styles" Target="styles.xml"/>\
            <Relationship Id="rId9" Type="\(office)/footer" Target="footer1.xml"/></Relationships>
            """

    /// In twentieths of a point: 1 mm = 56.7.
    private static let body =
        head + """
            <w:document xmlns:w="\(word)" xmlns:r="\(office)"><w:body><w:p/><w:sectPr>\
            <w:footerReference w:type="default" r:id="rId9"/><w:pgSz w:w="11906" w:h="16838"/>\
            <w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1588" w:header="851" w:footer="1400" w:gutter="0"/>\
            </w:sectPr></w:body></w:document>
            """

    private static let footer =
        head + """
            <w:ftr xmlns:w="\(word)"><w:p><w:pPr><w:jc w:val="center"/></w:pPr>\
            <w:r><w:rPr><w:rFonts w:ascii="SimSun" w:eastAsia="SimSun"/><w:sz w:val="28"/></w:rPr><w:t>— </w:t></w:r>\
            <w:fldSimple w:instr=" PAGE "><w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:t>1</w:t></w:r></w:fldSimple>\
            <w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:t> —</w:t></w:r></w:p></w:ftr>
            """

    /// A paragraph style; sizes in half points, spaces in twentieths of a point.
    private static func style(
        _ name: String, _ paragraph: String, font: String = "", size: Int = 32, _ run: String = ""
    ) -> String {
        let fonts = font.isEmpty ? "" : "<w:rFonts w:ascii=\"\(font)\" w:hAnsi=\"\(font)\" w:eastAsia=\"\(font)\"/>"
        return """
            <w:style w:type="paragraph" w:customStyle="1" w:styleId="\(name)"><w:name w:val="\(name)"/><w:basedOn w:val="Normal"/>\
            <w:qFormat/><w:pPr>\(paragraph)</w:pPr><w:rPr>\(fonts)\(run)<w:sz w:val="\(size)"/><w:szCs w:val="\(size)"/></w:rPr></w:style>
            """
    }

    private static let styles =
        head + """
            <w:styles xmlns:w="\(word)"><w:docDefaults><w:rPrDefault><w:rPr>\
            <w:rFonts w:ascii="FangSong" w:hAnsi="FangSong" w:eastAsia="FangSong" w:cs="Times New Roman"/><w:sz w:val="32"/>\
            <w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>\
            <w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>\
            <w:style w:type="paragraph" w:styleId="BodyText"><w:name w:val="Body Text"/><w:basedOn w:val="Normal"/></w:style>\
            <w:style w:type="paragraph" w:customStyle="1" w:styleId="FirstParagraph"><w:name w:val="First Paragraph"/>\
            <w:basedOn w:val="BodyText"/></w:style>\
            <w:style w:type="paragraph" w:customStyle="1" w:styleId="Compact"><w:name w:val="Compact"/><w:basedOn w:val="BodyText"/></w:style>\
            <w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style>\
            <w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/></w:style>\
            <w:style w:type="table" w:customStyle="1" w:styleId="Table"><w:name w:val="Table"/><w:basedOn w:val="TableNormal"/>\
            <w:tblPr><w:tblBorders>\(borders)</w:tblBorders><w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/>\
            </w:tblCellMar></w:tblPr><w:trPr><w:cantSplit/></w:trPr></w:style>\
            \(style("发文机关标志", "<w:jc w:val=\"center\"/>", font: "SimSun", size: 60, "<w:b/><w:color w:val=\"C00000\"/>"))\
            \(style("发文字号", number))\
            \(style("公文标题", "<w:spacing w:before=\"480\" w:after=\"400\"/><w:jc w:val=\"center\"/>\(outline(0))", font: "SimSun", size: 44, "<w:b/>"))\
            \(style("主送机关", text))\
            \(style("一级标题", "<w:keepNext/>\(indented)\(outline(1))", font: "SimHei"))\
            \(style("二级标题", "<w:keepNext/>\(indented)\(outline(2))", font: "KaiTi", "<w:b/>"))\
            \(style("正文段落", indented))\
            \(style("表格标题", "\(tight)<w:jc w:val=\"center\"/>", font: "SimHei", size: 18))\
            \(style("表格文字", tight, size: 18))\
            \(style("表格数字", "\(tight)<w:jc w:val=\"center\"/>", size: 18))\
            \(style("附注", "<w:spacing w:before=\"160\"/>", size: 21))\
            \(style("落款", "<w:keepNext/><w:spacing w:before=\"300\"/><w:ind w:right=\"640\"/><w:jc w:val=\"right\"/>"))\
            \(style("签发", approval))</w:styles>
            """

    private static let text = "<w:spacing w:line=\"560\" w:lineRule=\"exact\"/><w:jc w:val=\"left\"/>"
    private static let tight = "<w:spacing w:before=\"30\" w:after=\"30\"/>"
    private static let indented =
        "<w:spacing w:line=\"560\" w:lineRule=\"exact\"/><w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/><w:jc w:val=\"left\"/>"
    private static let number =
        "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"18\" w:space=\"6\" w:color=\"C00000\"/></w:pBdr><w:spacing w:before=\"200\"/><w:jc w:val=\"center\"/>"
    private static let approval =
        "<w:pBdr><w:top w:val=\"single\" w:sz=\"6\" w:space=\"8\" w:color=\"000000\"/></w:pBdr><w:spacing w:before=\"700\"/>"

    private static func outline(_ level: Int) -> String { "<w:outlineLvl w:val=\"\(level)\"/>" }

    private static let borders = ["top", "left", "bottom", "right", "insideH", "insideV"].map {
        "<w:\($0) w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>"
    }.joined()
}
