extension Bulletin {
    /// For a browser and for A4, with the measures of GB/T 9704-2012: margins 37, 26, 35, 28 mm; body in 仿宋 16 pt, title 22 pt.
    var html: String {
        let page: Markup = """
            <!DOCTYPE html>
            <html lang="zh-Hans">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>\(title)</title>
            <style>
            \(Bulletin.sheet)
            </style>
            </head>
            <body>
            <main>
            \(body)</main>
            </body>
            </html>

            """
        return page.html
    }

    private static let sheet: Markup = """
        body { margin: 0; background: #eceff1; color: #000; overflow-wrap: anywhere;
          font: 16pt/1.75 "FangSong", "FangSong_GB2312", "STFangsong", "Noto Serif CJK SC", "Source Han Serif SC", "SimSun", serif; }
        main { box-sizing: border-box; width: 210mm; max-width: 100%; margin: 1.5rem auto; padding: 30mm 26mm 35mm 28mm; background: #fff; }
        p { margin: 0; text-indent: 2em; }
        .issuer { color: #c00000; font: 700 30pt/1.4 "FZXiaoBiaoSong-B05S", "Noto Serif CJK SC", "SimSun", serif; text-align: center;
          text-indent: 0; }
        .number { text-align: center; text-indent: 0; border-bottom: 2pt solid #c00000; padding: 8pt 0 6pt; margin-bottom: 24pt; }
        .h1 { font: 700 22pt/1.5 "FZXiaoBiaoSong-B05S", "Noto Serif CJK SC", "SimSun", serif; text-align: center; text-indent: 0;
          margin: 0 0 20pt; }
        .to { text-indent: 0; }
        .h2 { font-family: "SimHei", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; margin-top: 8pt; break-after: avoid; }
        .h3 { font-family: "KaiTi", "STKaiti", "Noto Serif CJK SC", serif; font-weight: 700; break-after: avoid; }
        table { border-collapse: collapse; width: 100%; table-layout: fixed; margin: 8pt 0; font-size: 9.5pt; line-height: 1.35; }
        table p { text-indent: 0; text-align: inherit; }
        th, td { border: .75pt solid #000; padding: 3pt; vertical-align: middle; text-align: left; }
        th, td[align=center] { text-align: center; } th { font-family: "SimHei", "Noto Sans CJK SC", sans-serif; }
        thead { display: table-header-group; } tr { break-inside: avoid; }
        .note { font-size: 10.5pt; line-height: 1.5; text-indent: 0; margin-top: 10pt; }
        .sign { text-align: right; text-indent: 0; padding-right: 2em; break-inside: avoid; }
        .note + .sign, div:has(> .note) + div > .sign { margin-top: 36pt; }
        .approve { text-indent: 0; border-top: .75pt solid #000; margin-top: 30pt; padding-top: 8pt; break-inside: avoid; }
        @page { size: A4; margin: 37mm 26mm 35mm 28mm; }
        @media print { body { background: #fff; } main { width: auto; margin: 0; padding: 0; } }
        """
}
