"""A day's close as lines: all together, then each office with its providers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kiosk.contract.desk.day_close import DayClose, DayCloseLine, DaySum
from kiosk.desk.widgets.lines import Cell, Line, Prose, Row, Style
from kiosk.desk.words import moment
from kiosk.domain.dates import midnight
from kiosk.i18n import Named, Texts, say

_WIDTHS = (16, 12, 12, 12)
_HEADS = ("in", "out", "open", "due")


class _Sums(NamedTuple):
    came_in: DaySum
    went_out: DaySum
    no_outcome: DaySum
    due: DaySum


def lines(texts: Texts, close: DayClose) -> Iterator[Line]:
    """Yield the day, its sums, and what is open."""
    yield Prose(texts(say("desk-day-close-as-of", at=moment(texts, close.as_of, midnight(close.day)))), Style.MUTED)
    if not close.lines:
        yield Prose(texts("desk-day-close-nothing"), Style.STRONG)
        return
    heads = [
        Cell(texts(f"desk-day-close-{head}"), width, Style.MUTED) for head, width in zip(_HEADS, _WIDTHS, strict=True)
    ]
    yield Row((Cell(texts("desk-day-close-provider"), style=Style.MUTED), *heads))
    offices: dict[tuple[str | None, str | None], list[DayCloseLine]] = {}
    for one in close.lines:
        offices.setdefault((one.office, one.office_en), []).append(one)
    if len(offices) > 1:
        yield _row(texts, texts("desk-figures-all"), _summed(close.lines), Style.STRONG)
    for (name, english), those in offices.items():
        shown = texts("desk-figures-no-office") if name is None else Named(name, english).said_in(texts.language)
        # On a line of its own: beside four columns of figures there is no room for it in a small window.
        yield Row((Cell(shown, style=Style.STRONG),))
        if len(those) > 1:
            yield _row(texts, texts("desk-day-close-together"), _summed(those), Style.STRONG)
        for one in those:
            wallet = Named(one.provider_name, one.provider_name_en).said_in(texts.language)
            yield _row(texts, wallet, _summed([one]), Style.PLAIN)
    if close.more:
        yield Prose(texts("desk-day-close-more"), Style.MUTED)
    yield Prose(texts("desk-day-close-note"), Style.MUTED)


def _summed(those: Iterable[DayCloseLine]) -> _Sums:
    listed = list(those)
    return _Sums(
        _sum(one.came_in for one in listed),
        _sum(one.went_out for one in listed),
        _sum(one.no_outcome for one in listed),
        _sum(one.due for one in listed),
    )


def _sum(those: Iterable[DaySum]) -> DaySum:
    listed = list(those)
    return DaySum(count=sum(one.count for one in listed), dollars=sum(one.dollars for one in listed))


def _row(texts: Texts, name: str, sums: _Sums, style: Style) -> Row:
    cells = [
        Cell(_figure(texts, one), width, _style(one, doubtful=place > 1))
        for place, (one, width) in enumerate(zip(sums, _WIDTHS, strict=True))
    ]
    return Row((Cell(name, style=style), *cells))


def _figure(texts: Texts, one: DaySum) -> str:
    return texts(say("desk-day-close-sum", count=f"{one.count:,}", dollars=f"{one.dollars:,}")) if one.count else "—"


def _style(one: DaySum, *, doubtful: bool) -> Style:
    if not one.count:
        return Style.MUTED
    return Style.DOUBTFUL if doubtful else Style.PLAIN
