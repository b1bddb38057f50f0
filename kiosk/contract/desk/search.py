"""The one box: whatever a person has in their hand, exactly as it stands there."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from kiosk.contract.desk.cases import CaseNumber
from kiosk.contract.wire import Label, Moment, Request, Wire
from kiosk.domain.plate import VehicleType

LONGEST = 200
"""Characters of what is typed into the box; a scanned link is shorter. The desk refuses more without asking."""
MOST_HITS = 50
"""With more hits than this none is shown, but a request to be more exact."""


class KeyKind(StrEnum):
    """What the text may be, judged only by its shape. All kinds that fit are asked."""

    PLATE = "plate"
    TICKET = "ticket"
    """Of ours; or a bill of another city that was paid here, as that city writes its number."""
    NOTICE = "notice"
    ORDER = "order"
    RECEIPT = "receipt"
    TRANSACTION = "transaction"
    """A provider's own number of a transaction."""
    SUPPORT_CODE = "support-code"
    CLAIM = "claim"
    CASE = "case"
    MOBILE = "mobile"


class HitKind(StrEnum):
    """What was found, and so which operation opens it."""

    VEHICLE = "vehicle"
    """`seeVehicleAtDesk` with `plate` and `vehicle_type`."""
    TICKET = "ticket"
    """`seeTicketAtDesk` with `id`: a ticket's or a notice's number."""
    PAYMENT = "payment"
    """`seePaymentAtDesk` with `id`: opaque, not the order number."""
    SUPPORT_CODE = "support-code"
    """`seeSupportCodeAtDesk` with `id`."""
    CLAIM = "claim"
    """`seeClaimAtDesk` with `id`: the claim's number."""
    CASE = "case"
    """A case of this office; `id` is its number."""
    NUMBER = "number"
    """`seeNumberAtDesk` with what was typed, normalised: it does not come back. There for every mobile number, whether
    or not anybody has it."""


class DeskSearch(Request):
    """What somebody typed or scanned. Names, addresses and parts of numbers are no keys: nothing fits them.

    Problems: `invalid-request` (control characters, bidi controls, more than 200 characters).
    """

    text: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    case: CaseNumber | None = None
    """In which case the search stands in the audit."""


class Hit(Wire):
    """One thing that was found. Nothing of a person stands in it."""

    kind: HitKind
    by: KeyKind
    """What the text was taken for."""
    id: Label
    """What the operation that opens it is asked with; empty for a vehicle and a number."""
    plate: Label | None = None
    vehicle_type: VehicleType | None = None
    title: Label
    """What to call it: the plate, the order number, `0912-***-678`."""
    state: str | None = None
    """Of a payment (`PaymentState`), a ticket (`owed`, `paid`, `withdrawn`), a claim, a case; else None."""
    amount: int | None = None
    """Whole New Taiwan dollars."""
    at: Moment | None = None
    """When it began: a payment's creation, a ticket's parking."""


class DeskAnswer(Wire):
    """What was found, and what could not be asked: three answers, never confused.

    One hit and nothing missing: open it. No hit, nothing missing: there is no such thing. No hit and something missing:
    it is unknown. `taken_for` empty: the text is none of the keys.
    """

    taken_for: tuple[KeyKind, ...]
    hits: tuple[Hit, ...]
    """By kind, in the order of `HitKind`, the newest first within each."""
    too_many: bool = False
    """More than fifty: `hits` is empty."""
    missing: tuple[KeyKind, ...] = ()
    """Kinds that could not be asked."""
    as_of: Moment
