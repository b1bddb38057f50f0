"""F1: what the part with the focus does, and every key."""

from __future__ import annotations

from kiosk.desk.asking import AskingPage
from kiosk.desk.speaks import desk_of
from kiosk.desk.widgets.lines import Cell, Line, Prose, Row, Rule, Style
from kiosk.desk.widgets.pane import Pane
from kiosk.i18n import Message, say

KEYS = (
    ("F1", "desk-does-help"),
    ("F2", "desk-does-box"),
    ("F3", "desk-does-cases"),
    ("F4", "desk-does-reveal"),
    ("F5", "desk-does-again"),
    ("F8", "desk-does-act"),
    ("F10", "desk-does-more"),
    ("F12", "desk-does-lock"),
    ("Shift+F12", "desk-does-sign-out"),
    ("↑ ↓ PgUp PgDn", "desk-does-arrows"),
    ("Enter", "desk-does-enter"),
    ("Tab", "desk-does-tab"),
    ("Esc", "desk-does-back"),
)
"""All keys of the desk, and what each does."""


class HelpPage(AskingPage[None]):
    """Read and left again with Esc or Enter."""

    def __init__(self, part: str) -> None:
        """Explain a part of the desk's page: `box`, `list` or `thing`."""
        super().__init__()
        self._part = part

    def title_words(self) -> Message:
        return say("desk-help-title")

    def on_mount(self) -> None:
        texts = desk_of(self).texts
        lines: list[Line] = [Prose(texts(f"desk-help-{self._part}"), Style.STRONG), Rule()]
        lines += [Row((Cell(key, 14, Style.STRONG), Cell(texts(does)))) for key, does in KEYS]
        lines += [Rule(), Prose(texts("desk-help-zhuyin"))]
        self.query_one(Pane).show(lines)

    def key_enter(self) -> None:
        self.action_back()
