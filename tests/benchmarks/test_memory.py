"""Memory after 1,000 visitors against memory after 50; takes five minutes.

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
