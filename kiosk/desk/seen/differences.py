"""Differences between ledgers: a line each in the queue, and all of one with what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from kiosk.contract.desk.differences import DifferenceSeen, DifferenceState
from kiosk.desk.seen.facts import fact
from kiosk.desk.widgets.lines import Cell, Line, Prose, Row, Rule, Style
from kiosk.desk.words import dollars, known, moment, payment_state, provider
from kiosk.i18n import Texts, say

_AGE, _ORDER, _AMOUNTS, _STATE = 7, 13, 16, 12
_STATES = {
    DifferenceState.FREE: Style.BAD,
    DifferenceState.TAKEN: Style.PLAIN,
    DifferenceState.REFUND_ASKED: Style.DOUBTFUL,
    DifferenceState.GOES_BACK: Style.DOUBTFUL,
    DifferenceState.CLOSED: Style.MUTED,
}


def rows(texts: Texts, differences: Iterable[DifferenceSeen], now: datetime) -> Iterator[Line]:
    """Yield a line for each, under a heading."""
    heads = ("age", "order", "amounts", "kind", "with")
    widths = (_AGE, _ORDER, _AMOUNTS, 0, _STATE)
    yield Row(
        tuple(
            Cell(texts(f"desk-differences-{head}"), width, Style.MUTED)
            for head, width in zip(heads, widths, strict=True)
        )
    )
    for one in differences:
        cells = (
            Cell(_age(texts, one, now), _AGE),
            Cell(one.order, _ORDER),
            Cell(f"{_figure(texts, one.ours)} / {_figure(texts, one.theirs)}", _AMOUNTS),
            Cell(known(texts, "differs", one.kind)),
            Cell(_state(texts, one), _STATE, _STATES[one.state]),
        )
        yield Row(cells, key=str(one.number))


def lines(texts: Texts, one: DifferenceSeen, now: datetime) -> Iterator[Line]:
    """Yield all that is known of a difference, and what to do about it."""
    yield fact(texts("desk-differences-kind"), known(texts, "differs", one.kind), Style.STRONG)
    yield fact(texts("desk-differences-order"), one.order)
    if one.payment_state is not None:
        yield fact(texts("desk-difference-payment"), *payment_state(texts, one.payment_state))
    elif one.payment is None:
        yield fact(texts("desk-difference-payment"), texts("desk-difference-no-payment"), Style.BAD)
    yield fact(texts("desk-difference-provider"), f"{provider(texts, one)}  {one.reference}")
    yield fact(texts("desk-difference-ours"), _amount(texts, one.ours))
    yield fact(texts("desk-difference-theirs"), _amount(texts, one.theirs))
    found = texts(say("desk-difference-found-at", at=moment(texts, one.found_at, now), age=_age(texts, one, now)))
    yield fact(texts("desk-difference-found"), found)
    yield fact(texts("desk-differences-with"), _state(texts, one), _STATES[one.state])
    if one.closed_at is not None:
        by = one.closed_by or texts("desk-difference-by-itself")
        ended = texts(say("desk-difference-closed-by", at=moment(texts, one.closed_at, now), name=by))
        yield fact(texts("desk-difference-closed"), ended)
    if one.note:
        yield fact(texts("desk-remark"), one.note)
    yield Rule()
    if one.state is not DifferenceState.CLOSED:
        yield Prose(texts(_next(one)), Style.STRONG)


def _next(one: DifferenceSeen) -> str:
    """Return the sentence that says what to do now."""
    if one.state in {DifferenceState.REFUND_ASKED, DifferenceState.GOES_BACK}:
        return f"desk-difference-next-{one.state.value}"
    return f"desk-difference-next-{one.kind}" if one.kind in _NEXT else "desk-difference-next-other"


_NEXT = ("theirs-only", "ours-only", "differs", "register", "no-outcome")


def _age(texts: Texts, one: DifferenceSeen, now: datetime) -> str:
    days = ((one.closed_at or now) - one.found_at).days
    return texts(say("desk-difference-age", days=days)) if days > 0 else texts("desk-difference-age-none")


def _amount(texts: Texts, amount: int | None) -> str:
    return texts("desk-difference-nothing") if amount is None else dollars(texts, amount)


def _figure(texts: Texts, amount: int | None) -> str:
    """Return an amount without its currency, which the heading has: there is no room to spare."""
    return texts("desk-difference-nothing") if amount is None else f"{amount:,}"


def _state(texts: Texts, one: DifferenceSeen) -> str:
    match one.state:
        case DifferenceState.TAKEN:
            return one.owner_shown or one.owner or ""
        case DifferenceState.CLOSED:
            return known(texts, "difference-outcome", one.outcome or "")
        case _:
            return texts(f"desk-difference-state-{one.state.value}")
