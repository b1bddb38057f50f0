"""An objection to a ticket (申訴): why, in whose words, what the street office was asked, and how it ended.

While it is open, kiosks say so, and the ticket can be paid all the same. One that is upheld has the ticket withdrawn,
by two people.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from kiosk.contract.desk.approvals import Reason
from kiosk.contract.desk.cases import CaseNumber
from kiosk.contract.desk.notes import noted
from kiosk.contract.wire import BillNumber, Id, Label, Moment, Request, Wire
from kiosk.domain import free_note


class ObjectionReason(StrEnum):
    """Why somebody objects to a ticket."""

    WRONG_VEHICLE = "wrong-vehicle"
    WRONG_TIME = "wrong-time"
    WRONG_AMOUNT = "wrong-amount"
    NOT_PARKED = "not-parked"
    """Was never parked there."""
    OTHER = "other"


class ObjectionOutcome(StrEnum):
    """How an objection ended."""

    UPHELD = "upheld"
    """The ticket was withdrawn (註銷), or what was paid for it goes back for that reason."""
    REJECTED = "rejected"
    """The ticket stays as it is."""
    TAKEN_BACK = "taken-back"
    """The person takes it back, or it was written down by mistake."""


ASKED_MOST = 80
"""Characters of what the street office was asked."""


Words = Annotated[str, Field(max_length=free_note.LONGEST), noted(free_note.LONGEST)]
"""What the person said. Refused if it holds the number of an identity card, a payment card or a mobile phone."""
Question = Annotated[str, Field(min_length=1, max_length=ASKED_MOST), noted(ASKED_MOST)]
"""What the street office was asked; refused as `Words` are."""


class ObjectionOpening(Request):
    """Which ticket, and why. Problems: `case-needed`, `not-found`, `objection-state` (`open`, `paid`, `withdrawn`)."""

    ticket: BillNumber
    reason: ObjectionReason
    words: Words = ""
    case: CaseNumber


class ObjectionTakingBack(Request):
    """Which ticket's open objection. Problems: `case-needed`, `objection-state` (`none`: there is no open one)."""

    ticket: BillNumber
    case: CaseNumber


class ObjectionInquiry(Request):
    """What the street office was asked about a ticket that somebody objects to; what it was asked before goes by this.

    Problems: `case-needed`, `objection-state` (`none`).
    """

    ticket: BillNumber
    asked: Question
    case: CaseNumber


class ObjectionArguments(Request):
    """Which objection to which ticket: what a request is kept with."""

    ticket: BillNumber
    objection: Id


class ObjectionDeciding(ObjectionArguments):
    """A decision that the ticket stays as it is, by somebody who may take it without a second person.

    Problems: `case-needed`, `approval-needed` (the same person wrote the objection down: it takes another one),
    `objection-state` (`none`).
    """

    case: CaseNumber


class ObjectionAsking(ObjectionDeciding):
    """A wish that somebody else decide so, or that they have the ticket withdrawn.

    Problems: `case-needed`, `not-permitted`, `objection-state` (`none`), `request-waits` (either way was asked for
    already); of a withdrawal also `second-factor-needed` and the states `paid`, `withdrawn`, `being-paid`, `refused`
    (the register takes none from us) and `not-asked` (the register could not be asked).
    """

    reason: Reason


class ObjectionSeen(Wire):
    """An objection, as staff see it."""

    id: Id
    ticket: Label
    reason: ObjectionReason
    case: Label
    opened_at: Moment
    opened_by: Label
    """The name of the clerk who wrote it down, as all of these."""
    words: str | None = None
    """What the person said; None where nothing was written down, and for clerks who may not write one down."""
    asked: str | None = None
    """What the street office was asked, as `words`."""
    asked_at: Moment | None = None
    asked_by: Label | None = None
    unreadable: bool = False
    """Whether `words` or `asked` were sealed under another secret of the backend, and cannot be read any more."""
    outcome: ObjectionOutcome | None = None
    """None while it is open."""
    ended_at: Moment | None = None
    ended_by: Label | None = None
    """None where it was upheld by giving the money back: the payment says who."""
