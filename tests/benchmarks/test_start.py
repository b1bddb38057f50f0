"""How long visitors wait after a restart, against a Textual app of one label started in turn with it.

Ratios of medians: `pytest -m benchmark -n0 -s tests/benchmarks/test_start.py`, on a machine that does nothing else.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import pytest

from tests.terminal.pty import Terminal, python

ROUNDS = 15

LABEL = python("-m", "tests.benchmarks.one_label")
KIOSK = python("-m", "kiosk")

Seen = Callable[[Terminal], bool]


def seconds_until(command: list[str], key: bytes, *marks: Seen) -> list[float]:
    """Start a program, press a key before it can hear it, and return the seconds until each mark is on its screen."""
    with Terminal(command, size=(120, 40), at_once=False) as terminal:
        terminal.send(key)
        times = []
        for mark in marks:
            terminal.wait_until(lambda mark=mark: mark(terminal), "mark")  # type: ignore[misc]
            times.append(time.monotonic() - terminal.spawned)
        return times


def shows(*texts: str) -> Seen:
    return lambda terminal: any(text in terminal.text for text in texts)


@pytest.mark.benchmark
def test_first_sign_first_frame_and_first_key() -> None:
    label, kiosk = [], []
    for _ in range(ROUNDS):
        label.append(seconds_until(LABEL, b"x", shows("READY", "TYPED[x]"), shows("TYPED[x]")))
        # Tab goes to the second choice, whose frame grows heavy: the first page is usable when it does.
        kiosk.append(seconds_until(KIOSK, b"\t", shows("請稍候"), shows("您想做什麼？"), shows("┏")))
    label_paint, label_usable = (statistics.median(times) for times in zip(*label, strict=True))
    sign, paint, usable = (statistics.median(times) for times in zip(*kiosk, strict=True))
    print(f"\none label: paint {label_paint * 1000:.0f} ms, usable {label_usable * 1000:.0f} ms")
    print(
        f"kiosk, as ratios to it: first sign {sign / label_paint:.2f} (goal 0.10), "
        f"first page {paint / label_paint:.2f}, usable {usable / label_usable:.2f} (goal 1.25)"
    )
