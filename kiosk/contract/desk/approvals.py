"""Four eyes (覆核): what somebody asked for, and somebody else decides."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, JsonValue

from kiosk.contract.desk.cases import CaseNumber
from kiosk.contract.wire import Flag, Id, Label, Moment, Request, Wire

OperationName = Annotated[str, Field(pattern=r"^[a-z]+(\.[a-z-]+)?$", max_length=32, examples=["claim.grant"])]


class ApprovalState(StrEnum):
    """How far a request is."""

    ASKED = "asked"
    APPROVED = "approved"
    """Decided for, and not done yet: the person who asked or decided may have it done until `expires_at`,
    and who decides may turn it down after all."""
    REFUSED = "refused"
    EXPIRED = "expired"
    """It was not decided, or not carried out, within a day."""
    EXECUTED = "executed"


class Reason(StrEnum):
    """Why something is asked for that takes two people."""

    PAPERS_SEEN = "papers-seen"
    """The person has shown what proves it."""
    PERSON_ASKS = "person-asks"
    OTHER_OFFICE = "other-office"
    """Another office has asked for it."""
    OUR_MISTAKE = "our-mistake"


class Approval(Wire):
    """A request, as the one who asks and the one who decides see it: the same, to the last figure."""

    id: Id
    operation: OperationName
    arguments: dict[str, JsonValue]
    """What exactly it is done with. Ids and figures, and nothing of a person."""
    case: CaseNumber
    office: Label
    """Where it was asked for."""
    reason: Label
    state: ApprovalState
    asked_by: Label
    """A display name, as all of these."""
    asked_at: Moment
    expires_at: Moment
    decided_by: Label | None = None
    decided_at: Moment | None = None
    executed_at: Moment | None = None
    own: bool
    """Whether the clerk who reads this has asked for it themselves: they do not decide."""
    office_en: Label | None = None
    """The office's name in English; None where none is known."""


class ApprovalWish(Request):
    """Which request. Problem: `not-found`."""

    id: Id


class ApprovalDecision(Request):
    """A decision; what is approved is done at once.

    Problems: `own-request`, `approval-over` (`state`), `second-factor-needed`, and those of what was asked for: it is
    approved then, not done, and can be done by `executeApprovalAtDesk` once they are out of the way.
    """

    id: Id
    approve: Flag


class ApprovalListWish(Request):
    """The requests that wait for a decision, or for being done, and that this person may see."""


class ApprovalList(Wire):
    """Requests, those of one's own office first, then those that have waited longest; at most fifty."""

    approvals: tuple[Approval, ...]
    more: bool
