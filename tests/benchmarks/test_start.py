"""How long visitors wait after a restart, against a Textual app of one label started in turn with it.

Ratios of medians; run it alone: `pytest -m benchmark -n0 -s tests/benchmarks/test_start.py`.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import pytest

from tests.terminal.pty import Terminal, python

ROUNDS = 15

LABEL = python("-m", "tests.benchmarks.one_label")
FRAME = python("-m", "tests.terminal.started")

Seen = Callable[[Terminal], bool]


def seconds_until(command: list[str], *marks: Seen) -> list[float]:
    """Start a program, type ahead, and return the seconds until each mark is on its screen."""
    with Terminal(command, size=(120, 40)) as terminal:
        terminal.send("x")
        times = []
        for mark in marks:
            terminal.wait_until(lambda mark=mark: mark(terminal), "mark")  # type: ignore[misc]
            times.append(time.monotonic() - terminal.spawned)
        return times


def painted(terminal: Terminal) -> bool:
    return "READY" in terminal.text


def usable(terminal: Terminal) -> bool:
    return "TYPED[x]" in terminal.text


def signs(terminal: Terminal) -> bool:
    return "停車一站式服務" in terminal.text


@pytest.mark.benchmark
def test_first_sign_and_first_usable_frame() -> None:
    label, frame = [], []
    for _ in range(ROUNDS):
        label.append(seconds_until(LABEL, lambda t: painted(t) or usable(t), usable))
        frame.append(seconds_until(FRAME, signs, usable))
    paint, use = (statistics.median(times) for times in zip(*label, strict=True))
    sign, frame_use = (statistics.median(times) for times in zip(*frame, strict=True))
    print(f"\none label: paint {paint * 1000:.0f} ms, usable {use * 1000:.0f} ms")
    print(f"kiosk: first sign {sign / paint:.2f} of its paint, usable {frame_use / use:.2f} of its usable")
