"""Facts: a name in a column of its own, and what is so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from kiosk.contract.desk.masked import MaskedPerson
from kiosk.desk.widgets.lines import Cell, Line, Row, Style
from kiosk.desk.words import moment
from kiosk.i18n import Texts, say

NAME = 12
"""Columns of a fact's name."""


def case_number(number: str) -> str:
    """Return a case's number as people read it: `D261128-7ZK3`."""
    return f"{number[:7]}-{number[7:]}"


def fact(name: str, value: str, style: Style = Style.PLAIN) -> Row:
    """Return one fact; `name` and `value` are words, not ids."""
    return Row((Cell(name, NAME, Style.MUTED), Cell(value, style=style)))


def waits(texts: Texts, since: datetime | None, now: datetime) -> Iterator[Line]:
    """Yield that a request about what is shown waits, to be decided on or to be done, if one does."""
    if since is not None:
        words = texts(say("desk-waits-since", at=moment(texts, since, now)))
        yield fact(texts("desk-waits"), words, Style.DOUBTFUL)


def person(texts: Texts, one: MaskedPerson) -> list[Line]:
    """Return what may be shown of somebody without a reason: each field masked."""
    if not one.fields:
        return [fact(texts("desk-person"), texts("desk-person-closed"), Style.MUTED)]
    return [fact(texts(f"desk-field-{masked.field.value}"), masked.shown) for masked in one.fields]
