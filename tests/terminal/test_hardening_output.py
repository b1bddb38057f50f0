"""What goes out to the terminal: nothing that data put there for the terminal to obey."""

from __future__ import annotations

import re
import signal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from kiosk.domain.text import MOST_MARKS
from kiosk.platform.terminal.guard import ControlGuard, painted
from tests.terminal.pty import Terminal, python

OURS = re.compile(
    rb"\x1b\[[0-9;]*[mH]"  # colours, places
    rb"|\x1b\[\?[0-9]+[hl]|\x1b\[\?2026\$p|\x1b\[>[0-9]+u|\x1b\[<u|\x1b\[>q"  # modes, questions, the keyboard protocol
    rb"|\x1b_Gi=31,[a-z0-9=,]+;AAAA\x1b\\|\x1b\[16t|\x1b\[c"  # whether it shows pictures, and how large a cell is
    rb"|\r\n"  # the next line, which the terminal line writes for \n
    rb"|\x1b\]22;[a-z-]+\x07"  # the mouse pointer's shape
)
"""Every control sequence that the app itself sends."""

OBEYED_OR_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]")


@pytest.mark.long
def test_no_control_character_of_a_name_reaches_the_terminal_from_any_widget() -> None:
    with Terminal(python("-m", "tests.terminal.specimen", "names"), size=(160, 80)) as terminal:
        terminal.wait_for("https://example.tw/")
        text = terminal.text
        terminal.signal(signal.SIGTERM)
        terminal.wait_for_exit()
        sent = bytes(terminal.raw)
    rest = OURS.sub(b"", sent)
    assert OBEYED_OR_HIDDEN.findall(rest.decode()) == []
    assert b"58;5;19" not in b"".join(OURS.findall(sent))
    assert "\u0301" * (MOST_MARKS + 1) not in rest.decode()
    assert "[red]red[/] [/] [@click=app.quit]quit[/] [b]x[/i]" in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("BKZ-5937", "BKZ-5937"),
        ("王小明", "王小明"),
        ("a\x1b[31mb", "a\ufffd[31m"),
        ("one\ntwo\tthree", "one two thr"),
        ("👨\u200d👩\u200d👧", "👨"),
        ("☎\ufe0f!", "☎! "),
    ],
)
def test_painted_text_keeps_the_cells_that_the_layout_counted(text: str, shown: str) -> None:
    assert painted(text) == shown
    assert cell_len(painted(text)) == cell_len(text)


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_is_painted_as_wide_as_it_was_counted(text: str) -> None:
    assert cell_len(painted(text)) == cell_len(text)
    assert not OBEYED_OR_HIDDEN.search(painted(text))


def test_a_hyperlink_is_not_handed_to_the_terminal() -> None:
    style = Style(bold=True, link="https://example.tw/\x1b]52;c;bGluaw==\x07")
    [segment] = ControlGuard().apply([Segment("王", style)], Color(0, 0, 0))
    assert segment == Segment("王", Style(bold=True))
