"""Three plates among a million tickets: requests a second and core, against the bare driver behind the same framework.

Processor time is counted, not wall time, so that what else runs on the machine changes little. The load is bounded,
comes from this process, and goes to loopback.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import fmean as mean

import psycopg
import pytest

from kiosk.backend.store.database import Database
from kiosk.backend.store.types import to_micros
from kiosk.backend.terminals import enrolment
from kiosk.clock import SystemClock
from kiosk.domain.dates import taipei_date
from tests.benchmarks.figures import p95, tell_ratio, tell_time, tell_value

pytestmark = pytest.mark.benchmark

TICKETS = 1_000_000
PER_VEHICLE = 7
CONNECTIONS = 8
REQUESTS = 1_500
ROUNDS = 10
TOKEN = "benchmark-token-of-no-worth"
COLUMNS = "number, plate, vehicle_type, issued, parked_at, rate, fee, due_on, status"


def plate(vehicle: int) -> str:
    return f"B{chr(65 + vehicle // 260_000 % 26)}{chr(65 + vehicle // 10_000 % 26)}-{vehicle % 10_000:04d}"


def rows() -> Iterator[tuple[object, ...]]:
    """Yield a million tickets that are not yet due, so that no nightly job has anything to do."""
    now = SystemClock().now()
    parked, due = to_micros(now - timedelta(days=1)), str(taipei_date(now) + timedelta(days=14))
    for index in range(TICKETS):
        yield (f"Q{index:014d}", plate(index // PER_VEHICLE), "car", "paper", parked, "car-hourly-20", 40, due, "owed")


def fill(url: str) -> None:
    database = Database(url)
    database.run(lambda connection: enrolment.add(connection, "benchmark", SystemClock().now(), token=TOKEN))
    database.close()
    if url.startswith("sqlite"):
        lite = sqlite3.connect(url.removeprefix("sqlite:///"))
        lite.execute("PRAGMA synchronous = OFF")
        lite.executemany(f"INSERT INTO tickets ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows())
        lite.commit()
        lite.execute("ANALYZE")
        lite.close()
        return
    with psycopg.connect(url, autocommit=True) as connection:
        with connection.cursor().copy(f"COPY tickets ({COLUMNS}) FROM STDIN") as copy:
            for row in rows():
                copy.write_row(row)
        connection.execute("ANALYZE")


@contextmanager
def server(which: str, url: str, core: int) -> Iterator[tuple[int, int]]:
    """Run a server on one core; yield its port and process."""
    command = [sys.executable, "-m", "tests.benchmarks.lookup_server", which, url, str(core)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline()), process.pid
        finally:
            process.terminate()


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def load(port: int, requests: int, seed: int) -> list[float]:
    """Ask so often, over a few connections; return the seconds that each answer took."""
    chance = random.Random(seed)
    taken: list[float] = []

    async def ask(count: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(count):
            chosen = chance.sample(range(TICKETS // PER_VEHICLE), 3)
            body = json.dumps({"vehicles": [{"plate": plate(one), "type": "car"} for one in chosen]}).encode()
            began = time.perf_counter()
            writer.write(
                b"POST /v1/bills/search HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                b"Authorization: Bearer %b\r\nContent-Length: %d\r\n\r\n%b" % (TOKEN.encode(), len(body), body)
            )
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200"), head
            length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            answer = await reader.readexactly(length)
            taken.append(time.perf_counter() - began)
            assert answer.count(b"Q0") >= 3 * PER_VEHICLE
        writer.close()
        await writer.wait_closed()

    await asyncio.gather(*(ask(requests // CONNECTIONS) for _ in range(CONNECTIONS)))
    return taken


def test_three_plates_among_a_million_tickets(database_url: str) -> None:
    fill(database_url)
    kind = "SQLite" if database_url.startswith("sqlite") else "PostgreSQL"
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[-1]})
    cost: dict[str, list[float]] = {"kiosk": [], "bare": []}
    waits: list[float] = []
    try:
        with server("kiosk", database_url, cores[0]) as ours, server("bare", database_url, cores[0]) as bare:
            for round_ in range(ROUNDS + 1):
                for name, (port, pid) in (("kiosk", ours), ("bare", bare)):
                    before = cpu_seconds(pid)
                    taken = asyncio.run(load(port, REQUESTS, round_))
                    if round_ == 0:
                        continue  # the first round warms caches up
                    cost[name].append((cpu_seconds(pid) - before) / len(taken))
                    if name == "kiosk":
                        waits += taken
    finally:
        os.sched_setaffinity(0, cores)
    tell_value(
        f"look-up, {kind}: requests a second and core",
        f"{1 / mean(cost['kiosk']):.0f}",
        "≥ 0.8× of the bare driver",
        # Means: the bare server is stopped by its collector in every other round, and a median takes or leaves that.
        f"bare driver {1 / mean(cost['bare']):.0f}: {mean(cost['bare']) / mean(cost['kiosk']):.2f}×",
    )
    tell_ratio(f"look-up, {kind}: processor time a request", cost["kiosk"], cost["bare"], "≤ 1.25× of the bare driver")
    tell_time(f"look-up, {kind}: answer with 8 askers", waits, "no goal: shows waiting", f"p95 {p95(waits) * 1000:.1f}")
