"""Differences between ledgers (對帳差異): a queue for finance, in which each has its age, its owner and its outcome."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from kiosk.contract.desk.notes import noted
from kiosk.contract.wire import NO_FLAG, Flag, Id, Label, Moment, Request, Wire
from kiosk.domain import free_note
from kiosk.domain.payment import PaymentState

Note = Annotated[str, Field(max_length=free_note.LONGEST), noted(free_note.LONGEST)]
"""Free words, in one line. Refused if they hold the number of an identity card, a payment card or a mobile phone."""
DifferenceNumber = Annotated[int, NO_FLAG, Field(ge=1, le=2**53)]


class DifferenceState(StrEnum):
    """Where a difference stands."""

    FREE = "free"
    """Open, without an owner."""
    TAKEN = "taken"
    """Somebody looks after it."""
    REFUND_ASKED = "refund-asked"
    """A refund of its order waits for a second person."""
    GOES_BACK = "goes-back"
    """Money of its order goes back, or has gone back: it can be closed with that."""
    CLOSED = "closed"


class ClosingOutcome(StrEnum):
    """The outcomes that a person may close a difference with. None of them moves money."""

    EXPLAINED = "explained"
    PROVIDER_CORRECTS = "provider-corrects"
    PASSED_ON = "passed-on"
    REFUNDED = "refunded"
    """Only where money of the order goes back already: `refund-first` otherwise."""


class DifferenceSeen(Wire):
    """One difference."""

    number: int
    kind: Label
    """A value of `kiosk.backend.domain.reconciliation.DifferenceKind`; words: `desk-difference-…`."""
    state: DifferenceState
    provider_name: Label
    provider_name_en: Label | None = None
    """None where it has no other name in English."""
    reference: Label
    """The provider's own number of the transaction; the order's, where no transaction is what differs."""
    order: Label
    """As the statement has it, whether or not there is such an order here."""
    payment: Id | None
    """Of the order; None where none is kept here."""
    payment_state: PaymentState | None
    day: date
    """Of the statement in which it was found first."""
    ours: int | None
    """Dollars as they are kept here, negative for what went out; None where we know of none."""
    theirs: int | None
    found_at: Moment
    owner: Label | None
    """The account's name of the clerk to whom it is assigned."""
    owner_shown: Label | None
    """Their display name."""
    outcome: Label | None = None
    closed_at: Moment | None = None
    closed_by: Label | None = None
    """Who closed it, as in the audit; None where it ended by itself."""
    note: str | None = None


class DifferenceListWish(Request):
    """Which differences: those that are open, the oldest first, or those that are closed, the newest first."""

    closed: Flag = False
    after: DifferenceNumber | None = None
    """The last one of the page before; None for the first page."""


class DifferenceList(Wire):
    """At most fifty of them."""

    differences: tuple[DifferenceSeen, ...]
    more: bool
    open: Annotated[int, Field(ge=0)]
    """How many are open, on whatever page."""
    as_of: Moment


class DifferenceWish(Request):
    """Which difference. Problem: `not-found`."""

    number: DifferenceNumber


class DifferenceTaking(Request):
    """To look after a difference from now on. Problems: `not-found`, `difference-changed` (`state`)."""

    number: DifferenceNumber
    seen: Annotated[str, Field(max_length=32)] | None
    """Who was seen to look after it (`DifferenceSeen.owner`): of two who take it at once, one does."""


class DifferenceClosing(Request):
    """To close a difference. Problems: `not-found`, `difference-changed` (`state`), `refund-first`."""

    number: DifferenceNumber
    outcome: ClosingOutcome
    note: Note | None = None
    seen: Annotated[str, Field(max_length=32)] | None = None
    """Who was seen to look after it (`DifferenceSeen.owner`): what another person has taken since is not closed."""
