"""Archives and workbooks that become far larger than they are: each has to be refused, in how long and in how much memory."""

import json
import pathlib
import shutil
import subprocess
import sys
import zipfile

from bench import GUIJI, ROOT, run

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = f'<worksheet {MAIN}><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>'
LAUGHS = ("<!DOCTYPE x [<!ENTITY l0 'lol'>" + "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10)) + "]>")


def workbook(path: pathlib.Path, sheet, strings):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        book.writestr("[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>')
        book.writestr("_rels/.rels", f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}/officeDocument" '
                      'Target="xl/workbook.xml"/></Relationships>')
        book.writestr("xl/workbook.xml", f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>')
        book.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}/worksheet" '
                      f'Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>')
        for name, parts in [("xl/worksheets/sheet1.xml", sheet), ("xl/sharedStrings.xml", strings)]:
            with book.open(name, "w", force_zip64=True) as file:
                for part in parts:
                    file.write(part.encode())


def repeated(head: str, part: str, tail: str, size: int):
    yield head
    block = part * ((1 << 20) // len(part))
    for _ in range(size // len(block)):
        yield block
    yield tail


SMALL = """
import json, resource, subprocess, sys, time
began = time.perf_counter()
done = subprocess.run(sys.argv[1:], capture_output=True, text=True)
print(json.dumps({"seconds": time.perf_counter() - began, "status": done.returncode, "output": done.stdout,
                  "peak": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss}))
"""


def bombs(folder: pathlib.Path) -> dict:
    folder = folder / "bombs"
    if not folder.exists():
        folder.mkdir()
        few = [f"<sst {MAIN}><si><t>a</t></si></sst>"]
        workbook(folder / "laughs.xlsx", [LAUGHS + SHEET.replace("<v>0</v>", "<v>&l9;</v>")], few)
        workbook(folder / "strings-2-gib.xlsx", [SHEET], repeated(f"<sst {MAIN}>", f"<si><t>{'x' * 500}</t></si>", "</sst>", 2 << 30))
        row = f'<row><c t="inlineStr"><is><t>{"z" * 200}</t></is></c></row>'
        workbook(folder / "sheet-4-gib.xlsx", repeated(f"<worksheet {MAIN}><sheetData>", row, "</sheetData></worksheet>", 4 << 30), few)
        with zipfile.ZipFile(folder / "zeros-10-gib.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            with archive.open("licence.csv", "w", force_zip64=True) as file:
                for _ in range(10 << 10):
                    file.write(bytes(1 << 20))
    instance = folder / "instance"
    shutil.rmtree(instance, ignore_errors=True)
    run("init", instance, "--mappings", ROOT / "Mappings")
    found = {}
    for bomb in sorted(file for file in folder.iterdir() if file.is_file()):
        command = [GUIJI, "check", "-C", instance, "--source", "culture", bomb]
        # A child's peak is not below its parent's size when it was made: a small one measures.
        asked = subprocess.run([sys.executable, "-c", SMALL, *command], capture_output=True, text=True, check=True, cwd=ROOT)
        measured = json.loads(asked.stdout)
        if measured["status"] != 2 or "refused" not in measured["output"]:
            raise SystemExit(f"{bomb.name} was not refused: {measured}")
        found[bomb.name] = {"seconds": round(measured["seconds"], 2), "peak_mib": round(measured["peak"] / 1024)}
    shutil.rmtree(instance)
    return found
