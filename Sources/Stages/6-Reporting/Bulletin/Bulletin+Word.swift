extension Bulletin {
    /// The bulletin as a Word document, by pandoc; dated by the report, so that the same report gives the same bytes.
    /// - Throws: ``SystemError`` where pandoc is absent or fails.
    func docx(_ pandoc: Pandoc = Pandoc()) throws -> [UInt8] {
        let page: Markup = """
            <html lang="zh-Hans"><head><meta charset="utf-8"></head><body>
            \(body)</body></html>

            """
        return try pandoc.word(html: page.html, reference: WordReference.document, created: asOf)
    }
}
