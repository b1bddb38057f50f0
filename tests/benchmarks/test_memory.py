"""Memory after 1,000 visitors against memory after 50, and at the desk after 480 people; takes ten minutes.

`pytest -m benchmark -n0 -s tests/benchmarks/test_memory.py`
"""

from __future__ import annotations

import subprocess

import pytest

from tests.benchmarks.figures import tell_value
from tests.terminal.pty import python

MARKS = (50, 200, 500, 1000)


@pytest.mark.benchmark
@pytest.mark.timeout(1200)
def test_a_thousand_visitors() -> None:
    command = python("-m", "tests.benchmarks.visitors", str(MARKS[-1]), *map(str, MARKS))
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    kilobytes = {int(mark): int(size) for mark, size in map(str.split, printed.splitlines())}
    for mark in MARKS[1:]:
        tell_value(
            f"memory after {mark:,} visitors",
            f"{kilobytes[mark] / kilobytes[MARKS[0]]:.3f}× of after {MARKS[0]}",
            "flat",
            f"{kilobytes[mark] / 1000:.0f} MB, four pages each",
        )


PEOPLE = (20, 120, 240, 480)
"""In two minutes each, 240 are eight hours of work."""


@pytest.mark.benchmark
@pytest.mark.timeout(1800)
def test_two_days_at_the_desk() -> None:
    command = python("-m", "tests.benchmarks.desk_day", str(PEOPLE[-1]), *map(str, PEOPLE))
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    kilobytes = {int(mark): int(size) for mark, size in map(str.split, printed.splitlines())}
    for mark in PEOPLE[1:]:
        tell_value(
            f"the desk's memory after {mark:,} people",
            f"{kilobytes[mark] / kilobytes[PEOPLE[0]]:.3f}× of after {PEOPLE[0]}",
            "flat",
            f"{kilobytes[mark] / 1000:.0f} MB; found, shown in full, masked, closed; locked each twenty",
        )
