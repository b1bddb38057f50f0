"""One hour of a terminal: how it is, who paid how much there, and what failed. No plate stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from kiosk.contract.desk.terminals import HourFailure, HourPayment, HourSeen
from kiosk.desk.seen.facts import case_number, fact
from kiosk.desk.widgets.lines import Cell, Line, Prose, Row, Rule, Style
from kiosk.desk.words import dollars, known, moment, payment_state, provider, route, trouble
from kiosk.domain.dates import taipei
from kiosk.i18n import Named, Texts, say
from kiosk.wording.terminal_names import terminal_name

_TIME, _ENDING, _DOLLARS, _STATE = 5, 5, 8, 14
_CODE = 9


def lines(texts: Texts, seen: HourSeen, now: datetime) -> Iterator[Line]:
    """Yield the terminal, its payments in their order, and what failed."""
    yield Row((Cell(terminal_name(texts, seen.terminal.name), style=Style.STRONG), Cell(*_standing(texts, seen))))
    if seen.terminal.office is not None:
        office = Named(seen.terminal.office, seen.terminal.office_en).said_in(texts.language)
        yield fact(texts("desk-hour-office"), office)
    yield fact(texts("desk-hour-span"), f"{moment(texts, seen.since, now)}–{taipei(seen.until):%H:%M}")
    yield from _reports(texts, seen, now)
    yield Rule()
    yield Prose(texts("desk-hour-next" if seen.payments else "desk-hour-no-payments"), Style.STRONG)
    for payment in seen.payments:
        yield _payment(texts, payment)
    if seen.more_payments:
        yield Prose(texts("desk-hour-more-payments"), Style.MUTED)
    if seen.other_amounts:
        yield Prose(texts(say("desk-hour-others", count=seen.other_amounts)), Style.MUTED)
    yield Rule()
    for failure in seen.failures:
        yield _failure(texts, failure)
    if seen.more_failures:
        yield Prose(texts("desk-hour-more-failures"), Style.MUTED)
    if not seen.failures:
        yield Prose(texts("desk-hour-no-failures"), Style.MUTED)
    yield Prose(texts(say("desk-as-of", at=moment(texts, seen.as_of, now, seconds=True))), Style.MUTED)


def _standing(texts: Texts, seen: HourSeen) -> tuple[str, int, Style]:
    if seen.revoked:
        return texts("desk-hour-revoked"), 20, Style.MUTED
    if not seen.troubles:
        return trouble(texts, None), 20, Style.GOOD
    return texts("desk-comma").join(trouble(texts, one) for one in seen.troubles), 20, Style.BAD


def _reports(texts: Texts, seen: HourSeen, now: datetime) -> Iterator[Line]:
    """Yield when it was heard of, whether it was started again since, and what was reported to the fleet."""
    if seen.heard_at is not None:
        yield fact(texts("desk-hour-heard"), moment(texts, seen.heard_at, now))
    if seen.started_at is not None and seen.started_at >= seen.since:
        yield fact(texts("desk-hour-started"), moment(texts, seen.started_at, now), Style.BAD)
    for one in seen.complaints:
        words = known(texts, "hour-reason", one.reason)
        reported = f"{moment(texts, one.at, now)}  {case_number(one.case)}  {words}"
        yield fact(texts("desk-hour-told"), reported, Style.DOUBTFUL)


def _payment(texts: Texts, one: HourPayment) -> Row:
    state, style = payment_state(texts, one.state)
    return Row(
        (
            Cell(f"{taipei(one.created_at):%H:%M}", _TIME, Style.MUTED),
            Cell(f"…{one.ending}", _ENDING),
            Cell(dollars(texts, one.amount), _DOLLARS),
            Cell(provider(texts, one)),
            Cell(state, _STATE, style),
        )
    )


def _failure(texts: Texts, one: HourFailure) -> Row:
    how = say("desk-hour-failed", what=route(texts, one.route), how=known(texts, "problem", one.problem))
    return Row((Cell(f"{taipei(one.at):%H:%M}", _TIME, Style.MUTED), Cell(one.code, _CODE), Cell(texts(how))))
