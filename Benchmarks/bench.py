"""The program beside its peers: `make bench`, or

    python3 Benchmarks/bench.py [--rows 1000000] [--runs 3] [--keep DIR] [--quick]

Makes the data with `guiji sample`, runs guiji, the DuckDB script and the Polars script on the same files in turn, checks that all
come to the same counts, and measures wall time, processor time and peak memory of whole processes. Then guiji alone: five times the rows, GB18030,
and the same files again. Prints the ratios beside their targets and writes Benchmarks/results.json.
"""

import argparse
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
GUIJI = ROOT / ".build" / "release" / "guiji"
VENV = ROOT / ".build-bench" / "venv"
PYTHON = VENV / "bin" / "python"
PACKAGES = ["duckdb", "polars"]
AS_OF = "2025-03-31"

# Name, target, whether less is better.
TARGETS = [
    ("duckdb_wall_ratio", 0.35, True),
    ("polars_wall_ratio", 1.0, True),
    ("peak_mib", 256, True),
    ("peak_ratio_5m", 1.10, True),
    ("rate_ratio_5m", 0.9, False),
    ("gb18030_ratio", 1.5, True),
    ("rerun_ratio", 0.3, True),
]


def run(*arguments):
    """Guiji, where only what it leaves matters."""
    subprocess.run([str(part) for part in (GUIJI, *arguments)], check=True, stdout=subprocess.DEVNULL, cwd=ROOT)


class Measured:
    """A process that has ended: wall and processor time in seconds, peak resident memory in MiB, its output."""

    def __init__(self, command: list, label: str):
        # What earlier runs wrote must not be written back during this one.
        os.sync()
        with tempfile.TemporaryFile() as output:
            began = time.perf_counter()
            process = subprocess.Popen([str(part) for part in command], stdout=output, cwd=ROOT)
            _, status, usage = os.wait4(process.pid, 0)
            self.seconds = time.perf_counter() - began
            process.returncode = os.waitstatus_to_exitcode(status)
            output.seek(0)
            self.output = output.read().decode()
        self.cpu = usage.ru_utime + usage.ru_stime
        self.peak = usage.ru_maxrss / 1024
        if process.returncode != 0:
            raise SystemExit(f"{label}: exit status {process.returncode}\n{self.output}")
        print(f"  {label:<24} {self.seconds:8.2f} s {self.cpu:8.2f} s of processors {self.peak:8.0f} MiB", flush=True)

    @property
    def counts(self) -> dict[str, int]:
        """Everything that must agree, flat."""
        summary = json.loads(self.output)
        totals = summary.get("totals", summary)
        counts = {"received": totals["received"], **totals["outcomes"], "conflicts": summary["conflicts"]}
        return counts | {f"comparison.{kind}": count for kind, count in summary["mismatches"].items()}


class Sample:
    """An instance with its files, made by `guiji sample`. A run moves what it took from the inbox; it is put back."""

    def __init__(self, folder: pathlib.Path, rows: int, encoding: str = "utf-8"):
        self.folder = folder = folder / f"{encoding}-{rows}"
        if not (folder / "truth.json").exists():
            shutil.rmtree(folder, ignore_errors=True)
            print(f"{rows:,} rows, {encoding} …", flush=True)
            run("sample", "--rows", rows, "--departments", 8, "--subjects", rows // 5, "--penalties", rows // 10, "--self", rows // 5,
                "--layout", "csv", "--encoding", encoding, "--seed", 1, "--mappings", ROOT / "Mappings", folder)
        self.put_back()

    def put_back(self):
        for path in list(self.folder.glob("done/*/*")):
            path.rename(self.folder / "inbox" / path.parent.name / path.name)

    def run(self, out: pathlib.Path, label: str = "guiji") -> Measured:
        run = Measured([GUIJI, "run", "--instance", self.folder, "--out", out, "--as-of", AS_OF, "--json"], label)
        self.put_back()
        return run

    @property
    def truth(self) -> dict[str, int]:
        """The expected counts of rows and conflicts; they stand at the end of a long file."""
        with open(self.folder / "truth.json", "rb") as file:
            file.seek(-min(4096, file.seek(0, os.SEEK_END)), os.SEEK_END)
            end = file.read().decode("utf-8", "ignore")
        summary = json.loads("{" + end[end.rindex('"conflicts"'):])
        return {"received": summary["totals"]["received"], **summary["totals"]["outcomes"], "conflicts": summary["conflicts"]}


