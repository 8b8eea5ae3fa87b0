"""Comparison and reports beside DuckDB: one million government rows with one million self-disclosed ones.

    python3 Benchmarks/comparison.py [--rows 1000000] [--runs 3] [--keep DIR]

Makes a register, licences of a department and the enterprises' own word on them, takes them in by `guiji run` (not measured), then measures in turn:
`guiji compare` (all comparisons again, from the ledger), a DuckDB script over the same CSV files, the same script over tables that DuckDB has
loaded already; then the monthly report, and the comparing part of
a run that takes one per cent of the self-disclosed rows again and mends what differed: all rows of one per cent of the enterprises, with one per cent
of all cases; all rows of those one per cent that have a fifth of all cases; every hundredth row, which touches five per cent of the enterprises.
Counts must agree.
"""

import argparse
import json
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

from bench import GUIJI, PYTHON, Measured, prepare

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = [pow(3, place, 31) for place in range(17)]
ORGANISATION = [3, 7, 9, 10, 5, 8, 4, 2]
CULTURE = ("示例市文化广电和旅游局", "11330100MB9900443R")
AS_OF = "2025-03-31"


def credit_code(number: int) -> str:
    """A valid credit code of GB 32100-2015; each number has its own."""
    body = f"MA{number:06d}"
    total = sum(weight * (int(c) if c.isdigit() else ord(c) - 55) for weight, c in zip(ORGANISATION, body))
    organisation = body + {10: "X", 11: "0"}.get(11 - total % 11, str(11 - total % 11))
    code = "91330102" + organisation
    return code + ALPHABET[(31 - sum(w * ALPHABET.index(c) for w, c in zip(WEIGHTS, code)) % 31) % 31]


def make(folder: pathlib.Path, rows: int) -> None:
    """5 licences a subject. Of the self-disclosed rows 3 % differ in a date, 1 % in the name, 1 % have no counterpart."""
    subjects = rows // 5
    inbox = folder / "inbox"
    for name in ["market-supervision", "culture", "self-disclosure"]:
        (inbox / name).mkdir(parents=True, exist_ok=True)
    with open(inbox / "market-supervision" / "2025-03-03-registration.csv", "w") as register, \
            open(inbox / "culture" / "2025-03-05-licence.csv", "w") as licences, \
            open(inbox / "self-disclosure" / "2025-03-12-licence.csv", "w") as own, \
            open(folder / "one-per-cent.csv", "w") as again, open(folder / "many-cases.csv", "w") as heavy, \
            open(folder / "scattered.csv", "w") as scattered:
        register.write("统一社会信用代码,企业名称,法定代表人,核准日期,登记状态,住所\n")
        licences.write("行政相对人名称,统一社会信用代码,法定代表人,许可决定文书号,许可类别,许可内容,许可决定日期,有效期自,有效期至,"
                       "许可机关,许可机关统一社会信用代码,当前状态,数据更新时间\n")
        header = "统一社会信用代码,企业名称,许可决定文书号,取得日期,有效期自,有效期至,许可机关,状态,公示日期\n"
        own.write(header)
        for file in [again, heavy, scattered]:
            file.write(header)
        for subject in range(subjects):
            code, name = credit_code(subject), f"示例市{subject:06d}商贸有限责任公司"
            register.write(f"{code},{name},甲某,2025-02-03,存续,示例市建设路{subject}号\n")
            for turn in range(5):
                number = subject * 5 + turn
                day = f"2025-02-{number % 27 + 1:02d}"
                document = f"示文许〔2025〕{number}号"
                licences.write(f"{name},{code},甲某,{document},普通,演出场所经营,{day},{day},2028-02-28,"
                               f"{CULTURE[0]},{CULTURE[1]},有效,{day}\n")
                end, said, stated = "2028-02-28", name.replace("有限责任公司", "有限公司"), document
                match number % 100:
                    case 1 | 2 | 3: end = "2029-02-28"
                    case 4: said = f"示例市{subject:06d}百货有限公司"
                    case 5: stated = f"示文许〔2025〕{number + 10_000_000}号"
                own.write(f"{code},{said},{stated},{day},{day},{end},市文旅局,有效,2025-03-10\n")
                mended = f"{code},{said},{stated},{day},{day},2028-02-28,市文旅局,有效,2025-03-20\n"
                # Every twentieth enterprise has four mismatches: one per cent of the enterprises with as much of the cases, and with many more.
                if subject // 20 % 100 == 0:
                    again.write(mended)
                if subject % 100 == 0:
                    heavy.write(mended)
                if number % 100 == 1:
                    scattered.write(mended)


