"""A request about a claim (認定) in words: what the clerk who asked has seen of the vehicle and of both sides."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from pydantic import JsonValue, ValidationError

from kiosk.contract.desk.claims import ClaimArguments
from kiosk.contract.desk.things import ClaimSeen
from kiosk.desk.seen import things
from kiosk.desk.seen.facts import fact
from kiosk.desk.widgets.lines import Line
from kiosk.desk.words import known
from kiosk.i18n import Texts

OPERATIONS = frozenset({"claim.grant", "claim.refuse", "claim.undo"})
"""The names under which a request about a claim waits for its decision."""


def arguments_of(arguments: dict[str, JsonValue]) -> ClaimArguments | None:
    """Return what a request holds; None if it is of a newer backend and cannot be read here."""
    try:
        return ClaimArguments.model_validate(arguments)
    except ValidationError:
        return None


def requested(texts: Texts, wanted: ClaimArguments, seen: ClaimSeen, now: datetime) -> Iterator[Line]:
    """Yield which claim to which vehicle is asked about, and the facts of both sides."""
    yield fact(known(texts, "argument", "number"), wanted.number)
    yield fact(texts("desk-argument-plate"), things.called(texts, seen.vehicle))
    yield from things.claim_facts(texts, seen, now)
