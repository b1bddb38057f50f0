"""The day's figures as lines: one table for payments, one for codes, one line an office for terminals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from kiosk.contract.desk.figures import CodeCount, Figures, PaymentCount, TerminalCount
from kiosk.desk.widgets.lines import Cell, Line, Prose, Row, Style
from kiosk.desk.words import moment, trouble
from kiosk.domain.payment import PaymentState
from kiosk.i18n import Named, Texts, say

_COUNT = 7
"""Columns of a count: as many as leave an office's Chinese name on one line in eighty."""

_COLUMNS = {
    "paid": {PaymentState.PAID},
    "under-way": {PaymentState.WAITING, PaymentState.AT_WALLET, PaymentState.PROCESSING},
    "unknown": {PaymentState.UNKNOWN},
    "ended": {PaymentState.FAILED, PaymentState.CANCELLED, PaymentState.EXPIRED},
    "refunds": {PaymentState.REFUND_DUE, PaymentState.REFUNDED},
}
_DOUBTFUL = {"unknown": Style.BAD}
_CODES = ("delivered", "taken", "failed", "expired", "waiting")
_CODES_AMISS = {"failed": Style.BAD, "expired": Style.BAD}

_Office = tuple[str | None, str | None]


def lines(texts: Texts, figures: Figures) -> list[Line]:
    """Return the counts below the bars."""
    time = moment(texts, figures.as_of, figures.as_of)
    return [
        Prose(texts("desk-figures-legend"), Style.MUTED),
        Prose(texts(say("desk-figures-since", time=time))),
        *_payments(texts, figures.payments),
        *_codes(texts, figures.codes),
        *_terminals(texts, figures.terminals),
    ]


def _payments(texts: Texts, counts: Iterable[PaymentCount]) -> Iterator[Line]:
    offices: dict[_Office, Counter[PaymentState]] = {}
    for one in counts:
        offices.setdefault((one.office, one.office_en), Counter())[one.state] += one.count
    if not offices:
        yield Prose(texts("desk-figures-no-payments"), Style.STRONG)
        return
    names = ("begun", *_COLUMNS)
    yield _head(texts("desk-figures-payments"), [texts(f"desk-figures-{name}") for name in names])
    if len(offices) > 1:
        everywhere: Counter[PaymentState] = sum(offices.values(), Counter())
        yield _payments_of(texts("desk-figures-all"), everywhere)
    for office, states in offices.items():
        yield _payments_of(_named(texts, office), states)


def _payments_of(name: str, states: Counter[PaymentState]) -> Row:
    cells = [_count(states.total())]
    for column, those in _COLUMNS.items():
        cells.append(_count(sum(states[state] for state in those), _DOUBTFUL.get(column, Style.PLAIN)))
    return Row((Cell(name), *cells))


def _codes(texts: Texts, counts: Iterable[CodeCount]) -> Iterator[Line]:
    gateways: dict[str | None, Counter[str]] = {}
    for one in counts:
        gateways.setdefault(one.gateway, Counter())[one.state] += one.count
    if not gateways:
        yield Prose(texts("desk-figures-no-codes"), Style.STRONG)
        return
    heads = [texts("desk-figures-made"), *(texts(f"desk-figures-code-{state}") for state in _CODES)]
    yield _head(texts("desk-figures-codes"), heads)
    for gateway, states in gateways.items():
        name = texts("desk-figures-no-gateway") if gateway is None else gateway
        cells = [_count(states[state], _CODES_AMISS.get(state, Style.PLAIN)) for state in _CODES]
        yield Row((Cell(name), _count(states.total()), *cells))


def _terminals(texts: Texts, counts: Iterable[TerminalCount]) -> Iterator[Line]:
    offices: dict[_Office, list[TerminalCount]] = {}
    for one in counts:
        offices.setdefault((one.office, one.office_en), []).append(one)
    if not offices:
        yield Prose(texts("desk-figures-no-terminals"), Style.STRONG)
        return
    yield Prose(texts("desk-figures-terminals"), Style.STRONG)
    for office, alike in offices.items():
        ill = any(one.trouble is not None for one in alike)
        words = texts("desk-comma").join(
            texts(say("desk-figures-pair", what=trouble(texts, one.trouble), count=str(one.count))) for one in alike
        )
        yield Row((Cell(_named(texts, office), 24), Cell(words, style=Style.DOUBTFUL if ill else Style.GOOD)))


def _named(texts: Texts, office: _Office) -> str:
    name, english = office
    if name is None:
        return texts("desk-figures-no-office")
    return Named(name, english).said_in(texts.language)


def _head(name: str, columns: Iterable[str]) -> Row:
    return Row((Cell(name, style=Style.STRONG), *(Cell(column, _COUNT, Style.MUTED) for column in columns)))


def _count(number: int, style: Style = Style.PLAIN) -> Cell:
    """Return a count at the right place of its column; nought is faint."""
    return Cell(f"{number:>5,}", _COUNT, style if number else Style.MUTED)
