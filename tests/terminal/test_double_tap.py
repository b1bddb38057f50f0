"""On a real line: impatient Enters lead one page on, and what is typed behind them is not lost."""

from __future__ import annotations

import pytest

from kiosk.platform.terminal.double_tap import DOUBLE_TAP, HELD
from tests.terminal.pty import Terminal, python


@pytest.mark.long
def test_a_burst_of_enters_leads_one_page_on_and_loses_no_character() -> None:
    command = python("-m", "tests.terminal.specimen", "steps")
    with Terminal(command, env={"KIOSK_DOUBLE_TAP": str(DOUBLE_TAP)}) as terminal:
        terminal.wait_for("PAGE 1.")
        terminal.type_until("\r\r\r", "PAGE 2.", every=HELD + 0.3)
        terminal.send("\r\rabc")
        terminal.wait_for("TYPED[abc] 3 typed")
        assert b"PAGE 3." not in terminal.raw
