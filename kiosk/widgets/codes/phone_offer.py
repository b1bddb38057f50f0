"""A code beside a form, by which a phone does the same: it, what it is for, and the letters that both show."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Container, Vertical

from kiosk.widgets.codes.qr_code import QrCode
from kiosk.widgets.codes.qr_matrix import QrMatrix
from kiosk.widgets.codes.qr_prints import LARGEST, Print, Shape, largest
from kiosk.widgets.ground.big_figure import BigFigure
from kiosk.widgets.ground.big_letters import ROWS, width
from kiosk.widgets.ground.words import Words

WORDS = 4
"""Rows that the words take above and below the code: one for what it is for, three for what both show."""

BESIDE = 26
"""Columns that they take at its right."""


class PhoneOffer(Container):
    """The words stand around the code, or at its right where there is more room across. Nothing here can be pressed."""

    DEFAULT_CSS = """
    PhoneOffer {
        layout: vertical; align: center top;
        & Words { width: 100%; text-align: center; }
        & .what { text-style: bold; }
        & .compare { color: $muted; }
        & #offer-words { height: auto; }
        &.-beside { layout: horizontal; align: center middle; }
        &.-beside #offer-words { height: auto; padding: 0 0 0 3; }
        &.-beside Words { text-align: left; margin-bottom: 1; }
    }
    """

    def __init__(
        self, code: QrCode, shape: Shape, compare: str, *, beside: bool, columns: int, rows: int, id: str | None = None
    ) -> None:
        """Show `code` in a `shape` from `room_around` or `room_beside`; what both show is large where `rows` allow."""
        super().__init__(id=id)
        self.set_class(beside, "-beside")
        code.draw(shape)
        self._code, self._beside = code, beside
        large = beside or rows >= code.area.height + WORDS - 1 + ROWS
        self._figure = BigFigure(compare, beside=0 if large else rows, id="compare")
        self._figure.styles.width = width(compare) if large else len(compare)
        if not beside:
            for one, wide in ((code, code.area.width), (self._figure, width(compare) if large else len(compare))):
                one.styles.margin = (0, 0, 0, max(0, columns - wide) // 2)

    def compose(self) -> ComposeResult:
        if self._beside:
            yield self._code
            with Vertical(id="offer-words") as words:
                words.styles.width = BESIDE
                yield Words("sign-in-scan", classes="what")
                yield Words("sign-in-compare", classes="compare")
                yield self._figure
        else:
            yield Words("sign-in-scan", classes="what")
            yield self._code
            yield Words("sign-in-compare", classes="compare")
            yield self._figure


def room_around(code: QrMatrix, columns: int, rows: int, prints: Sequence[Print]) -> Shape | None:
    """Return the shape of a code with its words above and below it, None where there is no room.

    What is to be compared is large, unless that made modules less than a column wide.
    """
    shape = largest(code, columns, rows - (WORDS - 1 + ROWS), prints, at_most=LARGEST)
    if shape is not None and shape.print.size >= 1:
        return shape
    return largest(code, columns, rows - WORDS, prints, at_most=LARGEST)


def room_beside(code: QrMatrix, columns: int, rows: int, prints: Sequence[Print]) -> Shape | None:
    """Return the shape of a code with its words at its right, None where there is no room."""
    return largest(code, columns - BESIDE, rows, prints, at_most=LARGEST)
