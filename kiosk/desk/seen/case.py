"""A case: where it stands, what proof was seen, what others decided, and all that was done in it, oldest first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from kiosk.contract.desk.cases import CaseSeen, CaseState
from kiosk.desk.seen import new_number
from kiosk.desk.seen.facts import case_number, fact
from kiosk.desk.widgets.lines import Cell, Line, Prose, Row, Rule, Style
from kiosk.desk.words import known, moment
from kiosk.i18n import Texts, say

_MOMENT, _WHO = 13, 8


def lines(texts: Texts, seen: CaseSeen, now: datetime) -> Iterator[Line]:
    """Yield what is known of a case."""
    case = seen.case
    closed = case.state is CaseState.CLOSED
    state = known(texts, "case", case.state.value)
    number = texts(say("desk-in-case", number=case_number(case.number)))
    yield Row((Cell(number, style=Style.STRONG), Cell(state, 14, Style.MUTED if closed else Style.DOUBTFUL)))
    yield fact(texts("desk-case-topic"), known(texts, "topic", case.topic.value))
    yield fact(texts("desk-case-begun"), _by(texts, case.opened_at, case.opened_by, now))
    if case.closed_at is not None:
        yield fact(texts("desk-case-ended"), _by(texts, case.closed_at, seen.closed_by or "", now))
        yield fact(texts("desk-case-outcome"), known(texts, "outcome", case.outcome or ""))
    for proof in seen.proofs:
        words = texts(
            say("desk-case-seen-by", what=known(texts, "proof", proof.proof), by=_by(texts, proof.at, proof.who, now))
        )
        yield fact(texts("desk-case-proof"), words)
    for one in seen.requests:
        state = known(texts, "approval", one.state)
        yield fact(_operation(texts, one.operation), f"{state}  {one.decided_by or one.asked_by}")
    for wanted in seen.new_numbers:
        yield from new_number.lines(texts, wanted, now)
    yield Rule()
    if not closed:
        yield Prose(texts("desk-case-go-on"), Style.STRONG)
        yield Rule()
    if seen.more_deeds:
        yield Prose(texts("desk-case-more"), Style.MUTED)
    if not seen.deeds:
        yield Prose(texts("desk-case-nothing"), Style.MUTED)
    for deed in seen.deeds:
        did = known(texts, "did", deed.operation.replace(".", "-"))
        what = did if deed.about is None else f"{did}  {deed.about}"
        yield Row((Cell(moment(texts, deed.at, now), _MOMENT, Style.MUTED), Cell(deed.who, _WHO), Cell(what)))


def _by(texts: Texts, at: datetime, who: str, now: datetime) -> str:
    return f"{moment(texts, at, now)}  {who}"


def _operation(texts: Texts, name: str) -> str:
    return known(texts, "operation", name.replace(".", "-"))
