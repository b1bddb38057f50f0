"""A new mobile number for an owner who has lost phone and password (手機遺失換號), by two people and a wait."""

from __future__ import annotations

from enum import StrEnum

from kiosk.contract.wire import Id, Label, Moment, Wire


class NumberState(StrEnum):
    """How far a request is."""

    BEGUN = "begun"
    """A link went to the new number, and was not confirmed there yet."""
    PROVED = "proved"
    """Confirmed on the new phone; somebody else has to decide."""
    WAITING = "waiting"
    """Decided for: the old contacts were notified, and it takes effect at `effect_at` unless it is stopped."""
    DONE = "done"
    """The number is the account's."""
    STOPPED = "stopped"
    """By somebody who was notified, or at a counter."""
    ENDED = "ended"
    """By itself, for what happened meanwhile."""


class NumberEnd(StrEnum):
    """How a request ended that did not take effect."""

    PHONE = "phone"
    """Stopped by the link that the old contacts were sent."""
    KIOSK = "kiosk"
    """Stopped by the person who signed in at a kiosk as the owner."""
    DESK = "desk"
    """Stopped at a counter."""
    CHANGED = "changed"
    """The owner has changed the number at a kiosk."""
    CLOSED = "closed"
    """The account was closed."""
    TAKEN = "taken"
    """The new number is another account's by now."""
    UNBOUND = "unbound"
    """The vehicle whose licence was seen is no longer bound to the account."""
    LATE = "late"
    """It was not decided on within a day."""
    REPLACED = "replaced"
    """Another one was asked for in its place."""


STOPPED_BY = frozenset({NumberEnd.PHONE, NumberEnd.KIOSK, NumberEnd.DESK})
"""The ends that are a stop."""


class NewNumberSeen(Wire):
    """A request, as staff see it."""

    id: Id
    state: Label
    """A value of `NumberState`."""
    ended_how: Label | None = None
    """A value of `NumberEnd`; None while it goes on, and for one that took effect."""
    shown: Label | None = None
    """The new number, masked, while it goes on."""
    case: Label
    """The number of the case."""
    asked_by: Label
    asked_at: Moment
    decided_by: Label | None = None
    effect_at: Moment | None = None
    ended_at: Moment | None = None
