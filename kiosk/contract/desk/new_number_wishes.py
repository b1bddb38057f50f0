"""Asking for a new mobile number at the desk, and stopping that."""

from __future__ import annotations

from kiosk.contract.desk.approvals import Reason
from kiosk.contract.desk.cases import CaseNumber
from kiosk.contract.wire import Id, Label, MobileNumber, Request, Vehicle


class NewNumberAsking(Request):
    """A wish that the account of a bound vehicle have a new number, by somebody else's decision and after a wait.

    The case has to say that the clerk who asks has seen an ID card and this vehicle's licence (`id-and-licence`) and no
    other proof will do. A link goes to the new number, which the person confirms on that phone.

    Problems: `case-needed`, `proof-needed`, `second-factor-needed`, `number-state` (`state` says why), `messages-down`,
    `send-later`, `code-paused` and `code-counter` (the new number has had too many wrong codes: readmit it first).
    """

    case: CaseNumber
    vehicle: Vehicle
    mobile: MobileNumber
    reason: Reason


class NewNumberStopping(Request):
    """A wish that a request end. Problems: `case-needed`, `not-found`, `number-state` (`over`)."""

    case: CaseNumber
    id: Id


class NewNumberArguments(Request):
    """What a request is kept with: whose number it is and by which vehicle, and never the number itself."""

    request: Id
    owner: Id
    plate: Label
    shown: Label
    """The new number as everybody sees it, `0912-***-678`."""
    name: Label | None = None
    """The owner's name as everybody sees it, `王○明`, to hold the papers against; None in requests of before."""
