"""`kiosk desk --demo`: its digits, what it refuses, and all of it in a real terminal."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pyotp
import pytest

from kiosk.commands.desk_demo import Digits, trial_of
from kiosk.commands.exits import Exit
from tests.clock import ManualClock
from tests.commands.conftest import Run
from tests.terminal.pty import Terminal

KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SLOW = 120.0
F12, DOWN, CTRL_Q = "\x1b[24~", "\x1b[B", "\x11"


def test_a_demo_is_not_opened_against_another_backend(kiosk: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "isatty", lambda _: True)
    ran = kiosk("desk", "--demo", "--backend", "http://127.0.0.1:9")
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    assert "--demo" in ran.err


def test_a_demo_needs_a_terminal_and_begins_nothing_without_one(kiosk: Run) -> None:
    ran = kiosk("desk", "--demo")
    assert (ran.code, ran.out, ran.err) == (2, "", "kiosk desk draws on a terminal, and there is none.\n")


def test_no_digits_of_somebody_come_twice_and_each_counts_when_it_is_said_to(clock: ManualClock) -> None:
    digits, otp = Digits(KEY, clock), pyotp.TOTP(KEY)
    drawn = []
    for _ in range(6):
        code, wait = digits("trial.lin")
        drawn.append(code)
        clock.advance(wait)
        near = [otp.at(clock.now(), counter_offset=step) for step in (-1, 0, 1)]
        assert code in near
    assert len(set(drawn)) == 6
    assert digits("trial.wu")[1] == 0.0


def test_the_secrets_of_a_start_stand_in_no_text_of_it(clock: ManualClock) -> None:
    assert "canary" not in repr(trial_of("canary", Digits(KEY, clock)))


@pytest.mark.long
@pytest.mark.timeout(300)
def test_it_opens_on_an_empty_machine_and_answers_in_four_keys_behind_the_plate(tmp_path: Path) -> None:
    folders = {name: str(tmp_path / name.lower()) for name in ("KIOSK_DATA_DIR", "XDG_STATE_HOME", "HOME")}
    command = [sys.executable, "-m", "kiosk", "desk", "--demo", "--language", "zh-TW"]
    with Terminal(command, size=(80, 24), env={**os.environ, **folders, "TERM": "xterm-256color"}) as desk:
        desk.wait_for("trial.lin", seconds=SLOW)
        desk.send("\r")
        desk.wait_for("我繳了，可是還是顯示未繳", seconds=SLOW)
        desk.send("BMD-2105")
        desk.send("\r")
        desk.wait_for("結果不明", seconds=SLOW)
        desk.send(DOWN)
        desk.wait_for("請先不要再付", seconds=SLOW)
        desk.send(F12)
        desk.wait_for("服務台已鎖住", seconds=SLOW)
        desk.send(CTRL_Q)
        assert desk.wait_for_exit(seconds=SLOW) == 0
