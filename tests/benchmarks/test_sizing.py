"""What a visit costs a backend in processor time, connections and disk."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
import urllib3
from sqlalchemy import text

from kiosk.backend.store.database import Database
from tests.backend.caller import Caller
from tests.deploy.programs import until
from tests.live_backend import LiveBackend
from tests.ports import HeldPort
from tests.terminal.pty import python

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(900)]

VISITS = 200

_VEHICLES = """
    SELECT plate, vehicle_type FROM tickets WHERE status = 'owed'
    GROUP BY plate, vehicle_type HAVING count(*) BETWEEN 1 AND 4 ORDER BY plate
"""


@contextlib.contextmanager
def served(url: str) -> Iterator[tuple[Caller, int]]:
    """Run a backend of its own process; yield who asks it, and its process id."""
    with HeldPort() as held:
        yield from _served(url, held.number)


def _served(url: str, port: int) -> Iterator[tuple[Caller, int]]:
    run = subprocess.run(
        python("-m", "kiosk", "device", "add", "sizing", "--database-url", url),
        capture_output=True,
        text=True,
        check=True,
    )
    command = python("-m", "kiosk", "serve", "--demo", "--port", str(port), "--database-url", url)
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            until(lambda: answers(port))
            address = f"http://127.0.0.1:{port}"
            with Caller(cast("LiveBackend", None), run.stdout.strip(), url=address) as caller:
                yield caller, process.pid
        finally:
            process.terminate()


def answers(port: int) -> bool:
    with contextlib.suppress(urllib3.exceptions.HTTPError):
        return urllib3.request("GET", f"http://127.0.0.1:{port}/readyz", retries=False, timeout=2).status == 200
    return False


def cpu(pid: int) -> float:
    """Return the processor seconds of a process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def visit(caller: Caller, number: int, vehicle: dict[str, str]) -> None:
    """Look a vehicle up, pay everything, and see it paid."""
    payment = caller.pay(vehicle, key=f"visit-{number}")
    with caller.watching(payment) as stream:
        caller.confirm(payment)
        assert stream.events()[-1].json["state"] == "paid"


def size(database: Database) -> int:
    def ask(statement: str) -> Any:
        with database.read() as connection:
            return connection.execute(text(statement)).scalar_one()

    if database.is_sqlite:
        with database.engine.connect() as connection:
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return int(ask("PRAGMA page_count")) * int(ask("PRAGMA page_size"))
    return int(ask("SELECT pg_database_size(current_database())"))


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_a_visit_costs(kind: str, request: pytest.FixtureRequest) -> None:
    url = str(request.getfixturevalue("sqlite_url" if kind == "sqlite" else "postgres_url"))
    with served(url) as (caller, pid):
        database = Database(url)
        with database.read() as connection:
            rows = connection.execute(text(_VEHICLES)).all()
        payable = []
        for plate, type_ in rows:
            vehicle = {"plate": plate, "type": type_}
            answer = caller.search(vehicle).json
            if any(bill["state"] in ("open", "overdue") for bill in answer["bills"]):
                payable.append(vehicle)
            if len(payable) == VISITS + 20:
                break
        for number, vehicle in enumerate(payable[:20]):
            visit(caller, number, vehicle)
        before, began = size(database), cpu(pid)
        for number, vehicle in enumerate(payable[20:], 20):
            visit(caller, number, vehicle)
        visits = len(payable) - 20
        spent = (cpu(pid) - began) / visits
        grown = (size(database) - before) / visits
        print(f"\n{kind}: {1000 * spent:.1f} CPU ms a visit, {grown / 1024:.1f} kB a payment ({visits} visits)")
        began = cpu(pid)
        for number in range(500):
            caller.search(payable[number % len(payable)])
        print(f"{kind}: {(cpu(pid) - began) * 2:.2f} CPU ms a look-up alone")
        if not database.is_sqlite:
            with database.read() as connection:
                count = connection.execute(
                    text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
                ).scalar_one()
            print(f"{kind}: {count - 1} connections")
        database.close()
