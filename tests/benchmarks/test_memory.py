"""Whether a terminal that has served many visitors holds more than one that has served few."""

from __future__ import annotations

import subprocess

import pytest

from tests.benchmarks.figures import tell_value
from tests.terminal.pty import python

pytestmark = pytest.mark.benchmark

FEW, MANY = 50, 1000


def test_a_thousand_visitors_leave_no_more_behind_than_fifty() -> None:
    command = python("-m", "tests.benchmarks.visitors", str(MANY), str(FEW), str(MANY // 2), str(MANY))
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=1800)
    kilobytes = {int(line.split()[0]): int(line.split()[1]) for line in run.stdout.splitlines()}
    growth = kilobytes[MANY] - kilobytes[FEW]
    tell_value(
        f"memory after {MANY:,} visitors against {FEW}",
        f"{kilobytes[MANY] / kilobytes[FEW]:.2f}×",
        "flat (≤ 1.1×)",
        f"{kilobytes[FEW] / 1000:.1f} MB, {kilobytes[MANY // 2] / 1000:.1f} MB after {MANY // 2}, "
        f"{kilobytes[MANY] / 1000:.1f} MB; {growth * 1000 / (MANY - FEW):.0f} bytes a visitor",
    )
