"""Pages on which a code waits for the visitor's phone: it, what to do, and the time left; they turn by themselves."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.widget import Widget

from kiosk.screens.frame.page import Page
from kiosk.widgets.codes.qr_code import QrCode, prints_on
from kiosk.widgets.codes.qr_prints import place
from kiosk.widgets.ground.words import Words

Answer = TypeVar("Answer")

BESIDE, BELOW = 36, 18
"""Columns that the words take beside the code, and rows below it."""

TERSE = 3
"""Rows of the title, the time left and the state, which is all that is said where a window holds no more."""

_SAID, _PRESSED = 2, 3
"""Rows of what to do with the code, and of the way to give it up: they are left out last, and first."""

LEAST_PAUSE = 0.5
"""Seconds between two questions, whatever the other side asks for."""


class ScanPage(Page[Answer]):
    """The code is as large as it can be beside its words or above them, never clipped; else its address stands there.

    Among the `facts` is a `Words` with the id `scan`. The page's `CSS_PATH` names `scan.tcss`.
    """

    AUTO_FOCUS = ""  # there is nothing to press here for most visitors
    CSS_PATH = Path(__file__).with_suffix(".tcss")  # pages of other rooms inherit it
    fills = True
    idle_limit = None  # a visitor who scans looks at a phone; the code's own end is the page's

    terse: ClassVar[int] = TERSE
    """Rows that the facts take where they give way to the code."""
    scan_words: ClassVar[str] = "link-scan"
    """What to do with the code."""

    @property
    @abstractmethod
    def link(self) -> str:
        """Return what the code holds."""

    @abstractmethod
    def facts(self) -> Iterable[Widget]:
        """Yield what stands beside the code."""

    def compose_page(self) -> ComposeResult:
        with Container(id="scanning"):
            yield QrCode(self.link, id="code")
            with Vertical(id="facts"):
                yield from self.facts()

    def on_mount(self) -> None:
        self._fit()

    def on_resize(self) -> None:
        self._fit()

    def _fit(self) -> None:
        """Draw the code before the page is laid out."""
        code = self.query_one(QrCode)
        width, height = self.room(beside=1)
        prints = prints_on(self)
        where = place(code.matrix, width, height, prints, beside=BESIDE, below=BELOW)
        terse, barest = where.shape is None, False
        if terse:
            # The words yield before the code does.
            where = place(code.matrix, width, height, prints, beside=width, below=self.terse)
            barest = where.shape is None and self.terse > TERSE
            if barest:
                # What is to be compared stands in place of the state, in ordinary letters.
                where = place(code.matrix, width, height, prints, beside=width, below=TERSE)
        self.set_class(terse and where.shape is not None, "-terse")
        self.set_class(barest and where.shape is not None, "-barest")
        code.draw(where.shape)
        spare = height - code.area.height - TERSE - (self.terse > TERSE and not barest)
        self.set_class(terse and spare >= _SAID, "-said")
        self.set_class(terse and spare >= _SAID + _PRESSED, "-pressed")
        free = height - code.area.height
        top = 0 if self.has_class("-terse") else min(1, free)
        code.stand(within=width if where.below else 0, below=top if where.below else free // 2)
        self.set_class(where.below, "-below")
        self.set_class(where.shape is None, "-no-code")
        self.query_one("#scan", Words).say(self.scan_words if where.shape else "link-no-code")

    def on_action_pressed(self) -> None:
        self.action_back()


def pause_before(wanted: float) -> float:
    """Return the seconds before the next question, of which the other side wants to be asked so rarely."""
    return max(LEAST_PAUSE, wanted)
