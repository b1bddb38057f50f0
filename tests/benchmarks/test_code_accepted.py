"""From the last digit of the right code to the next page, on the real app with the real backend.

`pytest -m benchmark -n0 -s tests/benchmarks/test_code_accepted.py`. Each person has a number of their own, and each
database as many as one terminal may send codes to in an hour.
"""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from tests.benchmarks.figures import tell_time
from tests.journeys.kiosk import kiosk_at
from tests.journeys.visitors import Visitor
from tests.live_backend import LiveBackend

TERMINALS, PEOPLE = 2, 10


@pytest.mark.benchmark
@pytest.mark.timeout(600)
async def test_how_long_the_right_code_takes_to_the_next_page(sqlite_demo_template: Path, tmp_path: Path) -> None:
    times: list[float] = []
    for terminal in range(TERMINALS):
        path = tmp_path / f"{terminal}.sqlite3"
        shutil.copy(sqlite_demo_template, path)
        with LiveBackend(f"sqlite:///{path}", clock=SystemClock()) as backend:
            for person in range(PEOPLE):
                async with kiosk_at(backend) as kiosk:
                    visitor = Visitor(kiosk)
                    await visitor.asks_for_a_code(plate=f"ABD-{1000 + person}", number=f"09881234{person:02}")
                    code = await visitor.reads_the_phone()
                    await kiosk.pilot.press(*code[:-1])
                    began = time.perf_counter()
                    await kiosk.pilot.press(code[-1])
                    await kiosk.sees("RegisteredPage")
                    times.append(time.perf_counter() - began)
    tell_time("code accepted, to the next page", times, "p95 ≤ 300 ms", f"{len(times)} registrations")