DUCKDB = r"""
import sys, duckdb
mode, folder, out = sys.argv[1:4]
def text(column): return f"regexp_replace(translate({column}, '（）〔〕［］【】', '()()()()'), '\\s', '', 'g')"
def name(column): return f"replace({text(column)}, '有限责任公司', '有限公司')"
def read(path): return f"read_csv('{path}', header = true, all_varchar = true)"
db = duckdb.connect(f"{out}/peer.duckdb" if mode != "csv" else ":memory:")
db.execute("SET threads = 2")
sources = {
    "government": f"{folder}/*/culture/2025-03-05-licence.csv", "own": f"{folder}/*/self-disclosure/2025-03-12-licence.csv"}
if mode == "load":
    for table, path in sources.items(): db.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM {read(path)}")
    sys.exit()
government, own = [read(sources[table]) if mode == "csv" else table for table in ("government", "own")]
alias = "CASE 许可机关 WHEN '市文旅局' THEN '示例市文化广电和旅游局' ELSE 许可机关 END"
db.execute(f'''
CREATE TEMP TABLE result AS
WITH g AS (SELECT *, {text("许可决定文书号")} AS document, {name("行政相对人名称")} AS name FROM {government}),
     s AS (SELECT *, {text("许可决定文书号")} AS document, {name("企业名称")} AS name, {alias} AS authority FROM {own})
SELECT coalesce(g.统一社会信用代码, s.统一社会信用代码) AS code, coalesce(g.document, s.document) AS document,
    s.企业名称 AS said_name, g.行政相对人名称 AS held_name, s.有效期至 AS said_end, g.有效期至 AS held_end,
    CASE WHEN g.document IS NULL THEN 'enterprise_only' WHEN s.document IS NULL THEN 'government_only'
        WHEN g.name <> s.name OR try_cast(g.许可决定日期 AS DATE) <> try_cast(s.取得日期 AS DATE)
            OR try_cast(g.有效期自 AS DATE) <> try_cast(s.有效期自 AS DATE)
            OR try_cast(g.有效期至 AS DATE) <> try_cast(s.有效期至 AS DATE) OR {text("g.当前状态")} <> {text("s.状态")}
        THEN 'mismatch' ELSE 'match' END AS kind
FROM g FULL JOIN s ON g.统一社会信用代码 = s.统一社会信用代码 AND g.document = s.document AND g.许可机关 = s.authority
''')
db.execute(f"COPY (SELECT * FROM result WHERE kind IN ('mismatch', 'enterprise_only') ORDER BY code, document) TO '{out}/cases.csv'")
import json
print(json.dumps(dict(db.execute("SELECT kind, count(*) FROM result GROUP BY kind").fetchall())))
"""


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--keep", type=pathlib.Path)
    chosen = options.parse_args()
    prepare()
    folder = chosen.keep or pathlib.Path(tempfile.mkdtemp(prefix="guiji-comparison-"))
    try:
        results = measure(folder, chosen.rows, chosen.runs)
    finally:
        if not chosen.keep:
            shutil.rmtree(folder)
    print(json.dumps(results, indent=2, ensure_ascii=False))
    path = pathlib.Path(__file__).with_name("comparison-results.json")
    if chosen.rows == 1_000_000:
        path.write_text(json.dumps(results, indent=2) + "\n")


def measure(folder: pathlib.Path, rows: int, runs: int) -> dict:
    instance, out = folder / "instance", folder / "out"
    if not (out / "ledger.sqlite").exists():
        shutil.rmtree(instance, ignore_errors=True)
        subprocess.run([GUIJI, "init", instance], check=True, stdout=subprocess.DEVNULL)
        make(instance, rows)
        shutil.rmtree(out, ignore_errors=True)
        Measured([GUIJI, "run", "-C", instance, "--out", out, "--dated", "--as-of", AS_OF, "--json"], "taking the rows in")
    peer = folder / "peer.py"
    peer.write_text(DUCKDB)
    Measured([PYTHON, peer, "load", instance, folder], "duckdb loads")
    timed: dict[str, list[Measured]] = {"guiji": [], "duckdb_csv": [], "duckdb_table": [], "report": []}
    for _ in range(runs):
        timed["guiji"].append(Measured([GUIJI, "compare", "-C", instance, "--out", out, "--json"], "guiji compare"))
        timed["duckdb_csv"].append(Measured([PYTHON, peer, "csv", instance, folder], "duckdb, CSV"))
        timed["duckdb_table"].append(Measured([PYTHON, peer, "table", instance, folder], "duckdb, its tables"))
        timed["report"].append(Measured(
            [GUIJI, "report", "monthly", "-C", instance, "--out", out, "--month", "2025-03", "--format", "html"], "monthly report"))
    counts = next(c for c in json.loads(timed["guiji"][-1].output)["comparisons"] if c["comparison"] == "self-licence")
    for label in ["duckdb_csv", "duckdb_table"]:
        theirs = json.loads(timed[label][-1].output)
        for kind in ["match", "mismatch", "enterprise_only", "government_only"]:
            if counts[kind] != theirs.get(kind, 0):
                sys.exit(f"{label}: {kind} {theirs.get(kind, 0)}, guiji {counts[kind]}")
    median = {label: statistics.median(one.seconds for one in taken) for label, taken in timed.items()}
    again = {}
    for day, name in enumerate(["one-per-cent", "many-cases", "scattered"]):
        shutil.copy(instance / f"{name}.csv", instance / "inbox" / "self-disclosure" / f"2025-03-2{day}-licence.csv")
        run = Measured([GUIJI, "run", "-C", instance, "--out", out, "--dated", "--as-of", AS_OF, "--json"], f"{name} again")
        again[name] = json.loads(run.output)["comparison"]
    check = json.loads(Measured([GUIJI, "compare", "-C", instance, "--out", out, "--json"], "guiji compare").output)
    if check["changed_subjects"] != 0:
        sys.exit(f"a full comparison after the run changed {check['changed_subjects']} subjects")
    return {
        "rows": rows, "counts": counts, "seconds": {label: round(value, 3) for label, value in median.items()},
        "compare_duckdb_ratio": round(median["guiji"] / median["duckdb_csv"], 3),
        "compare_duckdb_table_ratio": round(median["guiji"] / median["duckdb_table"], 3),
        "compare_peak_mib": round(max(one.peak for one in timed["guiji"])),
        "report_seconds": round(median["report"], 3), "report_peak_mib": round(max(one.peak for one in timed["report"])),
        "again_subjects": again["one-per-cent"]["subjects"],
        "again_ratio": round(again["one-per-cent"]["seconds"] / median["guiji"], 4),
        "many_cases_ratio": round(again["many-cases"]["seconds"] / median["guiji"], 4),
        "scattered_subjects": again["scattered"]["subjects"],
        "scattered_ratio": round(again["scattered"]["seconds"] / median["guiji"], 4),
    }


if __name__ == "__main__":
    main()
