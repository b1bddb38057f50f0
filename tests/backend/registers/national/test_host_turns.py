from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.backend.registers.national.host_turns import MachineTurns
from tests.clock import ManualClock


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "turns"
    made.mkdir()
    return made


def test_each_call_to_a_host_is_a_second_after_the_one_before(folder: Path) -> None:
    clock = ManualClock()
    turns = [MachineTurns(folder, clock).turn("a.tw") for _ in range(3)]
    assert turns == pytest.approx([0, 1, 2], abs=1e-3)
    clock.advance(10)
    assert MachineTurns(folder, clock).turn("a.tw") == 0


def test_hosts_do_not_wait_for_one_another(folder: Path) -> None:
    turns = MachineTurns(folder, ManualClock())
    assert [turns.turn(host) for host in ("a.tw", "b.tw", "a.tw:5443")] == [0, 0, 0]


def test_a_clock_that_was_set_back_keeps_no_one_waiting_for_hours(folder: Path) -> None:
    clock = ManualClock()
    MachineTurns(folder, clock).turn("a.tw")
    earlier = ManualClock(clock.now() - timedelta(hours=3))
    assert MachineTurns(folder, earlier).turn("a.tw") == 0


def test_a_spoiled_file_is_a_first_turn(folder: Path) -> None:
    turns = MachineTurns(folder, ManualClock())
    turns.turn("a.tw")
    next(folder.iterdir()).write_bytes(b"\xff no number")
    assert turns.turn("a.tw") == 0


def test_no_host_and_no_plate_stands_in_a_file_name(folder: Path) -> None:
    MachineTurns(folder, ManualClock()).turn("../a.tw")
    assert [file.name.startswith("turn-") for file in folder.iterdir()] == [True]
