"""A workbook read row by row, beside openpyxl's read-only mode:

    python3 Benchmarks/workbook.py [--rows 100000] [--runs 5] [--keep DIR]

Writes workbooks of 24 columns as Excel does (shared strings; dates as days with a style; amounts as numbers), then runs `guiji peek --all --format csv`, which
writes every row as read, and a loop over all cells by openpyxl (`read_only`, `values_only`) in turn on the same file: wall time, processor time and peak memory of
whole processes, medians. Four times the rows tell whether memory stays flat. Before anything is measured, both must have read the same cells. Writes
Benchmarks/workbook-results.json. GUIJI names another program than the release build; openpyxl is installed from PyPI where it is missing.
"""

import argparse
import contextlib
import csv
import datetime
import json
import os
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import xml.sax.saxutils
import zipfile

from bench import PYTHON, ROOT, VENV
from bench import GUIJI as BUILT

GUIJI = pathlib.Path(os.environ.get("GUIJI", BUILT))
RESULTS = ROOT / "Benchmarks" / "workbook-results.json"
TARGET = 0.25

COLUMNS = ["序号", "行政相对人名称", "行政相对人类别", "统一社会信用代码", "工商注册号", "组织机构代码", "法定代表人", "行政许可决定文书名称", "行政许可决定文书号",
           "许可类别", "许可证书名称", "许可编号", "许可内容", "许可决定日期", "有效期自", "有效期至", "许可机关", "许可机关统一社会信用代码", "当前状态",
           "数据来源单位", "数据更新时间", "注册资本（万元）", "联系电话", "备注"]
DATES = {13, 14, 15, 20}
NUMBERS = {0, 21}
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'

PARTS = {
    "[Content_Types].xml":
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        + "".join(f'<Override PartName="/xl/{name}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>'
                  for name, kind in [("workbook", "sheet.main"), ("worksheets/sheet1", "worksheet"), ("styles", "styles"),
                                     ("sharedStrings", "sharedStrings")]) + "</Types>",
    "_rels/.rels": f'<Relationships {PACKAGE}><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{RELATIONS}"><sheets><sheet name="许可" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels":
        f'<Relationships {PACKAGE}>' + "".join(
            f'<Relationship Id="rId{number}" Type="{RELATIONS}/{kind}" Target="{target}.xml"/>' for number, (kind, target) in enumerate(
                [("worksheet", "worksheets/sheet1"), ("styles", "styles"), ("sharedStrings", "sharedStrings")], 1)) + "</Relationships>",
    "xl/styles.xml":
        f'<styleSheet {MAIN}><fonts count="1"><font/></fonts><fills count="1"><fill><patternFill/></fill></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
}


def rows(count: int):
    """Rows as an office has them: names, codes and numbers differ from row to row, authorities, kinds and states repeat; one cell in twelve is empty."""
    dice = random.Random(1)
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    for number in range(1, count + 1):
        day = 45_000 + dice.randrange(700)
        code = "9133010" + "".join(dice.choices(letters, k=11))
        row = [number, f"示例市第{number % 60_000}商贸有限公司", "法人及非法人组织", code, f"3301{number:011}", code[8:17],
               f"王{dice.choice('伟芳娜敏静丽强磊军洋')}{dice.choice('一二三四五六七八九十')}", "准予行政许可决定书", f"示许〔2025〕{number}号", "普通",
               "营业性演出许可证", f"XK{dice.randrange(10 ** 9):09}", f"准予从事第{dice.randrange(500)}项经营活动", day, day, day + 1095,
               f"示例市第{number % 30}局", f"11330100MB99{number % 30:04}3R", "有效", f"示例市第{number % 30}局", day + 1,
               dice.randrange(10, 10 ** 6) / 100, f"0571-{dice.randrange(10 ** 8):08}", "" if number % 4 else "现场核查"]
        if number % 4:
            row[5] = ""
        yield row


def table(count: int):
    """The header and the rows."""
    yield COLUMNS
    yield from rows(count)


def write(path: pathlib.Path, count: int):
    places: dict[str, int] = {}
    letters = [chr(65 + column) for column in range(len(COLUMNS))]

    def cell(row: int, column: int, value) -> str:
        place = f'r="{letters[column]}{row}"'
        if value == "":
            return ""
        if isinstance(value, str):
            return f'<c {place} t="s"><v>{places.setdefault(value, len(places))}</v></c>'
        style = ' s="1"' if column in DATES and row > 1 else ""
        return f"<c {place}{style}><v>{value}</v></c>"

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, text in PARTS.items():
            archive.writestr(name, text)
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<worksheet {MAIN}><dimension ref="A1:X{count + 1}"/><sheetData>'.encode())
            for number, values in enumerate(table(count), 1):
                cells = "".join(cell(number, column, value) for column, value in enumerate(values))
                sheet.write(f'<row r="{number}" spans="1:24">{cells}</row>'.encode())
            sheet.write(b"</sheetData></worksheet>")
        with archive.open("xl/sharedStrings.xml", "w") as strings:
            strings.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<sst {MAIN} uniqueCount="{len(places)}">'.encode())
            for text in places:
                strings.write(f"<si><t>{xml.sax.saxutils.escape(text)}</t></si>".encode())
            strings.write(b"</sst>")


PEER = """
import sys, openpyxl
cells = 0
for row in openpyxl.load_workbook(sys.argv[1], read_only=True).worksheets[0].iter_rows(values_only=True):
    for value in row:
        if value is not None:
            cells += 1
print(cells)
"""

