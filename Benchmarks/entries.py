"""Forms of one row while other files are taken in: by 50 clients of Python that pause between two forms, and by wrk, which does not."""

import asyncio
import contextlib
import json
import pathlib
import random
import shutil
import sqlite3
import statistics
import subprocess
import tempfile
import time

from bench import GUIJI, ROOT

FORM = {"party_type": "法人及非法人组织", "document_name": "准予许可决定书", "licence_type": "普通", "content": "经营性演出",
        "decision_date": "2025-03-10", "valid_from": "2025-03-10", "valid_to": "2027-03-09", "authority": "示例市文化和旅游局", "status": "有效"}


class Entries:
    """Sends forms to a service, and sees to it that each accepted one becomes one row of the ledger."""

    def __init__(self, service):
        self.service = service
        self.accepted = 0
        self.token = subprocess.run([GUIJI, "token", "add", "-C", service.instance, "--department", "culture"], check=True, cwd=ROOT,
                                    capture_output=True, text=True).stdout.strip()
        with contextlib.closing(sqlite3.connect(service.instance / "disclosure.sqlite")) as store:
            self.codes = [code for code, in store.execute("SELECT credit_code FROM registration WHERE length(credit_code) = 18 LIMIT 5000")]

    def paced(self, series: str, beside, clients: int = 50, seconds: float = 20, pause: float = 0.4) -> dict:
        """Each client sends the next when it has its answer, `pause` seconds later at most (at random).

        - beside: what goes on meanwhile, a context.
        """
        times, refused = [], []

        async def client(number: int, end: float):
            reader, writer = await asyncio.open_connection("127.0.0.1", self.service.port)
            count = 0
            while time.perf_counter() < end:
                await asyncio.sleep(random.random() * pause)
                count += 1
                values = FORM | {"credit_code": random.choice(self.codes), "document_number": f"{series}〔2025〕{number * 100_000 + count}号"}
                body = json.dumps({"values": values}).encode()
                began = time.perf_counter()
                writer.write((f"POST /api/v1/entries/licence HTTP/1.1\r\nHost: l\r\nAuthorization: Bearer {self.token}\r\n"
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

        with beside:
            asyncio.run(all_clients())
        self.expect(len(times) - len(refused))
        times.sort()
        return {"clients": clients, "requests": len(times), "refused": len(refused), "per_second": round(len(times) / seconds),
                "median_ms": round(statistics.median(times) * 1000, 1), "p99_ms": round(times[int(len(times) * 0.99)] * 1000, 1)}

    def wrk(self, series: str, beside, connections: int, seconds: int = 8) -> dict | None:
        """Every connection sends the next form when it has its answer; nothing where wrk is not installed."""
        if not shutil.which("wrk"):
            return None
        with beside, tempfile.TemporaryDirectory() as folder:
            script = pathlib.Path(folder, "entries.lua")
            values = json.dumps(FORM, ensure_ascii=False)[1:]
            script.write_text(SCRIPT % {"codes": ", ".join(f'"{code}"' for code in self.codes), "token": self.token, "series": series,
                                        "values": values})
            told = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", script, f"http://127.0.0.1:{self.service.port}"],
                                  check=True, capture_output=True, text=True).stdout
        found = json.loads(told.strip().splitlines()[-1])
        if found.pop("broken"):
            raise SystemExit(f"wrk met broken connections: {told}")
        # What wrk had sent when its time was over was taken as well, and it did not wait for the answers.
        self.expect(found["requests"] - found["refused"], more=connections)
        return {"connections": connections, **found, "per_second": round(found["requests"] / seconds)}

    def expect(self, accepted: int, more: int = 0):
        """Waits until what was accepted is in the ledger: each form one submission of one row.

        - more: of which it is not known whether they were.
        """
        ledger = f"file:{self.service.instance}/ledger.sqlite?mode=ro"
        query = "SELECT count(*), ifnull(sum(rows), 0) FROM submission WHERE channel = 'entry' AND times = 1"
        least, found = self.accepted + accepted, (0, 0)
        waiting = f"file:{self.service.instance}/service.sqlite?mode=ro"
        for _ in range(1200):
            with contextlib.closing(sqlite3.connect(waiting, uri=True, timeout=60)) as store:
                isOpen = store.execute("SELECT count(*) FROM arrival WHERE is_open").fetchone()[0]
            with contextlib.closing(sqlite3.connect(ledger, uri=True, timeout=60)) as store:
                found = store.execute(query).fetchone()
            if found[0] >= least and not isOpen:
                break
            time.sleep(0.5)
        if found[0] != found[1] or not least <= found[0] <= least + more:
            raise SystemExit(f"{least} forms were accepted (and {more} more at most), the ledger has {found}")
        self.accepted = found[0]


SCRIPT = """
local codes = { %(codes)s }
local count = 0
math.randomseed(7)
function request()
  count = count + 1
  local body = '{"values":{"credit_code":"' .. codes[math.random(#codes)] .. '","document_number":"%(series)s〔2025〕' .. count .. '号",%(values)s}'
  return wrk.format("POST", "/api/v1/entries/licence", { ["Authorization"] = "Bearer %(token)s", ["Content-Type"] = "application/json",
                    ["Idempotency-Key"] = "%(series)s-" .. count }, body)
end
function done(summary, latency, requests)
  local errors = summary.errors
  print(string.format('{"requests":%%d,"refused":%%d,"broken":%%d,"median_ms":%%.1f,"p99_ms":%%.1f}', summary.requests, errors.status,
        errors.connect + errors.read + errors.write + errors.timeout, latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
"""
