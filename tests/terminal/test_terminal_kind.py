"""What a terminal is: it is asked, and what it answers decides how codes are painted."""

from __future__ import annotations

import os
import pty
import threading
import tty

import pytest

from kiosk.platform.terminal.kind import ASK, Graphics, Known, TerminalKind, ask, is_console, kind_of
from tests.patience import PATIENCE


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("kitty(0.26.5)", TerminalKind.DRAWS),
        ("foot(1.21.0)", TerminalKind.DRAWS),
        ("VTE(7801)", TerminalKind.DRAWS),
        ("Konsole 25.04.2", TerminalKind.DRAWS),
        ("WezTerm 20240203", TerminalKind.FILLS),
        ("XTerm(398)", TerminalKind.GAPS),
        ("st 0.9.2", TerminalKind.GAPS),
        ("tmux 3.5a", TerminalKind.UNKNOWN),
        ("", TerminalKind.UNKNOWN),
        ("9", TerminalKind.UNKNOWN),
    ],
)
def test_a_terminals_own_name_tells_what_it_does_with_blocks(name: str, kind: TerminalKind) -> None:
    assert kind_of(name) is kind


def test_a_terminal_that_answers_is_known_and_is_left_as_it_was_found() -> None:
    master, slave = pty.openpty()
    tty.setcbreak(master)
    heard: list[bytes] = []

    def answer() -> None:
        heard.append(os.read(master, len(ASK)))
        os.write(master, b"\x1bP>|XTerm(398)\x1b\\\x1b[6;22;12t\x1b[?63;1;2;4;6c")

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        assert ask(slave, slave, patience=PATIENCE) == Known(TerminalKind.GAPS, Graphics.SIXEL)
        thread.join()
        assert heard == [ASK.encode()]
    finally:
        os.close(master)
        os.close(slave)


def test_one_that_says_nothing_is_unknown_and_a_file_is_not_asked() -> None:
    master, slave = pty.openpty()
    try:
        assert ask(slave, slave, patience=0.01) == Known()
        assert not is_console(slave)
    finally:
        os.close(master)
        os.close(slave)
    reading, writing = os.pipe()
    try:
        assert ask(reading, writing) == Known()
    finally:
        os.close(reading)
        os.close(writing)