class Bench:
    def __init__(self, folder: pathlib.Path, rows: int, runs: int):
        self.folder = folder
        self.rows = rows
        self.runs = runs
        self.sample = Sample(folder, rows)
        self.results: dict[str, float | int | str] = {}

    def fresh(self) -> pathlib.Path:
        out = self.folder / "out"
        shutil.rmtree(out, ignore_errors=True)
        return out

    def guiji(self, sample: Sample | None = None, label: str = "guiji") -> Measured:
        return (sample or self.sample).run(self.fresh(), label)

    def peer(self, name: str) -> Measured:
        return Measured([PYTHON, ROOT / "Benchmarks" / f"{name}_peer.py", self.sample.folder, self.fresh(), "--as-of", AS_OF], name)

    def beside_peers(self):
        contestants = {"guiji": self.guiji, "duckdb": lambda: self.peer("duckdb"), "polars": lambda: self.peer("polars")}
        print("warm-up")
        agree({"truth": self.sample.truth} | {name: run().counts for name, run in contestants.items()})
        measured: dict[str, list[Measured]] = {name: [] for name in contestants}
        for number in range(self.runs):
            print(f"run {number + 1} of {self.runs}")
            for name, run in contestants.items():
                measured[name].append(run())
        for name, runs in measured.items():
            self.results[f"{name}_seconds"] = median(runs)
            self.results[f"{name}_cpu_seconds"] = statistics.median(run.cpu for run in runs)
            self.results[f"{name}_mib"] = round(statistics.median(run.peak for run in runs))
        self.results["duckdb_wall_ratio"] = self.results["guiji_seconds"] / self.results["duckdb_seconds"]
        self.results["polars_wall_ratio"] = self.results["guiji_seconds"] / self.results["polars_seconds"]
        self.results["peak_mib"] = max(run.peak for run in measured["guiji"])
        self.received = measured["guiji"][0].counts["received"]

    def again(self):
        """The same files twice into one store."""
        print("the same files again")
        firsts, seconds = [], []
        for _ in range(self.runs):
            firsts.append(self.guiji(label="first"))
            seconds.append(self.sample.run(self.folder / "out", "again"))
            changed = {name for name, count in seconds[-1].counts.items() if count and name in ("published", "updated", "duplicate", "stale", "overruled")}
            if changed:
                raise SystemExit(f"the second run of the same files is not unchanged: {', '.join(sorted(changed))}")
        self.results["rerun_ratio"] = median(seconds) / median(firsts)

    def other_encoding(self):
        print("UTF-8 and GB18030 in turn")
        other = Sample(self.folder, self.rows, "gb18030")
        runs = {"utf-8": [], "gb18030": []}
        for _ in range(self.runs):
            runs["utf-8"].append(self.guiji(label="utf-8"))
            runs["gb18030"].append(self.guiji(other, "gb18030"))
        agree({"utf-8": runs["utf-8"][0].counts, "gb18030": runs["gb18030"][0].counts})
        self.results["gb18030_ratio"] = median(runs["gb18030"]) / median(runs["utf-8"])

    def five_times(self):
        print("five times the rows, between two runs of the rows once")
        large = Sample(self.folder, 5 * self.rows)
        once = [self.guiji(label="before")]
        run = self.guiji(large, "five times")
        once.append(self.guiji(label="after"))
        agree({"truth": large.truth, "guiji": run.counts})
        rate = run.counts["received"] / run.seconds
        self.results["peak_mib_5m"] = run.peak
        self.results["peak_ratio_5m"] = run.peak / self.results["peak_mib"]
        self.results["guiji_seconds_5m"] = run.seconds
        self.results["rate_ratio_5m"] = rate / (self.received / median(once))


