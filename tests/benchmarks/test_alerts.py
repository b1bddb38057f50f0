"""What one flood alert among many, announced and sent, costs on PostgreSQL: processor time of ours and of the server's.

OWNERS=100000 uv run pytest -n0 -m benchmark tests/benchmarks/test_alerts.py -s
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import func, select, text

from kiosk.backend.domain.text_message import TextState
from kiosk.backend.messages.tables import text_messages
from kiosk.backend.store.database import Database
from kiosk.backend.store.types import to_micros
from kiosk.backend.vehicles import flood
from kiosk.backend.worker import Worker
from kiosk.domain.service import FloodArea
from tests.backend.books import SHELL
from tests.backend.code_stage import make_code_stage
from tests.backend.vehicles.test_flood import BEFORE, CLEAR_BY
from tests.benchmarks.figures import tell_value
from tests.clock import START, ManualClock

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(3600)]

OWNERS = int(os.environ.get("OWNERS", "5000"))


def fill(address: str) -> None:
    """Give every owner a car with the flood service; half of them another beside it."""
    began = to_micros(BEFORE)
    cars = [(owner, car) for owner in range(OWNERS) for car in range(1 + owner % 2)]
    with psycopg.connect(address, autocommit=True) as connection:
        _copy(
            connection,
            "owners (id, mobile, name, password_hash, notice, registered_at, changed_at)",
            ((f"{n:032}", f"09{n:08}", "王小明", "-", "2026-11", began, began) for n in range(OWNERS)),
        )
        _copy(
            connection,
            "bindings (id, owner_id, plate, vehicle_type, bound_at)",
            ((f"{car}{n:031}", f"{n:032}", f"A{car}A-{n:05}", "car", began) for n, car in cars),
        )
        _copy(
            connection,
            "binding_services (binding_id, service, chosen_at, effective_on, area)",
            ((f"{car}{n:031}", "flood", began, f"{START:%F}", "keelung") for n, car in cars),
        )
        connection.execute("ANALYZE")


def _copy(connection: psycopg.Connection, table: str, rows: Iterable[tuple[object, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def servers_seconds(database: Database) -> float:
    """Return the processor time of the server's processes, those that have ended with them."""
    with database.read() as connection:
        own = connection.scalar(text("SELECT pg_backend_pid()"))
    postmaster = _figures(f"/proc/{own}")[1]
    ticks = sum(_figures(f"/proc/{postmaster}")[11:15])
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            figures = _figures(folder)
        except (FileNotFoundError, ProcessLookupError):
            continue
        if figures[1] == postmaster:
            ticks += figures[11] + figures[12]
    return ticks / os.sysconf("SC_CLK_TCK")


def _figures(folder: str | Path) -> list[int]:
    """Return what stands after the name in a process's `stat`, but for its state: the first is 0."""
    return [0, *map(int, (Path(folder) / "stat").read_text().rpartition(")")[2].split()[1:])]


def test_an_alert(postgres_url: str) -> None:
    fill(postgres_url)
    clock = ManualClock()
    stage = make_code_stage(Database(postgres_url, pool_size=12), clock)
    database = stage.context.database
    with database.read() as connection:  # the connections are there
        connection.execute(select(1))
    ours, theirs, began = time.process_time(), servers_seconds(database), time.monotonic()
    flood.announce(stage.context, SHELL, FloodArea.KEELUNG, CLEAR_BY)
    worker = Worker(stage.context, threading.Event(), pause=0.2, daily=False)
    worker.start()
    sent = 0
    while sent < OWNERS:
        time.sleep(OWNERS / 10_000)  # counting them is not to be what is measured
        with database.read() as connection:
            sent = connection.scalar(select(func.count()).where(text_messages.c.state == TextState.TAKEN.value)) or 0
    ours, theirs = time.process_time() - ours, servers_seconds(database) - theirs
    took = time.monotonic() - began
    worker.stop()
    assert len(stage.gateway.sent) == OWNERS
    each = (ours + theirs) / OWNERS * 1000
    tell_value(
        f"an alert among {OWNERS:,}, processor time",
        f"{each:.2f} ms",
        "≤ 2 ms",
        f"ours {ours / OWNERS * 1000:.2f}, the server's {theirs / OWNERS * 1000:.2f} ms; {OWNERS / took:.0f} a second",
    )
    database.close()
