"""Reconciliation (對帳): what a provider's statement of a day says, held against what is kept here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.backend.domain.payment import Movement


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement of money as a provider's statement has it."""

    line: int
    """Of the file, from 1."""
    provider: str
    reference: str
    """The provider's own number of the transaction."""
    kind: Movement
    order: str
    """Our number of the order."""
    dollars: int
    at: datetime
    refund: str | None = None
    """Our id of the refund, where the provider repeats it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One movement of money as it is kept here."""

    sequence: int
    provider: str
    reference: str
    kind: Movement
    order: str
    dollars: int


class DifferenceKind(StrEnum):
    """How two ledgers differ."""

    THEIRS_ONLY = "theirs-only"
    """The provider tells of a movement that is not kept here; perhaps a second one for the same order."""
    OURS_ONLY = "ours-only"
    """A movement is kept here of which the provider's statement says nothing."""
    DIFFERS = "differs"
    """Both have it, with another order, amount or direction."""
    REGISTER = "register"
    """A payment is paid, and the register says otherwise of one of its tickets."""
    NO_OUTCOME = "no-outcome"
    """For a day it has been unknown whether a payment was charged."""


class DifferenceOutcome(StrEnum):
    """How a difference was closed."""

    BOOKED = "booked"
    """By itself: the movement was taken over from the statement."""
    FOUND = "found"
    """By itself: it is gone."""
    EXPLAINED = "explained"
    """Somebody found out why, and nothing has to be done."""
    PROVIDER_CORRECTS = "provider-corrects"
    """The provider has agreed to correct it."""
    PASSED_ON = "passed-on"
    """Another office has taken it over."""
    REFUNDED = "refunded"
    """The money of the order goes back: two people have decided on it, or it followed by itself."""


BY_PEOPLE = (
    DifferenceOutcome.EXPLAINED,
    DifferenceOutcome.PROVIDER_CORRECTS,
    DifferenceOutcome.PASSED_ON,
    DifferenceOutcome.REFUNDED,
)
"""The outcomes that somebody of the office may give."""


def agree(line: StatementLine, kept: Kept) -> bool:
    """Say whether a line of a statement and what is kept under its reference are the same movement of money."""
    return (line.kind, line.order, line.dollars) == (kept.kind, kept.order, kept.dollars)