def median(runs: list[Measured]) -> float:
    return statistics.median(run.seconds for run in runs)


def agree(counts: dict[str, dict[str, int]]):
    """Stops with a table where the counts differ. Those that one side does not have are not compared."""
    names = list(dict.fromkeys(name for column in counts.values() for name in column))
    wrong = [name for name in names if len({column[name] for column in counts.values() if name in column}) > 1]
    if not wrong:
        return
    print(f"\nCounts disagree:\n{'':<30}" + "".join(f"{title:>14}" for title in counts))
    for name in wrong:
        print(f"{name:<30}" + "".join(f"{column.get(name, '–'):>14}" for column in counts.values()))
    raise SystemExit(1)


def prepare():
    """DuckDB and Polars from PyPI, in an environment of their own, unless they are there."""
    if not GUIJI.exists():
        raise SystemExit(f"{GUIJI.relative_to(ROOT)} is missing: run `make build` first")
    if not PYTHON.exists():
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    modules = f"import {', '.join(PACKAGES)}"
    if subprocess.run([PYTHON, "-c", modules], stderr=subprocess.DEVNULL).returncode != 0:
        subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES], check=True)


def machine() -> str:
    cpu = platform.processor() or platform.machine()
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            cpu = line.split(":", 1)[1].strip()
            break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    versions = subprocess.run(
        [PYTHON, "-c", "import duckdb, polars, platform;"
         "print(f'DuckDB {duckdb.__version__}, Polars {polars.__version__}, Python {platform.python_version()}')"],
        check=True, capture_output=True, text=True).stdout.strip()
    return f"{cpu}, {os.cpu_count()} cores, {memory:.0f} GiB; {versions}"


def report(results: dict[str, float | int | str]):
    print(f"\n{results['machine']}; {results['rows']:,} licence rows, medians of {results['runs']}")
    for name in ("guiji", "duckdb", "polars"):
        seconds, cpu, memory = (results[f"{name}_{what}"] for what in ("seconds", "cpu_seconds", "mib"))
        print(f"  {name:<20} {seconds:8.2f} s {cpu:8.2f} s of processors {memory:8} MiB")
    print(f"\n{'':<22}{'measured':>10}{'target':>10}")
    for name, target, is_less in TARGETS:
        value = results[name]
        is_met = value <= target if is_less else value >= target
        missed = "" if is_met else f"  missed by {abs(value / target - 1):.0%}"
        print(f"  {name:<20}{value:>10.2f}{'≤' if is_less else '≥':>5}{target:>5}{missed}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="licence rows")
    parser.add_argument("--runs", type=int, default=3, help="measured runs of each")
    parser.add_argument("--keep", metavar="DIR", help="keep the data here, and use it again")
    parser.add_argument("--quick", action="store_true", help="20,000 rows, one run: are the counts the same? Writes no results")
    options = parser.parse_args()
    if options.quick:
        options.rows, options.runs = 20_000, 1
    prepare()
    folder = pathlib.Path(options.keep or tempfile.mkdtemp(prefix="guiji-bench-")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        bench = Bench(folder, options.rows, options.runs)
        bench.beside_peers()
        bench.again()
        bench.other_encoding()
        bench.five_times()
        results = bench.results | {"rows": options.rows, "runs": options.runs, "machine": machine()}
    finally:
        shutil.rmtree(folder / "out", ignore_errors=True)
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)
    results = {name: round(value, 3) if isinstance(value, float) else value for name, value in results.items()}
    report(results)
    if options.quick:
        return
    path = ROOT / "Benchmarks" / "results.json"
    path.write_text(json.dumps(results, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(f"\n{path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