# A child's peak is not below its parent's size when it was made: a small one measures.
SMALL = """
import json, os, subprocess, sys, time
with open(sys.argv[1], "wb") as output:
    os.sync()
    began = time.perf_counter()
    process = subprocess.Popen(sys.argv[2:], stdout=output)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
print(json.dumps({"status": os.waitstatus_to_exitcode(status), "seconds": seconds, "cpu": usage.ru_utime + usage.ru_stime, "peak": usage.ru_maxrss / 1024}))
"""


class Pair:
    """The two readers on one workbook, their outputs in files."""

    def __init__(self, workbook: pathlib.Path, python: pathlib.Path, folder: pathlib.Path):
        self.commands = {"guiji": [GUIJI, "peek", "--all", "--format", "csv", workbook], "openpyxl": [python, "-c", PEER, workbook]}
        self.folder = folder
        self.workbook = workbook

    def run(self, name: str) -> dict:
        command = [str(part) for part in (sys.executable, "-c", SMALL, self.folder / name, *self.commands[name])]
        measured = json.loads(subprocess.run(command, check=True, capture_output=True, text=True, cwd=self.folder).stdout)
        if measured["status"] != 0:
            raise SystemExit(f"{name}: exit status {measured['status']}")
        print(f"  {name:<10} {measured['seconds']:8.2f} s {measured['cpu']:8.2f} s of processors {measured['peak']:6.0f} MiB", flush=True)
        return measured

    def agree(self, count: int):
        """Every cell that guiji wrote, and openpyxl's count of them, against what was put into the workbook."""
        self.run("guiji")
        self.run("openpyxl")
        cells = 0
        with open(self.folder / "guiji", encoding="utf-8", newline="") as file:
            for number, (read, made) in enumerate(zip(csv.reader(file), table(count), strict=True)):
                wanted = made if number == 0 else [shown(column, value) for column, value in enumerate(made)]
                if read != wanted:
                    raise SystemExit(f"row {number + 1} was read as {read}, not {wanted}")
                cells += sum(value != "" for value in wanted)
        counted = int((self.folder / "openpyxl").read_text())
        if counted != cells:
            raise SystemExit(f"openpyxl counts {counted} cells, guiji wrote {cells}")


def shown(column: int, value) -> str:
    if column in DATES:
        return (datetime.date(1899, 12, 30) + datetime.timedelta(days=value)).isoformat()
    return f"{value:.15g}" if column in NUMBERS else value


def python() -> pathlib.Path:
    """A Python that has openpyxl."""
    for candidate in (pathlib.Path(sys.executable), PYTHON):
        if candidate.exists() and subprocess.run([candidate, "-c", "import openpyxl"], stderr=subprocess.DEVNULL).returncode == 0:
            return candidate
    if not PYTHON.exists():
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "openpyxl"], check=True)
    return PYTHON


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000, help="of the workbook")
    parser.add_argument("--runs", type=int, default=5, help="measured pairs")
    parser.add_argument("--keep", type=pathlib.Path, help="folder for the workbooks, used again the next time")
    options = parser.parse_args()
    if not GUIJI.exists():
        raise SystemExit(f"{GUIJI} is missing: run `make build` first")
    peer = python()
    with contextlib.ExitStack() as stack:
        folder = (options.keep or pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        paths = {}
        for times in (1, 4):
            paths[times] = folder / f"rows-{times * options.rows}.xlsx"
            if not paths[times].exists():
                print(f"{times * options.rows:,} rows …", flush=True)
                write(paths[times], times * options.rows)
        print("the same cells?")
        pair = Pair(paths[1], peer, folder)
        pair.agree(options.rows)
        runs: dict[str, list[dict]] = {"guiji": [], "openpyxl": []}
        for number in range(options.runs):
            print(f"pair {number + 1} of {options.runs}")
            for name, measured in runs.items():
                measured.append(pair.run(name))
        print("four times the rows")
        more = Pair(paths[4], peer, folder).run("guiji")
        results = {"rows": options.rows, "columns": len(COLUMNS), "workbook_mib": round(paths[1].stat().st_size / (1 << 20), 1), "pairs": options.runs}
        for name, measured in runs.items():
            results[f"{name}_seconds"] = statistics.median(run["seconds"] for run in measured)
            results[f"{name}_cpu_seconds"] = statistics.median(run["cpu"] for run in measured)
            results[f"{name}_mib"] = round(max(run["peak"] for run in measured))
        results["wall_ratio"] = statistics.median(
            ours["seconds"] / theirs["seconds"] for ours, theirs in zip(runs["guiji"], runs["openpyxl"]))
        results["guiji_mib_4x"] = round(more["peak"])
        results["guiji_seconds_4x"] = more["seconds"]
        version = subprocess.run([peer, "-c", "import openpyxl, platform; print('openpyxl', openpyxl.__version__ + ', Python', platform.python_version())"],
                                 check=True, capture_output=True, text=True).stdout.strip()
        results["machine"] = f"{os.cpu_count()} cores; {version}"
        for path in (folder / "guiji", folder / "openpyxl"):
            path.unlink()
    results = {name: round(value, 3) if isinstance(value, float) else value for name, value in results.items()}
    print(json.dumps(results, ensure_ascii=False, indent=2))
    print(f"wall_ratio {results['wall_ratio']:.2f}, target ≤ {TARGET}; peak {results['guiji_mib']} MiB, with four times the rows {results['guiji_mib_4x']} MiB")
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
