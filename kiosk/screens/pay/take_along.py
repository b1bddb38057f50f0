"""A link for the visitor's own phone: what it opens there can be kept, printed, or shown at a store's counter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Horizontal, Vertical
from textual.widget import Widget

from kiosk.i18n import Message, say
from kiosk.screens.frame.page import Page
from kiosk.screens.frame.printing import Printing, offered
from kiosk.widgets.codes.qr_code import QrCode, prints_on
from kiosk.widgets.codes.qr_prints import largest, place
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.words import Words

BESIDE, BELOW = 40, 12
"""Columns that the words take beside the code, and rows below it."""

_TITLE, _WAYS = 2, 3
"""Rows of the mere title, which may fold, and of what can be pressed."""


class TakeAlongPage(Page[bool]):
    """The largest code that fits, and beside it what it opens.

    Where both do not fit, the code stands with its title and the way back, or by itself; where it does not fit either,
    there is the address in letters. Without a link there are only the words and the printer's button.
    """

    CSS_PATH = ["take_along.tcss"]
    fills = True
    BINDINGS = [Binding("enter", "back", show=False)]
    AUTO_FOCUS = "#back"
    rows_below = BELOW
    """Rows that the words take below the code where they are widest."""

    def __init__(
        self,
        title: Message,
        lines: Sequence[Message],
        link: str | None,
        printing: Printing | None = None,
        paper: str = "",
    ) -> None:
        """Show the code of `link`; with `printing`, offer by the words `paper` to have it on paper."""
        super().__init__()
        self._printing, self._paper = printing, paper
        self._title, self._lines, self._link = title, tuple(lines), link

    def compose_page(self) -> ComposeResult:
        with Container(id="taking"):
            if self._link is not None:
                yield QrCode(self._link, id="code")
            with Vertical(id="words"):
                yield Words(self._title, id="what")
                for line in self._lines:
                    yield Words(line, classes="line")
                if self._link is not None:
                    yield Words(say("take-link", link=self._link), id="address")
                with Horizontal(id="ways"):
                    yield from self.ways()

    def ways(self) -> Iterator[Widget]:
        """Yield what can be pressed."""
        yield from offered(self._printing, self._paper)
        yield Action("take-back", "primary", id="back")

    def on_mount(self) -> None:
        self._fit()

    def on_resize(self) -> None:
        self._fit()

    def _fit(self) -> None:
        if self._link is None:
            self.add_class("-on-paper")
            return
        code, prints = self.query_one(QrCode), prints_on(self)
        width, height = self.room(beside=1)
        where = place(code.matrix, width, height, prints, beside=BESIDE, below=self.rows_below)
        shape = where.shape or largest(code.matrix, width, height, prints)
        code.draw(shape)
        code_only = shape is not None and where.shape is None
        spare = height - code.area.height
        code.stand(within=width if where.below or code_only else 0)
        self.set_class(where.below, "-below")
        self.set_class(code_only, "-code-only")
        self.set_class(code_only and spare >= _TITLE, "-titled")
        self.set_class(code_only and spare >= _TITLE + _WAYS, "-ways")
        self.set_class(shape is None, "-no-code")

    @on(Action.Pressed, "#back")
    def _back(self) -> None:
        self.action_back()


def receipt_page(link: str) -> TakeAlongPage:
    """Return the page with the link to a receipt."""
    return TakeAlongPage(say("take-receipt"), (say("take-receipt-how"), say("take-days")), link)


def owed_page(link: str | None, printing: Printing | None = None) -> TakeAlongPage:
    """Return the page with the link to what is owed, or, without one, where it is printed."""
    if link is None:
        return TakeAlongPage(say("print-owed-paper"), (say("print-owed-how"),), None, printing, "print-list")
    return TakeAlongPage(say("take-owed"), (say("take-owed-how"), say("take-days")), link, printing, "print-list")


def paid_page(link: str | None, printing: Printing | None = None) -> TakeAlongPage:
    """Return the page with the link to what was paid in this visit, or, without one, where it is printed."""
    if link is None:
        return TakeAlongPage(say("print-paid-paper"), (say("print-paid-how"),), None, printing, "print-list")
    return TakeAlongPage(say("take-paid"), (say("take-paid-how"), say("take-days")), link, printing, "print-list")


def visit_page(link: str) -> TakeAlongPage:
    """Return the page with the link to what an owner has done in this visit."""
    return TakeAlongPage(say("take-visit"), (say("take-visit-how"), say("take-days")), link)
