"""What the reports of five hundred terminals cost a backend: a process of its own, as an operator starts it."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from threading import Event

import pytest

from kiosk.backend.store.database import Database
from kiosk.backend.terminals import enrolment
from kiosk.clock import SystemClock
from tests.backend.caller import Caller
from tests.backend.terminals.test_fleet import REPORT
from tests.benchmarks.figures import tell_value
from tests.benchmarks.test_sizing import cpu, served

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(900)]

TERMINALS = 500
MINUTE = 60.0


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_the_reports_of_five_hundred_terminals_take(kind: str, request: pytest.FixtureRequest) -> None:
    """Let a minute pass in which no terminal reports, and two in which all do; print what the last takes more."""
    url = str(request.getfixturevalue("sqlite_url" if kind == "sqlite" else "postgres_url"))
    tokens = enrolled(url)
    with served(url) as (caller, pid), contextlib.ExitStack() as open_:
        callers = [open_.enter_context(Caller(caller.backend, token, url=caller._url)) for token in tokens]
        for terminal in callers:
            report(terminal)  # tokens are recognised, statements are prepared
        began = cpu(pid)
        for _ in through_a_minute():
            pass
        resting = cpu(pid) - began
        # Terminals keep their connection from one report to the next; by the second they are no strangers any more.
        for number in through_a_minute():
            report(callers[number])
        began = cpu(pid)
        for number in through_a_minute():
            report(callers[number])
        spent = cpu(pid) - began - resting
    beside = f"{1000 * spent / TERMINALS:.2f} ms a report; {resting / MINUTE:.2%} without any"
    tell_value(f"{kind}: {TERMINALS} terminals, of a core", f"{spent / MINUTE:.2%}", "<= 1 %", beside)
    assert spent < 0.05 * MINUTE, "five times what is promised: something is wrong, whatever the machine"


def enrolled(url: str) -> list[str]:
    """Let so many terminals in; return their tokens."""
    database, now = Database(url), SystemClock().now()
    with contextlib.closing(database), database.write() as connection:
        return [enrolment.add(connection, f"desk {number}", now)[1] for number in range(TERMINALS)]


def through_a_minute() -> Iterator[int]:
    """Yield the terminals' numbers, evenly over a minute, as often as each reports."""
    began, never = time.monotonic(), Event()
    for number in range(TERMINALS):
        never.wait(max(0.0, began + MINUTE * number / TERMINALS - time.monotonic()))
        yield number


def report(terminal: Caller) -> None:
    assert terminal.call("PUT", "/v1/terminal/report", REPORT).status == 200
