"""What the page of a one-time code costs while somebody waits for the message, on a real terminal line."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.benchmarks.figures import tell_value
from tests.benchmarks.line import Line
from tests.terminal.pty import python

pytestmark = pytest.mark.benchmark

WATCHED = 20.0
"""Seconds of two countdowns, a second at a time."""

_TICKS = os.sysconf("SC_CLK_TCK")


def processor(pid: int) -> float:
    """Return the seconds of a core that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def watched(line: Line) -> tuple[float, float]:
    """Return the share of a core that a page takes, and the bytes that it writes in a second."""
    began, before, written = time.monotonic(), processor(line.process.pid), len(line.raw)
    while (left := WATCHED - (time.monotonic() - began)) > 0:
        line.listens(left)
    seconds = time.monotonic() - began
    return (processor(line.process.pid) - before) / seconds, (len(line.raw) - written) / seconds


def test_a_countdown_costs_next_to_nothing() -> None:
    with Line(python("-m", "tests.benchmarks.pages", "code"), size=(120, 40)) as line:
        line.reads("READY")
        line.settles()
        still, _ = watched(line)
        line.shows("x", "已傳送到")
        line.settles()
        counting, written = watched(line)
    tell_value("page of a code: share of a core", f"{counting:.1%}", "≤ 2 %", f"a page that stands still: {still:.1%}")
    tell_value("page of a code: bytes to the terminal a second", f"{written:.0f}", "its own cells", "two countdowns")
