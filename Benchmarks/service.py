"""The service under load: time to a receipt, 55 departments at once, forms by 50 clients while bulk files run, archives that are bombs.

    python3 Benchmarks/service.py [--rows 1000000] [--keep DIR]

Needs nothing besides Python and the release build. The clients run on the same machine and take their share of it. Rows are counted afterwards:
what was accepted must be in the ledger, once.
"""

import argparse
import asyncio
import contextlib
import json
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile

from bench import GUIJI, ROOT

AS_OF = "2025-03-31"
QUIET = 0.1
RESULTS = ROOT / "Benchmarks" / "service-results.json"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="of the licences")
    parser.add_argument("--keep", type=pathlib.Path, help="folder for the data, used again the next time")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = options.keep or pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        results = {"rows": options.rows, **measure(folder, options.rows), "bombs": bombs(folder)}
    print(json.dumps(results, ensure_ascii=False, indent=2))
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=2) + "\n")


def measure(folder: pathlib.Path, rows: int) -> dict:
    instance = folder / "city"
    shutil.rmtree(instance, ignore_errors=True)
    run("sample", "--rows", rows, "--seed", 3, "--mappings", ROOT / "Mappings", instance)
    with open(instance / "pipeline.yml", "a") as settings:
        settings.write(f"folders: {{ quiet_seconds: {QUIET}, settle_seconds: {QUIET}, rescan_seconds: 1 }}\n"
                       "interface: { port: 0, requests_per_minute: 1000000 }\n")
    # Only the register is taken in before; all else waits for its turn.
    (instance / "inbox").rename(instance / "waiting")
    (instance / "inbox").mkdir()
    for department in (instance / "waiting").iterdir():
        (instance / "inbox" / department.name).mkdir()
    for file in (instance / "waiting").glob("*/*registration*"):
        file.rename(instance / "inbox" / file.parent.name / file.name)
    run("run", "-C", instance, "--as-of", AS_OF)
    with Service(instance) as service:
        results = {"receipt": receipts(service), "departments": departments(service)}
        results["entries_quiet"] = entries(service, "quiet", pause=0.4)
        for file in sorted((instance / "waiting").glob("*/*")):
            file.rename(instance / "inbox" / file.parent.name / file.name)
        time.sleep(3)
        results["entries_paced"] = entries(service, "paced", pause=0.4)
        results["entries_closed_loop"] = entries(service, "closed", pause=0)
        results["peak_mib"] = service.peak
    return results


def run(*arguments):
    subprocess.run([str(part) for part in (GUIJI, *arguments)], check=True, stdout=subprocess.DEVNULL, cwd=ROOT)


