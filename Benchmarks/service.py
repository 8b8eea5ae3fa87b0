"""The service under load: time to a receipt, 55 departments at once, forms by many clients while bulk files run, archives that are bombs.

    python3 Benchmarks/service.py [--rows 1000000] [--keep DIR]

Needs Python and the release build, and wrk for what it measures. The clients run on the same machine and take their share of it. Rows are counted
afterwards: what was accepted must be in the ledger, once.
"""

import argparse
import contextlib
import itertools
import json
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import tempfile
import threading
import time

from bench import GUIJI, ROOT, run
from bombs import bombs
from entries import Entries

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
        results = {"rows": options.rows, "bombs": bombs(folder), **measure(folder, options.rows)}
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
        entries = Entries(service)
        results["entries_quiet"] = entries.paced("quiet", contextlib.nullcontext())
        bulk = Bulk(service)
        results["entries_beside_bulk"] = entries.paced("paced", bulk)
        results["wrk_10_beside_bulk"] = entries.wrk("ten", bulk, 10)
        results["wrk_50_beside_bulk"] = entries.wrk("fifty", bulk, 50)
        results["peak_mib"] = service.peak
    return results


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


class Bulk:
    """One large file after another is taken in while a block lasts."""

    def __init__(self, service: Service):
        self.service = service
        self.files = [file for file in sorted((service.instance / "waiting").glob("*/*.[cx][sm][vl]")) if file.stat().st_size > 10 << 20]
        self.turns = enumerate(itertools.cycle(self.files))

    def __enter__(self):
        self.isOver = threading.Event()
        self.thread = threading.Thread(target=self.deliver, daemon=True)
        self.thread.start()
        time.sleep(3)

    def __exit__(self, *_):
        self.isOver.set()
        self.thread.join()

    def deliver(self):
        staged = self.service.instance / "staged-bulk"
        for number, file in self.turns:
            shutil.copy(file, staged)
            # Other content than the last time, with the same rows.
            with open(staged, "ab") as more:
                more.write(b"\n" * number)
            name = f"bulk-{number}-{file.name}"
            staged.rename(self.service.instance / "inbox" / file.parent.name / name)
            while not any((self.service.instance / "outbox" / file.parent.name).glob(f"*-{name}.receipt.json")):
                if self.isOver.wait(0.2):
                    return


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


if __name__ == "__main__":
    main()
