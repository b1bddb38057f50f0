"""Cases (案件): every piece of work at the desk has a number that the person can take home."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from kiosk.contract.desk.new_number import NewNumberSeen
from kiosk.contract.wire import Flag, Label, Moment, Request, Wire

CaseNumber = Annotated[
    str,
    Field(
        pattern=r"^D[0-9]{6}[0-9A-Z]{4}$",
        examples=["D2611287ZK3"],
        description="The Taipei day and four characters; shown as `D261128-7ZK3`",
    ),
]


class CaseTopic(StrEnum):
    """What the person came about: the seven situations, and everything else."""

    PAID_STILL_SHOWN = "paid-still-shown"
    """我繳了還是顯示未繳."""
    CODE_NOT_ARRIVED = "code-not-arrived"
    """收不到驗證碼."""
    VEHICLE_BOUND_BY_OTHER = "vehicle-bound-by-other"
    """車子被別人綁定."""
    PAID_TWICE = "paid-twice"
    """重複繳費."""
    WRONG_TICKET = "wrong-ticket"
    """金額不對或對停車單有異議."""
    KIOSK_TOOK_MONEY = "kiosk-took-money"
    """機台吃錢."""
    NEW_NUMBER = "new-number"
    """手機遺失要換號碼."""
    OTHER = "other"


class CaseState(StrEnum):
    """How far a case is."""

    OPEN = "open"
    WAITING = "waiting"
    """For somebody outside: a provider, the person, another office."""
    CLOSED = "closed"


class CaseOutcome(StrEnum):
    """How a case ended."""

    EXPLAINED = "explained"
    PAID_AFTER_ALL = "paid-after-all"
    NOT_CHARGED = "not-charged"
    PUT_RIGHT = "put-right"
    PASSED_ON = "passed-on"
    LEFT = "left"
    """The person left."""


class Proof(StrEnum):
    """What proved who somebody is. A plate, a name, a birthday or an address that is only said proves nothing."""

    CODE_TO_NUMBER = "code-to-number"
    """A code that was sent to the number on record."""
    ID_AND_LICENCE = "id-and-licence"
    """身分證, and the 行照 of a vehicle that is bound to the account."""
    TAIPEI_PASS = "taipei-pass"  # noqa: S105 - 台北通
    """台北通, on the person's own phone."""


class ProofSeen(Request):
    """What proof was seen in a case: its kind, and never a document's number. It counts for a day.

    Problems: `case-needed`.
    """

    case: CaseNumber
    proof: Proof


class CaseOpening(Request):
    """A new case of the person who is signed in, at their office. Ask for one when the first thing is searched for."""

    topic: CaseTopic = CaseTopic.OTHER


class CaseListWish(Request):
    """Which cases: one's own that are not closed, or all of the office that are not closed."""

    whole_office: Flag = False


class CaseClosing(Request):
    """The end of a case.

    Problems: `case-needed` if it is closed already, `not-found` if it is another office's, `request-waits` while a
    request of it waits to be decided on, or to be done.
    """

    case: CaseNumber
    outcome: CaseOutcome


class Case(Wire):
    """One case."""

    number: CaseNumber
    topic: CaseTopic
    state: CaseState
    opened_at: Moment
    opened_by: Label
    """The display name of the clerk who opened it: `林○玲`."""
    office: Label
    outcome: CaseOutcome | None = None
    closed_at: Moment | None = None
    proofs: tuple[str, ...] = ()
    """Values of `Proof` that were seen in the last day; a newer backend may have more."""


class CaseWish(Request):
    """Which case of one's own office. Problem: `not-found`."""

    number: CaseNumber


class CaseDeed(Wire):
    """Something that was done in a case: a row of the audit, without its reason."""

    at: Moment
    who: Label
    """The display name of the clerk who did it."""
    operation: Label
    """As the audit has it: `vehicle.see`, `payment.refund`; words: `desk-did-…`."""
    about: Label | None = None
    """A plate, or the number of a ticket, an order, a claim or a support code; nothing that stands for a person."""


class CaseProof(Wire):
    """What proof of the person was seen: its kind, and never a document's number."""

    at: Moment
    who: Label
    proof: Label
    """A value of `Proof`."""


class CaseRequest(Wire):
    """What somebody else was to decide in a case."""

    operation: Label
    state: Label
    """A value of `kiosk.contract.desk.approvals.ApprovalState`."""
    asked_by: Label
    asked_at: Moment
    decided_by: Label | None = None


class CaseSeen(Wire):
    """A case with all that happened in it."""

    case: Case
    closed_by: Label | None = None
    deeds: tuple[CaseDeed, ...]
    """The newest hundred, oldest first."""
    more_deeds: bool
    proofs: tuple[CaseProof, ...]
    requests: tuple[CaseRequest, ...]
    new_numbers: tuple[NewNumberSeen, ...] = ()
    """What was asked for in it about new numbers, and what became of that; newest first."""
    as_of: Moment


class CaseList(Wire):
    """Cases, those that have waited longest first; at most fifty."""

    cases: tuple[Case, ...]
    more: bool
    """Whether there are more than these."""