class Service:
    """`guiji serve` on an instance, until the block ends."""

    def __init__(self, instance: pathlib.Path):
        self.instance = instance

    def __enter__(self):
        log = self.instance / "service.log"
        self.process = subprocess.Popen([GUIJI, "serve", "-C", self.instance, "--json-log"], stderr=open(log, "w"), cwd=ROOT)
        while "listening" not in log.read_text():
            if self.process.poll() is not None:
                raise SystemExit(f"the service ended: {log.read_text()}")
            time.sleep(0.1)
        line = next(line for line in log.read_text().splitlines() if '"listening"' in line)
        self.port = int(json.loads(line)["address"].rsplit(":", 1)[1])
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    @property
    def peak(self) -> int:
        """Greatest resident memory so far, MiB."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) // 1024

    def answered(self) -> set[pathlib.Path]:
        return set((self.instance / "outbox").glob("*/*.receipt.json"))

    def deliver(self, files: list[tuple[str, str, bytes]]) -> list[float]:
        """Drops files (department, name, content) at once; seconds until each receipt, in the order of the receipts."""
        staged = []
        for number, (department, name, content) in enumerate(files):
            path = self.instance / f"staged-{number}"
            path.write_bytes(content)
            staged.append((path, self.instance / "inbox" / department / name))
        os.sync()
        before, seen = self.answered(), []
        began = time.perf_counter()
        for path, target in staged:
            path.rename(target)
        while len(seen) < len(files):
            new = self.answered() - before
            before |= new
            seen += [time.perf_counter() - began] * len(new)
            time.sleep(0.01)
            if time.perf_counter() - began > 600:
                raise SystemExit(f"{len(files) - len(seen)} of {len(files)} files were not answered in 600 s")
        return seen


def receipts(service: Service) -> dict:
    """A file of 1,000 rows after another, on a service that has nothing else to do."""
    source = sorted((service.instance / "waiting").glob("culture/*licence*.csv"))[-1].read_bytes().splitlines(keepends=True)
    header, rows = source[0], source[1:]
    count = min(15, len(rows) // 1000)
    times = [service.deliver([("culture", f"part-{part}.csv", header + b"".join(rows[part * 1000:(part + 1) * 1000]))])[0]
             for part in range(count)]
    return {"files": count, "quiet_seconds": QUIET, "median_seconds": round(statistics.median(times), 3), "max_seconds": round(max(times), 3)}


def departments(service: Service) -> dict:
    chosen = {}
    for file in sorted((service.instance / "waiting").glob("*/*licence*")):
        chosen.setdefault(file.parent.name, file)
    # A header and 10,000 rows; some departments have fewer. XML is left whole.
    files = [(department, f"all-{file.name}", file.read_bytes() if file.suffix != ".csv" else
              b"".join(file.read_bytes().splitlines(keepends=True)[:10_001])) for department, file in sorted(chosen.items())]
    files += [("culture", f"more-{n}.csv", files[0][2]) for n in range(55 - len(files))]
    times = service.deliver(files[:55])
    median = statistics.median(times)
    return {"files": len(times), "first_seconds": round(times[0], 2), "median_seconds": round(median, 2),
            "last_seconds": round(times[-1], 2), "last_to_median": round(times[-1] / median, 2), "peak_mib": service.peak}


def entries(service: Service, series: str, pause: float, clients: int = 50, seconds: float = 20) -> dict:
    """Forms of one row about registered subjects. Each client sends the next when it has its answer, `pause` seconds later at most (at random)."""
    token = subprocess.run([GUIJI, "token", "add", "-C", service.instance, "--department", "culture"], check=True, cwd=ROOT,
                           capture_output=True, text=True).stdout.strip()
    with contextlib.closing(sqlite3.connect(service.instance / "disclosure.sqlite")) as store:
        codes = [code for code, in store.execute("SELECT credit_code FROM registration WHERE length(credit_code) = 18 LIMIT 5000")]
    times, refused = [], []

    async def client(number: int, end: float):
        reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
        count = 0
        while time.perf_counter() < end:
            await asyncio.sleep(random.random() * pause)
            count += 1
            form = {"credit_code": random.choice(codes), "party_type": "法人及非法人组织", "document_name": "准予许可决定书",
                    "document_number": f"{series}〔2025〕{number * 100_000 + count}号", "licence_type": "普通", "content": "经营性演出",
                    "decision_date": "2025-03-10", "valid_from": "2025-03-10", "valid_to": "2027-03-09", "authority": "示例市文化和旅游局",
                    "status": "有效"}
            body = json.dumps({"values": form}).encode()
            began = time.perf_counter()
            writer.write((f"POST /api/v1/entries/licence HTTP/1.1\r\nHost: l\r\nAuthorization: Bearer {token}\r\n"
                          f"Content-Type: application/json\r\nIdempotency-Key: {series}-{number}-{count}\r\n"
                          f"Content-Length: {len(body)}\r\n\r\n").encode() + body)
            head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
            length = int(head.split("content-length:")[1].split("\r\n")[0])
            answer = await reader.readexactly(length)
            times.append(time.perf_counter() - began)
            if " 202 " not in head.splitlines()[0] + " ":
                refused.append(answer.decode())
        writer.close()

    async def all_clients():
        end = time.perf_counter() + seconds
        await asyncio.gather(*(client(number, end) for number in range(clients)))

    asyncio.run(all_clients())
    accepted = len(times) - len(refused)
    # Each is one submission of one row, once all are taken in.
    ledger = f"file:{service.instance}/ledger.sqlite?mode=ro"
    query = "SELECT count(*), ifnull(sum(rows), 0) FROM submission WHERE channel = 'entry' AND times = 1"
    known = entries.known
    for _ in range(1200):
        with contextlib.closing(sqlite3.connect(ledger, uri=True, timeout=60)) as store:
            found = store.execute(query).fetchone()
        if found[0] >= known + accepted:
            break
        time.sleep(0.5)
    entries.known = known + accepted
    if found != (entries.known, entries.known):
        raise SystemExit(f"{entries.known} forms were accepted, the ledger has {found}")
    times.sort()
    return {"clients": clients, "requests": len(times), "refused": len(refused), "per_second": round(len(times) / seconds),
            "median_ms": round(statistics.median(times) * 1000, 1), "p99_ms": round(times[int(len(times) * 0.99)] * 1000, 1)}


# Forms that earlier series brought.
entries.known = 0


# Workbooks and archives that become far larger than they are.
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


if __name__ == "__main__":
    main()
