"""Objections to a ticket (申訴) in words: why, what the person said, what was asked, how each ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from pydantic import JsonValue, ValidationError

from kiosk.contract.desk.objections import ObjectionArguments, ObjectionSeen
from kiosk.contract.desk.things import TicketSeen
from kiosk.desk.seen.facts import case_number, fact
from kiosk.desk.widgets.lines import Line, Prose, Style
from kiosk.desk.words import dollars, known, moment
from kiosk.domain.text import clean
from kiosk.i18n import Texts, say

OPERATIONS = frozenset({"objection.uphold", "objection.reject"})
"""The names under which a request about an objection waits for its decision."""


def lines(texts: Texts, seen: TicketSeen, now: datetime) -> Iterator[Line]:
    """Yield all objections to a ticket, or to the tickets of a notice."""
    for one in seen.objections:
        yield from _one(texts, seen, one, now)


def _one(texts: Texts, seen: TicketSeen, one: ObjectionSeen, now: datetime) -> Iterator[Line]:
    reason = texts(f"desk-objected-{one.reason.value}")
    said = say(
        "desk-objection",
        reason=reason if one.ticket == seen.number else f"{one.ticket}  {reason}",
        at=moment(texts, one.opened_at, now),
        by=one.opened_by,
        case=case_number(one.case),
    )
    yield Prose(texts(said), Style.DOUBTFUL if one.outcome is None else Style.MUTED)
    yield from _notes(texts, one, now)
    if one.outcome is not None and one.ended_at is not None:
        how = known(texts, "objection-outcome", one.outcome.value)
        ended = say("desk-objection-ended", how=how, at=moment(texts, one.ended_at, now), by=one.ended_by or "")
        yield Prose(texts(ended), Style.STRONG)


def _notes(texts: Texts, one: ObjectionSeen, now: datetime) -> Iterator[Line]:
    if one.unreadable:
        yield Prose(texts("desk-objection-unreadable"), Style.BAD)
    if one.words is not None:
        yield Prose(texts(say("desk-objection-words", words=clean(one.words))))
    if one.asked is not None and one.asked_at is not None:
        at = moment(texts, one.asked_at, now)
        yield Prose(texts(say("desk-objection-asked", asked=clean(one.asked), at=at, by=one.asked_by or "")))


def arguments_of(arguments: dict[str, JsonValue]) -> ObjectionArguments | None:
    """Return what a request holds; None if it is of a newer backend and cannot be read here."""
    try:
        return ObjectionArguments.model_validate(arguments)
    except ValidationError:
        return None


def requested(texts: Texts, wanted: ObjectionArguments, seen: TicketSeen, now: datetime) -> Iterator[Line]:
    """Return which ticket it is about, and the objection that the clerk who asked has seen."""
    yield fact(texts("desk-ticket"), f"{seen.number}  {seen.vehicle.plate}")
    if seen.amount is not None:
        yield fact(texts("desk-line-of-all"), dollars(texts, seen.amount), Style.STRONG)
    for one in seen.objections:
        if one.id == wanted.objection:
            yield from _one(texts, seen, one, now)
