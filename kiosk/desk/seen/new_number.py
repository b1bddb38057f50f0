"""A new number that was asked for an account (換手機號碼): how far it is, and what to tell the person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from pydantic import JsonValue, ValidationError

from kiosk.contract.desk.new_number import NewNumberSeen, NumberState
from kiosk.contract.desk.new_number_wishes import NewNumberArguments
from kiosk.desk.seen.facts import fact
from kiosk.desk.widgets.lines import Line, Prose, Style
from kiosk.desk.words import known, moment
from kiosk.i18n import Texts, say

OPERATION = "number.change"
OPEN = frozenset({NumberState.BEGUN.value, NumberState.PROVED.value, NumberState.WAITING.value})
_STYLES = {
    NumberState.WAITING.value: Style.BAD,
    NumberState.BEGUN.value: Style.DOUBTFUL,
    NumberState.PROVED.value: Style.DOUBTFUL,
}


def goes_on(seen: NewNumberSeen | None) -> bool:
    """Say whether a request may still take effect."""
    return seen is not None and seen.state in OPEN


def lines(texts: Texts, seen: NewNumberSeen, now: datetime) -> Iterator[Line]:
    """Yield how far a request is, who has asked and decided, and what it waits for."""
    state = known(texts, "number-is", seen.state)
    words = state if seen.shown is None else f"{state}  {seen.shown}"
    yield fact(texts("desk-new-number"), words, _STYLES.get(seen.state, Style.PLAIN))
    people = seen.asked_by if seen.decided_by is None else f"{seen.asked_by}{texts('desk-comma')}{seen.decided_by}"
    yield fact(texts("desk-new-number-by"), f"{moment(texts, seen.asked_at, now)}  {people}")
    if seen.state == NumberState.WAITING.value and seen.effect_at is not None:
        yield fact(texts("desk-new-number-effect"), moment(texts, seen.effect_at, now), Style.BAD)
    if seen.ended_at is not None:
        yield fact(texts("desk-new-number-ended"), moment(texts, seen.ended_at, now))
    if seen.ended_how is not None:
        yield Prose(known(texts, "number-end", seen.ended_how), Style.STRONG)
    elif goes_on(seen):
        yield Prose(texts(f"desk-new-number-tell-{seen.state}"), Style.STRONG)


def arguments_of(arguments: Mapping[str, JsonValue]) -> NewNumberArguments | None:
    """Return what a request of two people is about; None for one that a newer backend has made."""
    try:
        return NewNumberArguments.model_validate(arguments)
    except ValidationError:
        return None


def requested(texts: Texts, wanted: NewNumberArguments) -> Iterator[Line]:
    """Yield what the clerk who decides has to check: the papers, against the plate and the name on the screen."""
    yield fact(texts("desk-argument-plate"), wanted.plate)
    if wanted.name is not None:
        yield fact(texts("desk-field-name"), wanted.name)
    yield fact(texts("desk-argument-new-number"), wanted.shown)
    yield Prose(texts(say("desk-new-number-compare", plate=wanted.plate)), Style.STRONG)
