/// The one style sheet of all pages: readable on a screen and on A4, Chinese never cut off.
enum PageStyle {
    static let sheet: Markup = """
        :root { --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --pale: #f6f8fa; --accent: #0072B2; }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 72rem; padding: 2rem 1.5rem 4rem; color: var(--ink); background: #fff;
          font: 15px/1.6 "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei",
          "SimSun", "WenQuanYi Micro Hei", sans-serif; overflow-wrap: anywhere; print-color-adjust: exact;
          -webkit-print-color-adjust: exact; }
        .en { display: block; color: var(--soft); font-size: .78em; font-weight: 400; line-height: 1.35; }
        header { border-bottom: 3px solid var(--accent); margin-bottom: 1.5rem; padding-bottom: .75rem; }
        h1 { font-size: 1.9rem; line-height: 1.3; margin: 0 0 .75rem; }
        h1 .en { font-size: .5em; }
        h2 { font-size: 1.25rem; line-height: 1.4; margin: 2.25rem 0 .75rem; border-left: 5px solid var(--accent);
          padding-left: .6rem; }
        h2 .en, h3 .en, p .en, td .en.inline { display: inline; margin-left: .5em; }
        h2 .en { font-size: .68em; }
        h3 { font-size: 1.05em; margin: 0 0 .35rem; }
        p { margin: .4rem 0 .7rem; }
        .facts { display: flex; flex-wrap: wrap; gap: .35rem 2.2rem; margin: 0; }
        .facts dt { color: var(--soft); font-size: .85em; }
        .facts dt .en { display: inline; margin-left: .4em; }
        .facts dd { margin: 0; font-weight: 600; }
        .lead { font-size: 1.08em; margin-bottom: .1rem; } .lead .en { display: block; margin: .15rem 0 0; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: .75rem; margin: 1rem 0; }
        .tile { border: 1px solid var(--line); border-top: 4px solid var(--accent); border-radius: 4px; padding: .6rem .8rem; }
        .tile.good { border-top-color: #009E73; } .tile.bad { border-top-color: #D55E00; }
        .tile.wait { border-top-color: #E69F00; }
        .tile .value { display: block; font-size: 1.65rem; font-weight: 700; line-height: 1.25;
          font-variant-numeric: tabular-nums; }
        .tile .what { display: block; } .tile .note { color: var(--soft); font-size: .82em; }
        .sum { background: var(--pale); border: 1px solid var(--line); border-radius: 4px; padding: .6rem .9rem;
          font-variant-numeric: tabular-nums; }
        .sum.broken { border: 2px solid #D55E00; }
        .sum b { white-space: nowrap; } .sum .term { white-space: nowrap; }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-size: .87rem; line-height: 1.45; margin: .4rem 0; }
        th, td { border-bottom: 1px solid var(--line); padding: .38rem .5rem; text-align: left; vertical-align: top;
          min-width: 3.2em; }
        thead th { background: var(--pale); border-bottom: 2px solid var(--soft); font-weight: 600; vertical-align: bottom;
          overflow-wrap: normal; }
        thead .en { overflow-wrap: normal; }
        .number { text-align: right; font-variant-numeric: tabular-nums; overflow-wrap: normal; white-space: nowrap; }
        th.number { white-space: normal; } thead th { word-break: keep-all; }
        .zero { color: #8c959f; }
        .meters td:first-child, .meters td:nth-child(4) { white-space: nowrap; } .meters td:nth-child(3) { width: 24%; }
        .rule table { table-layout: fixed; } .rule th:nth-child(1) { width: 20%; } .rule th:nth-child(4) { width: 15%; }
        .rule th:nth-child(2), .rule th:nth-child(3) { width: 6.5%; }
        .rule th:nth-child(5), .rule th:nth-child(7) { width: 19%; } .nowrap { white-space: nowrap; }
        .code { font-family: "Noto Sans Mono CJK SC", "DejaVu Sans Mono", Consolas, monospace; font-size: .93em; }
        tr.total td { font-weight: 700; border-top: 2px solid var(--soft); }
        td.label { width: 15rem; }
        .bars td { vertical-align: middle; } .bars td:nth-child(2) { width: 52%; min-width: 12rem; }
        .bar { display: block; width: 100%; height: 1.25rem; border-radius: 2px; background: var(--pale); }
        .bar rect { stroke: #fff; stroke-width: 1; }
        .defs { position: absolute; }
        .legend { display: flex; flex-wrap: wrap; gap: .3rem 1.1rem; list-style: none; margin: .4rem 0 .8rem; padding: 0;
          font-size: .87rem; }
        .legend li { display: flex; align-items: center; gap: .35rem; } .legend .en { display: inline; margin-left: .15em; }
        .badge { display: inline-block; border-radius: 3px; color: #fff; font-size: .88em; font-weight: 600;
          padding: .05rem .5rem; margin-right: .5rem; white-space: nowrap; }
        .badge span { font-weight: 400; }
        .badge.error { background: #B34700; } .badge.warning { background: #7A5200; } .badge.notice { background: #00568A; }
        .rule { border: 1px solid var(--line); border-radius: 4px; margin: .9rem 0; padding: .7rem .9rem .5rem; }
        .rule h3 .id { font-family: "DejaVu Sans Mono", Consolas, monospace; color: var(--soft); font-weight: 400;
          font-size: .82em; }
        .rehearsed { border: 1px solid var(--line); border-radius: 4px; margin: .9rem 0; padding: .7rem .9rem .5rem; }
        .rehearsed .change { margin: .9rem 0 .2rem; break-after: avoid; } .rehearsed td > div { margin-bottom: .35rem; }
        .rehearsed .wide th:nth-child(1) { width: 18%; } .rehearsed .wide th:nth-child(n + 4) { width: 34%; }
        .rule .mend { border-left: 3px solid #009E73; margin: .4rem 0; padding-left: .6rem; }
        .more, .none, .basis { color: var(--soft); font-size: .87em; }
        .pre { white-space: pre-line; }
        .meter { display: block; width: 100%; min-width: 5rem; height: .8rem; }
        figure { margin: 1rem 0; break-inside: avoid; } figcaption { font-weight: 600; } figcaption .en { display: inline;
          margin-left: .5em; }
        .chart { display: block; width: 100%; max-width: 60rem; height: auto; margin: .4rem 0; break-inside: avoid; }
        .chart text { font-size: 12px; fill: var(--ink); font-variant-numeric: tabular-nums; }
        .chart g[fill] text { fill: inherit; } .chart .small { font-size: 10px; } .chart .figure { font-weight: 600; }
        .chart .soft { fill: var(--soft); } .chart .name { font-weight: 600; } .chart .grid { stroke: var(--line); }
        .chart .axis { stroke: var(--soft); } .chart .cell { stroke: #fff; stroke-width: 1.5; }
        .spark { display: block; } .dense th, .dense td { padding-left: .25rem; padding-right: .25rem; min-width: 2.2em; }
        @page { size: A4; margin: 14mm 12mm 16mm; }
        @media print {
          body { font-size: 9.5pt; max-width: none; padding: 0; }
          h2 { break-after: avoid; margin-top: 1.3rem; } h3, thead { break-after: avoid; }
          table { font-size: 8.3pt; } th, td { padding: .22rem .3rem; min-width: 2.6em; }
          tr, .tile, .sum, .rule { break-inside: avoid; } section > p, .legend { break-after: avoid; }
          .wide { overflow: visible; } .tiles { grid-template-columns: repeat(5, 1fr); gap: .4rem; }
          h1 { font-size: 18pt; } .lead { font-size: 10.5pt; } .rule { padding: .4rem .5rem .2rem; }
          .tile { padding: .4rem .5rem; } .tile .value { font-size: 1.3rem; }
        }
        """
}
