"""The terminal goes away or changes its size under the kiosk."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.terminal.pty import Terminal, python


@pytest.mark.long
def test_a_closed_terminal_ends_the_kiosk() -> None:
    with Terminal(python("-m", "tests.terminal.specimen", "echo")) as terminal:
        terminal.wait_for("READY")
        terminal.close()
        assert terminal.wait_for_exit() == 0


@pytest.mark.long
def test_a_closed_terminal_ends_a_kiosk_that_is_deaf_to_hangups_without_burning_the_processor() -> None:
    with Terminal(python("-m", "tests.terminal.specimen", "deaf")) as terminal:
        terminal.wait_for("READY")
        used_before = _processor_seconds(terminal.process.pid)
        terminal.close()
        _, status, usage = os.wait4(terminal.process.pid, 0)
        terminal.process.returncode = os.waitstatus_to_exitcode(status)
        assert terminal.process.returncode == 0
        assert usage.ru_utime + usage.ru_stime - used_before < used_before, "leaving costs less than starting did"


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.long
def test_a_storm_of_sizes_is_survived() -> None:
    chance = random.Random(20261123)
    with Terminal(python("-m", "tests.terminal.specimen", "echo")) as terminal:
        terminal.wait_for("READY")
        for number in range(300):
            terminal.resize(chance.randint(5, 200), chance.randint(3, 65))
            terminal.send(b"x" if number % 10 == 0 else b"")
        terminal.resize(80, 24)
        terminal.type_until("calm", "calm]")
        assert terminal.process.poll() is None


@pytest.mark.long
def test_a_size_that_changes_while_the_one_before_is_reported_is_the_last_word() -> None:
    with Terminal(python("-m", "tests.terminal.specimen", "slow-to-measure")) as terminal:
        terminal.wait_for("READY")
        terminal.resize(40, 10)
        terminal.wait_for("MEASURED")
        terminal.resize(80, 24)
        terminal.type_until("calm", "calm]")


@pytest.mark.long
def test_a_line_without_a_size_is_taken_for_80_by_24() -> None:
    with Terminal(python("-m", "tests.terminal.specimen", "echo"), size=(80, 24), reported=(0, 0)) as terminal:
        terminal.wait_for("READY")
        terminal.wait_for("請人協助")


@pytest.mark.long
def test_the_environment_does_not_decide_the_size() -> None:
    env = {"COLUMNS": "300", "LINES": "100"}
    with Terminal(python("-m", "tests.terminal.specimen", "echo"), env=env) as terminal:
        terminal.wait_for("READY")
        terminal.wait_for("請人協助")
