/// A page that needs nothing but itself: style inside, no script, no reference to anywhere.
struct Page {
    var chinese: String
    var english: String
    /// Facts below the title.
    var facts: [(chinese: String, english: String, value: String)]
    var body: Markup = ""

    mutating func section(_ id: String, _ chinese: String, _ english: String, _ content: Markup) {
        body += "<section id=\"\(id)\"><h2>\(Markup.both(chinese, english))</h2>\n\(content)</section>\n"
    }

    var html: String {
        let list = facts.map { fact -> Markup in
            "<div><dt>\(Markup.both(fact.chinese, fact.english))</dt><dd>\(fact.value)</dd></div>"
        }
        let page: Markup = """
            <!DOCTYPE html>
            <html lang="zh-Hans">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>\(chinese) \(facts.first?.value ?? "")</title>
            <style>
            \(PageStyle.sheet)
            </style>
            </head>
            <body>
            \(Palette.definitions)<header><h1>\(Markup.both(chinese, english))</h1>
            <dl class="facts">\(list)</dl></header>
            <main>
            \(body)</main>
            </body>
            </html>

            """
        return page.html
    }

    /// A large number with what it counts.
    static func tile(_ chinese: String, _ english: String, _ value: String, _ note: String = "", mark: String = "")
        -> Markup
    {
        """
        <div class="tile \(mark)"><span class="value">\(value)</span><span class="what">\(Markup.both(chinese, english))</span>\
        <span class="note">\(note)</span></div>
        """
    }
}
